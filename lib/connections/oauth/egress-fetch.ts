import type { Ctx } from "@/lib/context";
import { failureWords } from "@/lib/net/egress-error";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 256 * 1_024;
/** Statuses whose answers have no body, as `Response` wants it. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

interface FetchInput {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | string | null | undefined;
}

/**
 * What an OAuth library fetches with: one request through the guarded way out, no redirect followed. Throws `badGateway`
 * where it may not be sent or came to no answer, and `throttled` while too many are under way.
 */
export function egressFetch(ctx: Pick<Ctx, "pool" | "seals" | "egress">, holder: string) {
  return async (address: string, { method, headers, body }: FetchInput): Promise<Response> => {
    const callable = await callableUrl(ctx, address);
    if ("issue" in callable) throw new AppError("badGateway", callable.issue);
    const outcome = await ctx.egress.within([holder], () =>
      ctx.egress.send(
        {
          ...callable,
          ...{ method, query: [], ca: null, answerBytesMax: ANSWER_BYTES_MAX },
          headers: Object.entries(headers),
          body: body ? Buffer.from(String(body)) : null,
        },
        AbortSignal.timeout(TIMEOUT_MS),
      ),
    );
    if ("failure" in outcome) {
      const { reason, code } = outcome.failure;
      throw new AppError("badGateway", failureWords(reason, code));
    }
    const { status, headers: answered, body: bytes } = outcome.answer;
    if (status < 200 || status > 599) throw new AppError("badGateway", "The answer cannot be read.");
    return new Response(BODILESS.has(status) ? null : new Uint8Array(bytes), {
      status,
      headers: answered.map(([name, value]): [string, string] => [name, value]),
    });
  };
}
