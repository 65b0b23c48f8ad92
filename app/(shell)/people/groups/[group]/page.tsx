import type { Metadata } from "next";
import { GroupView } from "@/components/access/group-view";
import { loadGroup } from "@/lib/grants/groups/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Group" };

interface GroupPageProps {
  readonly params: Promise<{ group: string }>;
}

/** A group: who is in it, and what it was granted. */
export default async function GroupPage({ params }: GroupPageProps) {
  const { group } = await params;
  return <GroupView data={await loadPage(loadGroup(await pageContext(), group))} />;
}
