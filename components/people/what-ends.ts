import { counted } from "@/lib/counted";
import type { ListedPerson } from "@/lib/people/list/model";

type Ending = Pick<ListedPerson, "sessions" | "personalKeys" | "grants" | "groups">;

/** What ends when a person is removed, as a sentence; empty when there is nothing. */
export function whatEnds({ sessions, personalKeys, grants, groups }: Ending): string {
  const parts = [
    ...(sessions > 0 ? [counted(sessions, "session")] : []),
    ...(personalKeys > 0 ? [counted(personalKeys, "personal key")] : []),
    ...(grants > 0 ? [counted(grants, "grant")] : []),
    ...(groups > 0 ? [`the membership of ${counted(groups, "group")}`] : []),
  ];
  return parts.length === 0 ? "" : `This ends ${new Intl.ListFormat("en").format(parts)}.`;
}
