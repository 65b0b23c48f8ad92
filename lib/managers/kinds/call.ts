import type { Ctx } from "@/lib/context";
import type { EgressAnswer } from "@/lib/net/egress";
import { failureWords } from "@/lib/net/egress-error";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { ManagerError } from "./manager-error";

export interface ManagerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer | null;
}

/** Sends one request to a manager. Throws a manager error unless there is an answer, whatever that says. */
export type Call = (request: ManagerRequest) => Promise<EgressAnswer>;

export const TIMEOUT_MS = 10_000;
/** What a manager lists in one answer, too: 10,000 names of 200 characters. */
const ANSWER_BYTES_MAX = 4 * 1_024 * 1_024;

/** Calls managers by the rules for whatever is called: each time, since an Owner may have changed them. */
export function callsOf(
  ctx: Pick<Ctx, "egress" | "pool" | "seals">,
  ca: string,
  timeoutMs: number = TIMEOUT_MS,
): Call {
  return async ({ method, url: text, headers, body = null }) => {
    const callable = await callableUrl(ctx, text);
    if ("issue" in callable) throw new ManagerError("notCalled", `It is not called. ${callable.issue}`);
    const { url, policy } = callable;
    const outcome = await ctx.egress.send(
      { url, policy, method, headers, body, query: [], ca: ca || null, answerBytesMax: ANSWER_BYTES_MAX },
      AbortSignal.timeout(timeoutMs),
    );
    if ("answer" in outcome) return outcome.answer;
    const { reason, code } = outcome.failure;
    const said = `${url.host}: ${failureWords(reason, code)}`;
    if (reason === "addressNotAllowed") throw new ManagerError("notCalled", said);
    throw new ManagerError(reason === "tooLarge" ? "tooLarge" : "unavailable", said);
  };
}

/** Seconds that an answer asks to wait; null where it does not say so. */
export function retryAfterOf({ headers }: Pick<EgressAnswer, "headers">): number | null {
  const [, text = ""] = headers.find(([name]) => name === "retry-after") ?? [];
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}
