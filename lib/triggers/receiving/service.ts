import { createHash, randomBytes } from "node:crypto";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { freshened } from "@/lib/secrets/external/fresh";
import { triggerTarget } from "../event";
import { deliveryRef, pack } from "../packed";
import { GITLAB_TOKEN_HEADER } from "../schemes/gitlab";
import { SCHEME_OF } from "../schemes/registry";
import type { Proof, SignedRequest } from "../schemes/scheme";
import { challengeIn } from "./challenge";
import { keepDelivery } from "./keeping";
import { stateFor } from "./state";
import { countRefused, findReceiver, type Receiver, type SigningVersion } from "./store";

/** A webhook as it came. */
export interface Webhook {
  /** In the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/**
 * `taken`: it is stored, and what follows will; `challenged`: the sender wants a text back before it sends anything; `replayed`: it
 * was taken before; `refused`: nothing is proved, or there is no such trigger.
 */
export type Reception =
  | { readonly kind: "taken"; readonly delivery: string }
  | { readonly kind: "challenged"; readonly challenge: string }
  | { readonly kind: "replayed" }
  | { readonly kind: "refused" };

/** What is not kept: it would let its reader in somewhere. */
const UNKEPT = new Set([GITLAB_TOKEN_HEADER, "authorization", "proxy-authorization", "cookie"]);

/**
 * Takes a webhook whose signature the secret of its trigger makes, once. A trigger that is paused, or is not there, answers as a
 * wrong signature does, after the same work. Throws `unavailable` when it could not be stored.
 */
export async function receiveWebhook(
  ctx: Ctx,
  { project, name }: { readonly project: string; readonly name: string },
  webhook: Webhook,
): Promise<Reception> {
  const receiver = await findCurrent(ctx, project, name);
  const found = await prove(ctx, receiver, webhook);
  if (!receiver || !found || receiver.isPaused) return refuse(ctx, receiver);
  const challenge = challengeIn(receiver.configuration.scheme, webhook.body);
  if (challenge !== null) return { kind: "challenged", challenge };
  const { proof, version } = found;
  const now = ctx.now();
  const id = newId(now);
  const ref = deliveryRef(receiver.projectId, receiver.id, id);
  const headers = webhook.headers.filter(([header]) => !UNKEPT.has(header));
  const keys = await ctx.keys.project(receiver.projectId);
  const { value: payload, projectKeyId } = keys.sealOwned(ref, pack({ headers, body: webhook.body }));
  const bytes = webhook.body.length;
  const isKept = await keepDelivery(ctx, {
    delivery: {
      ...{ id, triggerId: receiver.id, replayKey: hashOf(proof.once), replayOf: null },
      ...{ messageId: proof.messageId, bytes, headerNames: headers.map(([header]) => header) },
      ...{ payload, projectKeyId, receivedAt: now, ...stateFor(receiver.configuration, now) },
    },
    event: {
      action: "trigger.fired",
      target: triggerTarget(receiver),
      detail: { delivery: id, bytes, secret: receiver.secret, version },
    },
  });
  if (isKept) return { kind: "taken", delivery: id };
  refuse(ctx, receiver, "replayed");
  return { kind: "replayed" };
}

/** The trigger with its secret as that is where it lives; while it cannot be read there, nothing is proved with it. */
async function findCurrent(ctx: Ctx, project: string, name: string): Promise<Receiver | null> {
  const receiver = await findReceiver(ctx, project, name);
  if (!receiver?.isExternal) return receiver;
  try {
    const { isChanged } = await freshened(ctx, [receiver]);
    return isChanged ? findReceiver(ctx, project, name) : receiver;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ...receiver, versions: [] };
  }
}

interface Found {
  readonly proof: Proof;
  /** Of the secret. */
  readonly version: number;
}

/** What of no trigger is checked with. */
const DECOY = Plaintext.of(randomBytes(32).toString("base64"));

async function prove(ctx: Ctx, receiver: Receiver | null, webhook: Webhook): Promise<Found | null> {
  const { scheme, hmac } = receiver?.configuration ?? { scheme: "github" as const };
  const request: SignedRequest = { header: onceIn(webhook), body: webhook.body, now: ctx.now(), hmac };
  const secrets = receiver ? await openVersions(ctx, receiver) : [{ secret: DECOY, version: 0 }];
  for (const { secret, version } of secrets) {
    const proof = SCHEME_OF[scheme](request, secret.reveal());
    if (proof) return { proof, version };
  }
  return null;
}

async function openVersions(ctx: Ctx, { secretProjectId, secretId, versions }: Receiver) {
  const keys = await ctx.keys.project(
    secretProjectId,
    versions.map(({ projectKeyId }) => projectKeyId),
  );
  const open = (one: SigningVersion) =>
    keys.open({ projectId: secretProjectId, secretId, versionId: one.versionId }, one);
  return versions.map((one) => ({ secret: open(one), version: one.version }));
}

/** A header that came twice is none: nobody knows which of them was meant. */
function onceIn({ headers }: Webhook): SignedRequest["header"] {
  return (wanted) => {
    const values = headers.flatMap(([name, value]) => (name === wanted ? [value] : []));
    return values.length === 1 ? (values[0] ?? null) : null;
  };
}

/** Counts and records that something was refused, without making its sender wait. */
function refuse(ctx: Ctx, receiver: Receiver | null, why?: "replayed"): Reception {
  const detail = receiver?.isPaused ? { why: "paused" } : { why: why ?? "signature" };
  ctx.audit.refuse(
    ctx,
    receiver
      ? { action: "trigger.refused", target: triggerTarget(receiver), detail }
      : { action: "trigger.refused", detail: { why: "unknown" } },
  );
  // A count that the database could not take is lost; the log has the refusal.
  if (receiver) countRefused(ctx.pool, { triggerId: receiver.id, at: ctx.now() }).catch(() => {});
  return { kind: "refused" };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
