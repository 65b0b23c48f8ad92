import { Plaintext } from "@/lib/crypto/plaintext";
import { failureWords } from "@/lib/net/egress-error";
import { signatureHeaders, webhookKey } from "@/lib/net/standard-webhook";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";
import { generateValue } from "@/lib/secrets/generated-value";
import { valueIssue } from "@/lib/secrets/model";
import type { RotationStep, Rotator } from "./rotator";

const TIMEOUT_MS = 30_000;
const ANSWER_BYTES_MAX = 128 * 1_024;
/** What is made for a service that makes no value of its own. */
const MADE = { alphabet: "letters-digits", length: 40 } as const;

/**
 * A service of one's own, which is called for each phase: a POST that is signed as Standard Webhooks has it, with the value of
 * the credential as key. No value is in it: the service reads the `pending`, `current` or `previous` one with an API key of its
 * own. Any answer of 2xx says that the phase is done; that to `prepare` may hold the new value.
 */
export const webhook: Rotator<"webhook"> = {
  prepare: async (step) => ({
    value: valueIn(await call(step, "prepare")) ?? Plaintext.of(generateValue(MADE.alphabet, MADE.length)),
  }),
  set: async (step) => void (await call(step, "set")),
  test: async (step) => void (await call(step, "test")),
  revoke: async (step) => void (await call(step, "revoke")),
  revert: async (step) => void (await call(step, "revert")),
};

type Phase = "prepare" | "set" | "test" | "revoke" | "revert";

async function call(step: RotationStep<"webhook">, phase: Phase): Promise<Buffer> {
  const { ctx, config, rotationId, secret, oldLabel, credential } = step;
  const callable = await callableUrl(ctx, config.url);
  if ("issue" in callable) throw new AppError("badGateway", `The service is not called. ${callable.issue}`);
  const now = ctx.now();
  const data = { rotation: rotationId, secret, old: oldLabel };
  const body = Buffer.from(JSON.stringify({ type: `rotation.${phase}`, timestamp: now.toISOString(), data }));
  const signed = signatureHeaders(
    webhookKey(credential?.reveal() ?? ""),
    `${rotationId}-${phase}`,
    now,
    body,
  );
  const request = {
    ...callable,
    ...{ method: "POST", query: [], body, ca: null, answerBytesMax: ANSWER_BYTES_MAX },
    headers: [["Content-Type", "application/json"], ...signed] as const,
  };
  const outcome = await ctx.egress.send(request, AbortSignal.timeout(TIMEOUT_MS));
  if ("failure" in outcome) {
    const { reason, code } = outcome.failure;
    throw new AppError("badGateway", failureWords(reason, code));
  }
  const { status, body: answer } = outcome.answer;
  if (status >= 200 && status <= 299) return answer;
  throw new AppError("badGateway", `The service answered ${status}: ${answer.toString("utf8")}`);
}

/** The value in an answer such as `{"value": "…"}`; null where it holds none. Throws `badGateway` for one that cannot be stored. */
function valueIn(answer: Buffer): Plaintext | null {
  if (answer.length === 0) return null;
  const value = fieldOf(answer, "value");
  if (value === undefined) return null;
  if (typeof value !== "string")
    throw new AppError("badGateway", "The service gave a value that is no text.");
  const issue = valueIssue(value);
  if (issue) throw new AppError("badGateway", `The service gave a value that cannot be stored. ${issue}`);
  return Plaintext.of(value);
}

function fieldOf(answer: Buffer, field: string): unknown {
  try {
    const json: unknown = JSON.parse(answer.toString("utf8"));
    if (json !== null && typeof json === "object") return Reflect.get(json, field);
  } catch {
    // Told below.
  }
  throw new AppError("badGateway", "The service answered something else than a JSON object.");
}
