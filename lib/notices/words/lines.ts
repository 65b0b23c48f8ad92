import type { Notice, NoticeEntry } from "../model";

/** What a notice says of one thing, on a line; with its note for people alone. */
export function lineOf(entry: NoticeEntry, forWhom: "people" | "channel"): string {
  const { name, project, environment, what, note, by, at } = entry;
  const where = [project, environment].filter(Boolean).join(", ");
  const who = [by, at && `${at.slice(0, 16).replace("T", " ")} UTC`].filter(Boolean).join(", ");
  return `${name}${where && ` (${where})`}: ${[what, forWhom === "people" && note, who].filter(Boolean).join("; ")}`;
}

/** How many more there are than it names; empty where there are none. */
export function moreOf({ count, entries }: Notice): string {
  const more = count - entries.length;
  return more > 0 ? `and ${more.toLocaleString("en")} more` : "";
}
