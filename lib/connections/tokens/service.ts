import { setTimeout as sleep } from "node:timers/promises";
import { authorize, mayEver, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import { connectionTargetOf } from "../event";
import { FRESH_MS, stateOf } from "../model";
import { requireConnection } from "../service";
import { type ConnectionRow, findConnection, findConnectionById } from "../store";
import { CLAIM_MS, refreshClaimed } from "./refreshing";
import { openTokens } from "./sealing";
import * as store from "./store";

/** The access token of a connection at this moment. */
export interface FreshToken {
  readonly token: Plaintext;
  /** Another one for each token. */
  readonly tokenId: string;
  readonly expiresAt: Date | null;
}

/**
 * The access token of a connection, refreshed before if it is about to end, after the audit log has it that it is given out.
 * Throws `notFound`, `conflict` when a person has to connect it first, and `badGateway` when the provider gives no new one.
 */
export async function giveToken(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
): Promise<{ readonly accessToken: string; readonly expiresAt: string | null }> {
  const { environment } = await authorize(ctx, "connection.use", scope);
  await requireUnnarrowed(ctx, "connection.use");
  const { token, expiresAt } = await freshToken(ctx, environment, name);
  const target = connectionTargetOf(environment, name);
  await ctx.audit.record(ctx, [{ action: "connection.used", target }]);
  return { accessToken: token.reveal(), expiresAt: expiresAt?.toISOString() ?? null };
}

/** The same for what the program does itself; the caller has authorised that, and puts it on record before the token leaves. */
export async function freshToken(
  ctx: Ctx,
  environment: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<FreshToken> {
  const connection = await requireConnection(ctx, environment, name);
  const tokens = await freshTokens(ctx, connection);
  const opened = await openTokens(ctx, connection, tokens);
  if (opened === null) throw toReconnect(connection);
  await store.touchTokens(ctx.pool, connection.id, ctx.now());
  return { token: Plaintext.of(opened.accessToken), tokenId: tokens.tokenId, expiresAt: tokens.expiresAt };
}

/**
 * Those of these names that are connections here. Throws `forbidden` for an API key that may not get their tokens: it could have
 * sent where it likes what it may not have.
 */
export async function findUsable(
  ctx: Ctx,
  environment: Pick<EnvironmentRow, "id">,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  if (ctx.actor.kind === "apiKey") {
    if (!mayEver(ctx, "connection.use")) {
      ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "connection.use" } });
      const detail = "An API key names only apps whose tokens it may get: it needs connections:use.";
      throw new AppError("forbidden", detail);
    }
    await requireUnnarrowed(ctx, "connection.use");
  }
  const found = await Promise.all(names.map((name) => findConnection(ctx, environment, name)));
  return new Set(found.flatMap((one) => one?.name ?? []));
}

const WAIT_MS = 100;
const WAITS_MAX = 150;

async function freshTokens(ctx: Ctx, connection: ConnectionRow): Promise<store.TokenRow> {
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    const tokens = await usableTokens(ctx, connection);
    const leftMs =
      tokens.expiresAt === null ? Number.POSITIVE_INFINITY : tokens.expiresAt.getTime() - ctx.now().getTime();
    if (leftMs >= FRESH_MS || (!tokens.isRefreshable && leftMs > 0)) return tokens;
    // It failed a while ago, and its turn has not come again.
    if (tokens.attempts > 0 && tokens.dueAt !== null && tokens.dueAt > ctx.now())
      return stillGood(tokens, leftMs);
    if (await refreshOnce(ctx, connection, tokens))
      return usableTokens(ctx, connection).then((now) => afterwards(ctx, now));
    // Somebody else is at it.
    await sleep(WAIT_MS);
  }
  throw new AppError("unavailable", "The token is being refreshed. Try again.", { retryAfterSeconds: 5 });
}

/** Whether it was this caller who tried. */
async function refreshOnce(ctx: Ctx, connection: ConnectionRow, tokens: store.TokenRow): Promise<boolean> {
  const now = ctx.now();
  if (!(await store.claimOne(ctx.pool, tokens, now, new Date(now.getTime() + CLAIM_MS)))) return false;
  await refreshClaimed(ctx, connection, tokens);
  return true;
}

function afterwards(ctx: Ctx, tokens: store.TokenRow): store.TokenRow {
  const leftMs = tokens.expiresAt === null ? 1 : tokens.expiresAt.getTime() - ctx.now().getTime();
  return stillGood(tokens, leftMs);
}

function stillGood(tokens: store.TokenRow, leftMs: number): store.TokenRow {
  if (leftMs > 0) return tokens;
  throw new AppError(
    "badGateway",
    `The token ended and could not be refreshed. ${tokens.error ?? ""}`.trim(),
  );
}

async function usableTokens(ctx: Ctx, connection: ConnectionRow): Promise<store.TokenRow> {
  const tokens = await store.findTokensOf(ctx, connection.id);
  if (!tokens) throw new AppError("conflict", `Nobody has connected ${connection.name} yet.`);
  if (stateOf(tokens, ctx.now()) === "reconnect") throw toReconnect(connection);
  return tokens;
}

function toReconnect({ name }: Pick<ConnectionRow, "name">): AppError {
  return new AppError("conflict", `${name} has to be connected again, by a person in the dashboard.`);
}

/** How many connections one run refreshes at once. */
const AT_ONCE = 4;

/**
 * Refreshes what is due and nobody else works at, the one first that waits longest. A fault of the program is thrown at the end,
 * for the log.
 */
export async function refreshDue(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(ctx, faults, signal)));
  if (faults.length > 0) throw faults[0];
}

async function workThrough(ctx: Ctx, faults: unknown[], signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const now = ctx.now();
    const id = await store.claimNext(ctx.pool, now, new Date(now.getTime() + CLAIM_MS));
    if (id === null) return;
    try {
      const [connection, tokens] = await Promise.all([
        findConnectionById(ctx, id),
        store.findTokensOf(ctx, id),
      ]);
      // Tampered with: the claim keeps everybody from it for a while.
      if (connection && tokens) await refreshClaimed(ctx, connection, tokens);
    } catch (fault) {
      faults.push(fault);
    }
  }
}
