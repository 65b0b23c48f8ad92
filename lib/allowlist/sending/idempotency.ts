import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx } from "@/lib/context";
import { fromDatabase } from "@/lib/db/errors";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { endpointEvent } from "../event";
import type { EndpointPermit } from "../store";
import { KEPT_HOURS, type SendAnswer, type SendInput } from "./model";
import * as store from "./store";

/** How far a send came, for whoever has to decide whether it may be done again. */
export interface Progress {
  mayHaveLeft: boolean;
}

export interface Sent extends SendAnswer {
  /** Whether it is the answer of an earlier request with the same Idempotency-Key, and nothing was sent now. */
  readonly isReplayed: boolean;
}

interface Sending {
  readonly ctx: Ctx;
  readonly permit: EndpointPermit;
  readonly endpoint: { readonly id: string; readonly name: string };
}

/**
 * Does the work, once for each Idempotency-Key of a sender: the same request gets the answer that was kept. Throws
 * `validation` for another request under the same key, `conflict` while it is under way or when nobody knows how it
 * ended, `outcomeUnknown` when something left and the database failed afterwards. A request of which nothing left does not
 * count.
 */
export async function sendOnce(
  sending: Sending,
  input: SendInput,
  work: (progress: Progress) => Promise<SendAnswer>,
): Promise<Sent> {
  const progress: Progress = { mayHaveLeft: false };
  try {
    const key = input.idempotencyKey;
    if (key === undefined) return { ...(await work(progress)), isReplayed: false };
    return await sendUnderKey(sending, input, key, progress, work);
  } catch (error) {
    throw progress.mayHaveLeft ? afterLeaving(error) : error;
  }
}

/** What went out is not undone when the database fails afterwards. */
function afterLeaving(error: unknown): unknown {
  const known = fromDatabase(error);
  if (!isAppError(known) || known.code !== "unavailable") return error;
  return new AppError(
    "outcomeUnknown",
    "The request went out, but how it ended could not be recorded. The endpoint may have done what it was asked for.",
    { cause: error },
  );
}

async function sendUnderKey(
  sending: Sending,
  input: SendInput,
  key: string,
  progress: Progress,
  work: (progress: Progress) => Promise<SendAnswer>,
): Promise<Sent> {
  const { ctx, permit, endpoint } = sending;
  const taking = newAnswer(ctx, endpoint.id, input, key);
  const known = await store.takeKey(ctx.pool, permit, taking);
  if (known) return replay(sending, taking, known);
  try {
    const answer = await work(progress);
    await keep(sending, taking.id, answer);
    return { ...answer, isReplayed: false };
  } catch (error) {
    if (!progress.mayHaveLeft) await store.letKeyGo(ctx.pool, permit, taking.id);
    throw error;
  }
}

function newAnswer(ctx: Ctx, endpointId: string, input: SendInput, key: string): store.NewAnswer {
  const { actor } = ctx;
  if (!("id" in actor) && actor.kind !== "job") {
    throw fieldError("idempotency-key", "Only API keys and people send with an Idempotency-Key.");
  }
  const { attempt } = input;
  const now = ctx.now();
  return {
    id: newId(now),
    endpointId,
    // What the program sends by itself is of the endpoint.
    senderId: "id" in actor ? actor.id : endpointId,
    keyHash: createHash("sha256")
      .update(attempt === undefined ? key : `${key} ${attempt}`)
      .digest(),
    requestHash: requestHash(ctx, input),
    now,
    expiresAt: new Date(now.getTime() + KEPT_HOURS * 60 * 60 * 1_000),
  };
}

/** Keyed: what is sent may be guessed, and is nobody's business in the database. */
function requestHash({ keys }: Ctx, { data, query }: SendInput): Buffer {
  const sorted = Object.entries(query ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([data === undefined ? [] : [data], sorted]);
  return createHmac("sha256", keys.derive("idempotency")).update(text).digest();
}

async function replay(
  { ctx, permit, endpoint }: Sending,
  { requestHash }: store.NewAnswer,
  known: store.StoredResponse,
): Promise<Sent> {
  if (!timingSafeEqual(known.requestHash, requestHash)) {
    throw fieldError("idempotency-key", "This Idempotency-Key was given to another request before.");
  }
  const { value, projectKeyId } = known;
  if (value === null || projectKeyId === null) {
    throw new AppError(
      "conflict",
      "A send with this Idempotency-Key is under way, or nobody knows how it ended. See what the endpoint says of it before you send it again with another key.",
    );
  }
  const { environment } = permit;
  const keys = await ctx.keys.project(environment.projectId, [projectKeyId]);
  const ref = { projectId: environment.projectId, endpointId: endpoint.id, answerId: known.id };
  const answer: SendAnswer = JSON.parse(keys.openAnswer(ref, { value, projectKeyId }).toString("utf8"));
  const detail = { status: answer.status, isReplayed: true };
  await ctx.audit.record(ctx, [endpointEvent("allowlist.sent", environment, endpoint.name, detail)]);
  return { ...answer, isReplayed: true };
}

async function keep({ ctx, permit, endpoint }: Sending, answerId: string, answer: SendAnswer): Promise<void> {
  const { projectId } = permit.environment;
  const keys = await ctx.keys.project(projectId);
  const bytes = Buffer.from(JSON.stringify(answer), "utf8");
  const sealed = keys.sealAnswer({ projectId, endpointId: endpoint.id, answerId }, bytes);
  await store.keepAnswer(ctx.pool, permit, answerId, sealed);
}
