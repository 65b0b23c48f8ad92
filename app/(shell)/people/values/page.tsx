import type { Metadata } from "next";
import { ValuesToReplace } from "@/components/people/values-to-replace";
import { loadValuesToReplace } from "@/lib/secrets/known-values/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Values to replace" };

interface ValuesPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The secrets whose value somebody knows who left. */
export default async function ValuesPage({ searchParams }: ValuesPageProps) {
  const { after } = await searchParams;
  const page = await loadPage(loadValuesToReplace(await pageContext(), after));
  return <ValuesToReplace page={page} after={typeof after === "string" ? after : null} />;
}
