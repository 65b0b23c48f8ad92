import { counted } from "@/lib/counted";
import type { Audience, Category } from "../classification";

/** How many secrets are changed at once. */
export const SEVERAL_MAX = 500;

export const SEVERAL_KINDS = ["copy", "move", "classify", "delete"] as const;
export type SeveralKind = (typeof SEVERAL_KINDS)[number];

/** What becomes of one of several secrets: `new` and `replaced` say what happens where it is copied to. */
export type SeveralOutcome = "new" | "replaced" | "unchanged" | "conflict" | "changed" | "deleted";

/** One of several secrets, and what is done to it. */
export interface SeveralItem {
  readonly id: string;
  readonly name: string;
  /** The name of its environment. */
  readonly environment: string;
  readonly category: Category;
  readonly audience: Audience;
  readonly outcome: SeveralOutcome;
  /** Why it is left alone, or what else there is to know. */
  readonly note: string | null;
}

/** What will be done to several secrets, or was done. */
export interface SeveralReport {
  readonly kind: SeveralKind;
  readonly isDone: boolean;
  /** Whether something changed since the preview, so that nothing was done. */
  readonly isOutdated: boolean;
  /** The name of the environment that they are copied or moved to. */
  readonly to: string | null;
  readonly items: readonly SeveralItem[];
  /** What the preview showed, for the next step to hold on to. */
  readonly seen: string;
}

/** How many of them are not left alone. */
export function affected({ items }: Pick<SeveralReport, "items">): number {
  return items.filter(({ outcome }) => outcome !== "conflict" && outcome !== "unchanged").length;
}

/** What has to be typed before that many secrets are deleted. */
export function deletionPhrase(count: number): string {
  return `delete ${counted(count, "secret")}`;
}
