import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { DetailValue, NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import type { EgressAnswer } from "@/lib/net/egress";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";
import { holdersOf } from "../calling/holders";
import type { Configuration, StoredSecret } from "../configuration/model";
import { endpointEvent } from "../event";
import type { Endpoint, EndpointSummary, Verification } from "../model";
import { requireEndpoint } from "../require-endpoint";
import { failureError } from "../sending/failure";
import { openUsedSecrets } from "../sending/used-secrets";
import { setVerified } from "./store";

export type VerificationTarget = EnvironmentRef & { readonly name: string };

const CHALLENGE_BYTES = 32;
const ECHO_BYTES_MAX = 16 * 1_024;
export const CHALLENGE_TYPE = "strongroom.challenge";
export const CHALLENGE_HEADER = "X-Strongroom-Challenge";

/**
 * Sends a challenge to an endpoint, with none of its secrets, and marks it as verified when it comes back: as text, or
 * as `challenge` of a JSON object, under a status of success. Throws `badGateway` when something else comes back, and as
 * sends do.
 */
export async function verifyEndpoint(ctx: Ctx, target: VerificationTarget): Promise<EndpointSummary> {
  const permit = await authorize(ctx, "allowlist.verify", target);
  const endpoint = await requireEndpoint(ctx, permit, target.name);
  const challenge = randomBytes(CHALLENGE_BYTES).toString("base64url");
  const begun = performance.now();
  const echo = await challenged(ctx, permit, endpoint, challenge);
  const durationMs = Math.round(performance.now() - begun);
  if (!isEchoOf(echo, challenge)) {
    await recordFailure(ctx, permit, endpoint, { reason: "notEchoed", status: echo.status, durationMs });
    throw new AppError("badGateway", `The endpoint answered ${echo.status}, but did not echo the challenge.`);
  }
  const event = endpointEvent("allowlist.verified", permit.environment, endpoint.name, {
    status: echo.status,
    durationMs,
  });
  return verified(ctx, permit, endpoint, "challenge", event);
}

/** Marks an endpoint as verified because an Owner vouches for it. */
export async function markVerified(ctx: Ctx, target: VerificationTarget): Promise<EndpointSummary> {
  const permit = await authorize(ctx, "allowlist.markVerified", target);
  const endpoint = await requireEndpoint(ctx, permit, target.name);
  const event = endpointEvent("allowlist.markedVerified", permit.environment, endpoint.name);
  return verified(ctx, permit, endpoint, "byHand", event);
}

type VerifyPermit = Permit<"allowlist.verify">;

async function challenged(
  ctx: Ctx,
  permit: VerifyPermit,
  endpoint: Endpoint<StoredSecret>,
  challenge: string,
): Promise<EgressAnswer> {
  const url = await callableUrl(ctx, endpoint.url);
  if ("issue" in url) throw new AppError("forbidden", `This address is not called. ${url.issue}`);
  const body = Buffer.from(JSON.stringify({ type: CHALLENGE_TYPE, challenge }));
  const headers = [
    ["Content-Type", "application/json"],
    [CHALLENGE_HEADER, challenge],
  ] as const;
  const outcome = await ctx.egress.within(holdersOf(endpoint.id, ctx.actor), async () => {
    const request = {
      ...url,
      method: "POST",
      headers,
      query: [],
      body,
      ca: await authorityOf(ctx, permit, endpoint.configuration),
      answerBytesMax: ECHO_BYTES_MAX,
    };
    return ctx.egress.send(request, AbortSignal.timeout(endpoint.configuration.timeoutSeconds * 1_000));
  });
  if ("answer" in outcome) return outcome.answer;
  const { reason, code } = outcome.failure;
  await recordFailure(ctx, permit, endpoint, { reason, ...(code && { code }) });
  throw failureError(outcome.failure);
}

/** Whom to trust is not sent. Nothing else of the endpoint's secrets is even opened. */
async function authorityOf(
  ctx: Ctx,
  permit: VerifyPermit,
  configuration: Configuration<StoredSecret>,
): Promise<string | null> {
  const { ca } = configuration;
  if (!ca) return null;
  const alone = {
    ...configuration,
    headers: [],
    query: [],
    encryption: null,
    decryption: null,
    signature: null,
  };
  const used = await openUsedSecrets(ctx, permit, alone);
  return used.configuration.ca?.value.reveal() ?? null;
}

function isEchoOf({ status, body }: EgressAnswer, challenge: string): boolean {
  const text = body.toString("utf8").trim();
  const isSame = [text, challengeIn(text)].map((input) => isEqual(input, challenge)).includes(true);
  return status >= 200 && status < 300 && isSame;
}

function challengeIn(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === "object" && json !== null && "challenge" in json;
    return isObject && typeof json.challenge === "string" ? json.challenge : "";
  } catch {
    return "";
  }
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

async function verified(
  ctx: Ctx,
  permit: Permit<"allowlist.verify"> | Permit<"allowlist.markVerified">,
  { configuration: _, revision: __, ...endpoint }: Endpoint<StoredSecret>,
  how: Verification,
  event: NewAuditEvent,
): Promise<EndpointSummary> {
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const isVerified = await inTransaction(ctx, async (tx) => {
    if (!(await setVerified(tx, ctx.seals, permit, endpoint, how, stamp))) return false;
    await ctx.audit.append(tx, ctx, [event]);
    return true;
  });
  if (!isVerified) {
    throw new AppError(
      "conflict",
      "Somebody changed the address of this endpoint meanwhile. Verify it again.",
    );
  }
  return { ...endpoint, verified: { how, at: stamp.now.toISOString(), by: stamp.by } };
}

function recordFailure(
  ctx: Ctx,
  { environment }: VerifyPermit,
  { name }: Endpoint<StoredSecret>,
  detail: Readonly<Record<string, DetailValue>>,
): Promise<void> {
  const event = endpointEvent("allowlist.failed", environment, name, { ...detail, isChallenge: true });
  return ctx.audit.record(ctx, [event]);
}
