import type { BadgeTone } from "@/components/ui/badge";
import type { MemberState, Strategy } from "@/lib/pools/model";

export const STRATEGY_LABELS: Readonly<Record<Strategy, string>> = {
  roundRobin: "In turn",
  leastUsed: "Least used",
  sticky: "The same for each caller",
};

export const STATES: Readonly<Record<MemberState, { readonly label: string; readonly tone: BadgeTone }>> = {
  on: { label: "On", tone: "success" },
  off: { label: "Off", tone: "neutral" },
  limited: { label: "Limited", tone: "warning" },
  refused: { label: "Refused", tone: "danger" },
  absent: { label: "Not here", tone: "danger" },
};

/** A part of a whole in percent, rounded; a dash of nothing. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`;
}
