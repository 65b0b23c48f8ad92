import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { EgressAnswer } from "@/lib/net/egress";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { Masking } from "@/sdk/src/masking/masking";
import type { StoredSecret } from "../configuration/model";
import { type AnswerBody, openAnswer, type ReceivedAnswer } from "../envelope/answer";
import type { Endpoint } from "../model";
import { keptFor } from "./kept";
import type { SendAnswer } from "./model";
import { isPacked } from "./packed";
import { scrubbedFile, scrubbedHeader, scrubbedJson, scrubbedText } from "./scrubbing";
import { hasGuessable } from "./secret-forms";
import { openUsedSecrets, type UsedSecrets } from "./used-secrets";

const GUESSABLE =
  "A secret of this endpoint is so short or common that its answers would give it away: headers and body are withheld.";

interface Answered {
  readonly permit: Permit<"allowlist.send">;
  readonly endpoint: Endpoint<StoredSecret>;
  /** What the request was made with. */
  readonly used: UsedSecrets;
  readonly answer: EgressAnswer;
}

/** Larger bodies, and compressed ones, are dealt with one after the other: all at once would leave no time for others. */
const SMALL_BYTES_MAX = 16 * 1_024;

/**
 * An answer as its caller gets it: decrypted, with the headers that the configuration lets through, and without any of the
 * endpoint's secrets. Headers and body are withheld where a secret could be guessed from what is missing, whoever asks.
 * Throws `badGateway` for an answer that does not open, and for one that hides a secret where it cannot be taken out.
 */
export async function answerOf(ctx: Ctx, answered: Answered): Promise<Omit<SendAnswer, "durationMs">> {
  const { body } = answered.answer;
  const work = () => readable(ctx, answered);
  try {
    return await (body.length > SMALL_BYTES_MAX || isPacked(body) ? keptFor(ctx).inTurn(work) : work());
  } catch (error) {
    // JSON that is nested without end, which nothing can write again.
    if (!(error instanceof RangeError)) throw error;
    throw new AppError("badGateway", "The answer of the endpoint is nested too deep.");
  }
}

async function readable(ctx: Ctx, answered: Answered): Promise<Omit<SendAnswer, "durationMs">> {
  const { answer, endpoint } = answered;
  const { status } = answer;
  const { body, secrets } = await opened(ctx, answered);
  const bodyBytes = answer.body.length;
  if (hasGuessable(secrets))
    return { status, headers: {}, body: null, withheld: { reason: GUESSABLE, bodyBytes } };
  const masking = keptFor(ctx).maskingOf(secrets);
  const headers: Record<string, string> = {};
  for (const name of endpoint.configuration.answer.headers) {
    const values = answer.headers.filter(([input]) => input === name).map(([, value]) => value);
    if (values.length > 0) headers[name] = await scrubbedHeader(masking, values.join(", "));
  }
  return { status, headers, ...(await shown(masking, body, endpoint.configuration.answer.bytesMax)) };
}

/** With the versions that the request was made with; or else, when they were rotated meanwhile, with those of now. */
async function opened(
  ctx: Ctx,
  { permit, endpoint, used, answer }: Answered,
): Promise<{ body: AnswerBody; secrets: UsedSecrets["secrets"] }> {
  const contentType = answer.headers.find(([name]) => name === "content-type")?.[1] ?? null;
  const received: ReceivedAnswer = { status: answer.status, contentType, body: answer.body };
  const { derivedKeys } = keptFor(ctx);
  try {
    const body = await openAnswer(used.configuration, received, derivedKeys);
    return { body, secrets: used.secrets };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const now = await openUsedSecrets(ctx, permit, endpoint.configuration, used.drawn);
    if (versionsOf(now) === versionsOf(used)) throw error;
    const body = await openAnswer(now.configuration, received, derivedKeys);
    return { body, secrets: [...used.secrets, ...now.secrets] };
  }
}

function versionsOf({ secrets }: UsedSecrets): string {
  return secrets.map(({ versionIds }) => versionIds[0]).join();
}

async function shown(
  masking: Masking,
  body: AnswerBody,
  bytesMax: number,
): Promise<Pick<SendAnswer, "body" | "bodyEncoding">> {
  if ("json" in body) return { body: await scrubbedJson(masking, body.json) };
  if ("text" in body) return { body: body.text === "" ? null : await scrubbedText(masking, body.text) };
  const file = await scrubbedFile(masking, body.bytes, bytesMax);
  return { body: file.toString("base64"), bodyEncoding: "base64" };
}
