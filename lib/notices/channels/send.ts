import { createHash } from "node:crypto";
import type { Ctx } from "@/lib/context";
import type { OutgoingRequest } from "@/lib/net/egress";
import { failureWords } from "@/lib/net/egress-error";
import { signatureHeaders, webhookKey } from "@/lib/net/standard-webhook";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";
import { openCredential } from "@/lib/secrets/credentials/service";
import type { Notice } from "../model";
import { slackBody, webhookBody } from "../words/bodies";
import type { ChannelRow } from "./store";

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1_024;

export interface ChannelMessage {
  /** Of the delivery. */
  readonly id: string;
  readonly notices: readonly Notice[];
}

/**
 * Sends notices to a channel, after the audit log has it that its secret is used. Throws an AppError when that did not get
 * through, in words that hold nothing of the secret or of what the other side said.
 */
export async function sendToChannel(ctx: Ctx, channel: ChannelRow, message: ChannelMessage): Promise<void> {
  const request = await requestFor(ctx, channel, message);
  const outcome = await ctx.egress.within([`channel/${channel.id}`], () =>
    ctx.egress.send(request, AbortSignal.timeout(TIMEOUT_MS)),
  );
  if ("failure" in outcome) {
    const { reason, code } = outcome.failure;
    throw new AppError("badGateway", failureWords(reason, code));
  }
  const { status } = outcome.answer;
  if (status < 200 || status > 299) throw new AppError("badGateway", `The receiver answered ${status}.`);
}

async function requestFor(
  ctx: Ctx,
  { kind, url, name, environmentId, credentialId }: ChannelRow,
  { id, notices }: ChannelMessage,
): Promise<OutgoingRequest> {
  const use = { purpose: "notice", of: name } as const;
  const secret = (await openCredential(ctx, { id: environmentId }, credentialId, use)).reveal();
  const callable = await callableUrl(ctx, kind === "slack" ? secret.trim() : (url ?? ""));
  if ("issue" in callable)
    // What is wrong with an address may repeat it, and this one is a secret.
    throw kind === "slack"
      ? new AppError("badGateway", "The value of the secret is no address that may be called.")
      : new AppError("badGateway", callable.issue);
  const now = ctx.now();
  const body = Buffer.from(
    JSON.stringify(kind === "slack" ? slackBody(ctx.origin, notices) : webhookBody(ctx.origin, now, notices)),
  );
  const signed =
    kind === "slack" ? [] : signatureHeaders(webhookKey(secret), messageId(id, notices), now, body);
  return {
    ...callable,
    ...{ method: "POST", query: [], body, ca: null, answerBytesMax: ANSWER_BYTES_MAX },
    headers: [["Content-Type", "application/json"], ...signed],
  };
}

/** The same when it is sent again, and another one once more was added to it. */
function messageId(id: string, notices: readonly Notice[]): string {
  const content = createHash("sha256").update(JSON.stringify(notices)).digest("hex");
  return `notice_${id}_${content.slice(0, 16)}`;
}
