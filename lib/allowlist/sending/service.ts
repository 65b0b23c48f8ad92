import type { DetailValue } from "@/lib/audit/model";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { EgressAnswer, OutgoingRequest } from "@/lib/net/egress";
import type { OutgoingUrl } from "@/lib/net/outgoing-url";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { holdersOf } from "../calling/holders";
import { connectionsIn, type StoredSecret } from "../configuration/model";
import { prepareRequest } from "../envelope/request";
import { endpointEvent } from "../event";
import type { Endpoint } from "../model";
import { requireEndpoint } from "../require-endpoint";
import { answerOf } from "./answer";
import { ATTEMPTS_MAX, type Attempts, isRepeatableMethod, sendWithRetries } from "./attempts";
import { drawMembers, judgeDrawn } from "./drawn";
import { failureError } from "./failure";
import { type Progress, type Sent, sendOnce } from "./idempotency";
import { keptFor } from "./kept";
import type { SendAnswer, SendInput } from "./model";
import { noteSent } from "./store";
import { openUsedSecrets, type UsedSecrets } from "./used-secrets";

export type SendTarget = EnvironmentRef & { readonly name: string };

/** One send on its way. */
interface Sending {
  readonly ctx: Ctx;
  readonly permit: Permit<"allowlist.send">;
  readonly endpoint: Endpoint<StoredSecret>;
}

/**
 * Sends data to an endpoint with the secrets of its configuration, which the caller never sees, and returns the answer
 * without them. That it is sent is on record before anything leaves, and how it ended before anything is returned. Throws
 * `conflict` unless the endpoint is active and verified, `validation` for data that does not fit it, `forbidden` when its
 * address must not be called, `badGateway` and `gatewayTimeout` when there is no answer to give, `throttled` when too many
 * sends are under way.
 */
export async function sendThrough(ctx: Ctx, target: SendTarget, input: SendInput): Promise<Sent> {
  const permit = await authorize(ctx, "allowlist.send", target);
  const endpoint = await requireEndpoint(ctx, permit, target.name);
  requireReady(endpoint);
  const sending = { ctx, permit, endpoint };
  return ctx.egress.within(holdersOf(endpoint.id, ctx.actor), () =>
    sendOnce(sending, input, (progress) => send(sending, input, progress)),
  );
}

function requireReady({ isActive, verified }: Endpoint<StoredSecret>): void {
  if (!isActive) throw new AppError("conflict", "This endpoint is not active, so nothing is sent to it.");
  if (!verified) {
    throw new AppError("conflict", "This endpoint is not verified yet, so nothing is sent to it.");
  }
}

async function send(sending: Sending, input: SendInput, progress: Progress): Promise<SendAnswer> {
  const { ctx, endpoint } = sending;
  const url = await callableUrl(ctx, endpoint.url);
  if ("issue" in url) return refuseAddress(sending, url.issue);
  const first = await prepareRound(sending, input, url);
  progress.mayHaveLeft = true;
  const begun = performance.now();
  const ended = await withinTime(endpoint, (signal) => sendRounds({ sending, input, url }, first, signal));
  const { outcome, attempts, left, used, bytesSent } = ended;
  const durationMs = Math.round(performance.now() - begun);
  const facts = { attempts, durationMs, bytesSent };
  if ("failure" in outcome) {
    const { reason, code } = outcome.failure;
    progress.mayHaveLeft = left;
    await record(sending, "allowlist.failed", { reason, ...(code && { code }), ...facts });
    throw failureError(outcome.failure);
  }
  return answered(sending, used, outcome.answer, facts);
}

/** A request that is ready to go, on record with the secrets in it. */
interface Round {
  readonly used: UsedSecrets;
  readonly request: OutgoingRequest;
}

type Callable = Exclude<Awaited<ReturnType<typeof callableUrl>>, { readonly issue: string }>;

async function prepareRound(sending: Sending, input: SendInput, url: Callable): Promise<Round> {
  const { ctx, permit, endpoint } = sending;
  const drawn = await drawMembers(ctx, permit, endpoint.configuration);
  const used = await openUsedSecrets(ctx, permit, endpoint.configuration, drawn);
  const request = await outgoing(sending, used, input, url);
  const secrets = used.secrets.flatMap(({ name, version }) => (version === null ? [] : { name, version }));
  const connections = connectionsIn(endpoint.configuration);
  const pools = [...drawn.keys()];
  const detail = {
    method: endpoint.method,
    secrets,
    ...(pools.length > 0 && { pools }),
    ...(connections.length > 0 && { connections }),
  };
  await record(sending, "allowlist.begun", detail);
  await noteSent(ctx.pool, endpoint.id, ctx.now());
  return { used, request };
}

type Ended = Attempts & Pick<Round, "used"> & { readonly bytesSent: number };

/** Sends, and again with another member where the endpoint limits or refuses the one that was drawn, within the same limits. */
async function sendRounds(
  { sending, input, url }: { readonly sending: Sending; readonly input: SendInput; readonly url: Callable },
  first: Round,
  signal: AbortSignal,
): Promise<Ended> {
  const { ctx, permit, endpoint } = sending;
  const earlier: UsedSecrets["secrets"][number][] = [];
  let [round, attempts, left] = [first, 0, false];
  for (;;) {
    const sent = await sendWithRetries(ctx.egress, round.request, signal, ATTEMPTS_MAX - attempts);
    attempts += sent.attempts;
    left ||= sent.left;
    // An answer may repeat what an earlier attempt was made with.
    const used = { ...round.used, secrets: [...round.used.secrets, ...earlier] };
    const ended = { ...sent, attempts, left, used, bytesSent: round.request.body?.length ?? 0 };
    const verdict = await judgeDrawn(ctx, permit, round.used.drawn, sent.outcome);
    const mayRepeat = verdict !== null && (!verdict.mayBeDone || isRepeatableMethod(endpoint.method));
    if (!mayRepeat || attempts >= ATTEMPTS_MAX || signal.aborted) return ended;
    earlier.push(...round.used.secrets);
    const next = await prepareRound(sending, input, url).catch(noneLeft);
    if (next === null) return ended;
    round = next;
  }
}

function noneLeft(error: unknown): null {
  if (isAppError(error) && error.code === "poolExhausted") return null;
  throw error;
}

type Facts = { readonly attempts: number; readonly durationMs: number; readonly bytesSent: number };

/** What is opened is opened before the record is made, which so says whether that went well. */
async function answered(
  sending: Sending,
  used: UsedSecrets,
  answer: EgressAnswer,
  facts: Facts,
): Promise<SendAnswer> {
  const { ctx, permit, endpoint } = sending;
  const detail = { status: answer.status, bytesReceived: answer.bytesReceived, ...facts };
  try {
    const opened = await answerOf(ctx, { permit, endpoint, used, answer });
    await record(sending, "allowlist.sent", detail);
    return { ...opened, durationMs: facts.durationMs };
  } catch (error) {
    if (!isAppError(error) || error.code !== "badGateway") throw error;
    await record(sending, "allowlist.failed", { reason: "notOpened", ...detail });
    throw error;
  }
}

async function refuseAddress(sending: Sending, issue: string): Promise<never> {
  await record(sending, "allowlist.failed", { reason: "addressNotAllowed" });
  throw new AppError("forbidden", `The address of this endpoint is not called. ${issue}`);
}

async function outgoing(
  { ctx, endpoint }: Sending,
  { configuration }: UsedSecrets,
  input: SendInput,
  { url, policy }: { readonly url: OutgoingUrl; readonly policy: OutgoingRequest["policy"] },
): Promise<OutgoingRequest> {
  const { method } = endpoint;
  const { derivedKeys } = keptFor(ctx);
  const facts = { method, now: ctx.now(), messageId: newId(), url: endpoint.url, derivedKeys };
  const { body, headers, query } = await prepareRequest(configuration, input, facts);
  const { idempotencyKey } = input;
  return {
    url,
    policy,
    method,
    headers: idempotencyKey === undefined ? headers : [...headers, ["Idempotency-Key", idempotencyKey]],
    query,
    body,
    ca: configuration.ca?.value.reveal() ?? null,
    answerBytesMax: configuration.answer.bytesMax,
  };
}

async function withinTime<T>(
  { configuration }: Endpoint<StoredSecret>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), configuration.timeoutSeconds * 1_000);
  return work(late.signal).finally(() => clearTimeout(timer));
}

function record(
  { ctx, permit, endpoint }: Sending,
  action: "allowlist.begun" | "allowlist.sent" | "allowlist.failed",
  detail: Readonly<Record<string, DetailValue>>,
): Promise<void> {
  return ctx.audit.record(ctx, [endpointEvent(action, permit.environment, endpoint.name, detail)]);
}
