import type { Metadata } from "next";
import { GiveView } from "@/components/value-links/give-view";
import { loadGive } from "@/lib/value-links/loaders";
import { anonymousContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Give a value" };

interface GivePageProps {
  readonly params: Promise<{ token: string }>;
}

/** Where the link leads by which somebody without an account gives a value. */
export default async function GivePage({ params }: GivePageProps) {
  const { token } = await params;
  return <GiveView token={token} link={await loadGive(await anonymousContext(), token)} />;
}
