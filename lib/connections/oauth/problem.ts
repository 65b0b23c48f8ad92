import { ResponseBodyError, WWWAuthenticateChallengeError } from "oauth4webapi";
import { isAppError } from "@/lib/platform/app-error";

/** Why a provider gave no tokens. */
export interface ProviderProblem {
  /**
   * `spent`: the code or refresh token is good for nothing any more; `refused`: the client or what it asks for is not accepted;
   * `unreachable`: it may be otherwise later.
   */
  readonly kind: "spent" | "refused" | "unreachable";
  /** In words that hold nothing of what the provider wrote, but for a short code. */
  readonly words: string;
}

/** What providers call a grant that is over, beside `invalid_grant`: GitHub and Slack have words of their own. */
const SPENT: ReadonlySet<string> = new Set([
  ...["invalid_grant", "bad_refresh_token", "bad_verification_code", "invalid_code", "code_already_used"],
  ...["invalid_refresh_token", "token_revoked", "token_expired", "interaction_required"],
]);
const TEMPORARY: ReadonlySet<string> = new Set([
  "temporarily_unavailable",
  "server_error",
  "ratelimited",
  "slow_down",
]);

/** What went wrong between a request for tokens and its answer. What is the program's own fault is thrown on. */
export function providerProblem(error: unknown): ProviderProblem {
  if (isAppError(error)) {
    // The secret to sign in with is not here any more.
    if (error.code === "conflict") return { kind: "refused", words: error.detail };
    if (error.code !== "badGateway" && error.code !== "throttled") throw error;
    return { kind: "unreachable", words: error.detail };
  }
  if (error instanceof ResponseBodyError) return ofCode(error.error, error.status);
  if (error instanceof WWWAuthenticateChallengeError)
    return { kind: "refused", words: "The provider does not accept the client ID or the client secret." };
  if (!(error instanceof Error) || !("code" in error)) throw error;
  const status = error.cause instanceof Response ? error.cause.status : 200;
  if (status >= 500 || status === 429) return unavailable(status);
  return { kind: "refused", words: "The provider’s answer is none of OAuth’s." };
}

function ofCode(code: string, status: number): ProviderProblem {
  const shown = /^[a-z_]{1,40}$/.test(code) ? ` (${code})` : "";
  if (status >= 500 || status === 429) return unavailable(status);
  if (TEMPORARY.has(code))
    return { kind: "unreachable", words: `The provider asks to come back later${shown}.` };
  if (SPENT.has(code))
    return { kind: "spent", words: `The provider says that what was granted is over${shown}.` };
  return { kind: "refused", words: `The provider refused${shown}.` };
}

function unavailable(status: number): ProviderProblem {
  return { kind: "unreachable", words: `The provider answered ${status}.` };
}
