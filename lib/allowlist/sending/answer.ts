import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { EgressAnswer } from "@/lib/net/egress";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { Masking } from "@/sdk/src/masking/masking";
import type { StoredSecret } from "../configuration/model";
import { type AnswerBody, openAnswer, type ReceivedAnswer } from "../envelope/answer";
import type { Endpoint } from "../model";
import { keptFor } from "./kept";
import type { SendAnswer } from "./model";
import { scrubbedFile, scrubbedJson, scrubbedText } from "./scrubbing";
import { openUsedSecrets, type UsedSecrets } from "./used-secrets";

interface Answered {
  readonly grant: Grant<"allowlist.send">;
  readonly endpoint: Endpoint<StoredSecret>;
  /** What the request was made with. */
  readonly used: UsedSecrets;
  readonly answer: EgressAnswer;
}

/**
 * An answer as its asker gets it: decrypted, with the headers that the configuration lets through, and without any of
 * the endpoint's secrets. Throws `badGateway` for one that does not open.
 */
export async function answerOf(ctx: Ctx, answered: Answered): Promise<Omit<SendAnswer, "durationMs">> {
  try {
    return await readable(ctx, answered);
  } catch (error) {
    // JSON that is nested without end, which nothing can write again.
    if (!(error instanceof RangeError)) throw error;
    throw new AppError("badGateway", "The answer of the endpoint is nested too deep.");
  }
}

async function readable(ctx: Ctx, answered: Answered): Promise<Omit<SendAnswer, "durationMs">> {
  const { answer, endpoint } = answered;
  const { body, secrets } = await opened(ctx, answered);
  const masking = keptFor(ctx).maskingOf(secrets);
  const headers = endpoint.configuration.answer.headers.flatMap((name) => {
    const values = answer.headers.filter(([given]) => given === name).map(([, value]) => value);
    return values.length > 0 ? [[name, scrubbedText(masking, values.join(", "))]] : [];
  });
  return { status: answer.status, headers: Object.fromEntries(headers), ...shown(masking, body) };
}

/** With the versions that the request was made with; or else, when they were rotated meanwhile, with those of now. */
async function opened(
  ctx: Ctx,
  { grant, endpoint, used, answer }: Answered,
): Promise<{ body: AnswerBody; secrets: UsedSecrets["secrets"] }> {
  const contentType = answer.headers.find(([name]) => name === "content-type")?.[1] ?? null;
  const received: ReceivedAnswer = { status: answer.status, contentType, body: answer.body };
  const { derivedKeys } = keptFor(ctx);
  try {
    const body = await openAnswer(used.configuration, received, derivedKeys);
    return { body, secrets: used.secrets };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const now = await openUsedSecrets(ctx, grant, endpoint.configuration);
    if (versionsOf(now) === versionsOf(used)) throw error;
    const body = await openAnswer(now.configuration, received, derivedKeys);
    return { body, secrets: [...used.secrets, ...now.secrets] };
  }
}

function versionsOf({ secrets }: UsedSecrets): string {
  return secrets.map(({ versionIds }) => versionIds[0]).join();
}

function shown(masking: Masking, body: AnswerBody): Pick<SendAnswer, "body" | "bodyEncoding"> {
  if ("json" in body) return { body: scrubbedJson(masking, body.json) };
  if ("text" in body) return { body: body.text === "" ? null : scrubbedText(masking, body.text) };
  return { body: scrubbedFile(masking, body.bytes).toString("base64"), bodyEncoding: "base64" };
}
