import { isGood, reallySent, type SendHistory, type SendRecord } from "@/lib/allowlist/history/model";
import { SEND_FAILURES } from "@/lib/audit/words/reads";
import { counted } from "@/lib/counted";
import { inMs } from "@/lib/quantity";

export { isGood };

/** How a send ended, beyond its status. */
export function outcomeLabel({ status, reason, attempts, isReplayed }: SendRecord): string {
  const isRedirect = status !== null && status >= 300 && status < 400;
  const why =
    reason === null ? (isRedirect ? "Redirects are not followed" : "") : (SEND_FAILURES[reason] ?? reason);
  const tries = attempts !== null && attempts > 1 ? `${attempts} attempts` : "";
  return [why, tries, isReplayed ? "replayed (idempotent)" : ""].filter(Boolean).join(", ");
}

const BARS_MAX = 60;

/** The sends that the chart draws, newest first: as many as there is room for. */
export function drawnSends({ sends }: SendHistory): SendRecord[] {
  return reallySent(sends).slice(0, BARS_MAX);
}

/** What the chart draws: how many of how many sends, what full height means, and what its marks do. */
export function chartCaption(history: SendHistory): string {
  const { sends, sentCount, latency } = history;
  const drawn = drawnSends(history);
  const failed = drawn.filter((send) => !isGood(send)).length;
  const which =
    drawn.length < sentCount
      ? `the newest ${drawn.length} of ${counted(sentCount, "send")}`
      : sentCount === 1
        ? "the only send"
        : `the ${counted(sentCount, "send")}`;
  const replayed = sends.length - sentCount;
  return [
    `Time of ${which}.`,
    latency ? `Full height is the longest, ${inMs(latency.max)}.` : "",
    failed === 0 ? "None failed." : `${failed} failed, with a mark above.`,
    replayed === 0 ? "" : `Left out: ${counted(replayed, "answer")} from an earlier send.`,
  ]
    .filter(Boolean)
    .join(" ");
}
