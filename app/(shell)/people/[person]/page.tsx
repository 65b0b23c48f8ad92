import type { Metadata } from "next";
import { PersonView } from "@/components/people/person-view";
import { loadPersonPage } from "@/lib/people/made/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Person" };

interface PersonPageProps {
  readonly params: Promise<{ person: string }>;
}

/** A person, and what they made. */
export default async function PersonPage({ params }: PersonPageProps) {
  const { person } = await params;
  return <PersonView data={await loadPage(loadPersonPage(await pageContext(), person))} />;
}
