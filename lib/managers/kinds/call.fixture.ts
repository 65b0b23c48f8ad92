import { requestTo, testEgress } from "@/test/egress";
import type { Call } from "./call";
import { isManagerError, ManagerError, type ManagerReason } from "./manager-error";

/** The way out to stand-ins on this machine. Call it at the top of the file. */
export function testCalls(): Call {
  const { egress } = testEgress();
  return async ({ method, url, headers, body = null }) => {
    const outcome = await egress.send(requestTo(url, { method, headers, body }), AbortSignal.timeout(5_000));
    if ("answer" in outcome) return outcome.answer;
    throw new ManagerError("unavailable", outcome.failure.reason);
  };
}

/** What a manager error says, or that there was none. */
export async function refusal(work: Promise<unknown>): Promise<readonly [ManagerReason | "none", string]> {
  try {
    await work;
    return ["none", ""];
  } catch (error) {
    if (!isManagerError(error)) throw error;
    return [error.reason, error.message];
  }
}
