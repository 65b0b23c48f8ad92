import { counted } from "@/lib/counted";
import {
  affected,
  type SeveralItem,
  type SeveralOutcome,
  type SeveralReport,
} from "@/lib/secrets/several/model";
import type { BadgeTone } from "../ui/badge";

const VERBS = {
  copy: { ask: "Copy", done: "Copied" },
  move: { ask: "Move", done: "Moved" },
  classify: { ask: "Change", done: "Changed" },
  delete: { ask: "Delete", done: "Deleted" },
} as const;

/** How outcomes are called. */
export const OUTCOMES: Readonly<
  Record<SeveralOutcome, { readonly label: string; readonly tone: BadgeTone }>
> = {
  conflict: { label: "Skipped", tone: "warning" },
  new: { label: "New", tone: "success" },
  replaced: { label: "Replaces a value", tone: "accent" },
  unchanged: { label: "Unchanged", tone: "neutral" },
  changed: { label: "Will change", tone: "accent" },
  deleted: { label: "Will be deleted", tone: "danger" },
};

/** How many will really be done: a secret that is moved to where its value is already is moved all the same. */
export function countOf(report: SeveralReport): number {
  const isDone = ({ outcome }: SeveralItem) => outcome !== "conflict";
  return report.kind === "move" ? report.items.filter(isDone).length : affected(report);
}

/** What the button says: "Copy 5 secrets". */
export function askText(report: SeveralReport): string {
  return `${VERBS[report.kind].ask} ${counted(countOf(report), "secret")}`;
}

/** "Copied 5 secrets to Production." */
export function doneText(report: SeveralReport): string {
  const to = report.to === null ? "" : ` to ${report.to}`;
  return `${VERBS[report.kind].done} ${counted(countOf(report), "secret")}${to}.`;
}

/** "3 new, 1 skipped". */
export function summaryOf({ items }: SeveralReport): string {
  const parts = (Object.keys(OUTCOMES) as SeveralOutcome[]).flatMap((outcome) => {
    const count = items.filter((item) => item.outcome === outcome).length;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${OUTCOMES[outcome].label.toLowerCase()}`];
  });
  return parts.join(", ");
}
