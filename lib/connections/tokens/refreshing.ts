import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { connectionTargetOf } from "../event";
import { refreshedTokens, revokeTokens, tokensForClient } from "../oauth/client";
import { type ProviderProblem, providerProblem } from "../oauth/problem";
import type { ConnectionRow } from "../store";
import { openTokens, sealTokens } from "./sealing";
import * as store from "./store";

/** Longer than a request to a provider may take, the storing of its answer included. */
export const CLAIM_MS = 60_000;
/** How long after each failure it is tried again; the last one stands for all that follow. */
const RETRY_AFTER_SECONDS = [30, 2 * 60, 10 * 60, 30 * 60, 60 * 60];
/** Somebody is told once it failed so often. */
const ATTENTION_AFTER = 3;
/** How long is waited between the tries to store what a provider gave: what it was got with may be good for nothing by then. */
const STORE_AFTER_MS = [0, 500, 2_000, 8_000];

/** Gets new tokens for those that the caller claimed, and stores them. What goes wrong at the provider is on record with them. */
export async function refreshClaimed(
  ctx: Ctx,
  connection: ConnectionRow,
  tokens: store.TokenRow,
): Promise<void> {
  try {
    const opened = await openTokens(ctx, connection, tokens);
    const answer = await newTokens(ctx, connection, opened?.refreshToken ?? null);
    if ("problem" in answer) return await noteProblem(ctx, connection, tokens, answer.problem);
    const kept = { ...answer, refreshToken: answer.refreshToken ?? opened?.refreshToken ?? null };
    const sealed = await sealTokens(ctx, connection, kept, tokens);
    if (await storeSealed(ctx, tokens, sealed)) return;
    // Disconnected meanwhile: so these end too.
    await revokeTokens(ctx, connection, kept).catch(providerProblem);
  } finally {
    await store.release(ctx.pool, tokens);
  }
}

async function newTokens(ctx: Ctx, connection: ConnectionRow, refreshToken: string | null) {
  try {
    if (connection.configuration.grant === "clientCredentials") return await tokensForClient(ctx, connection);
    if (refreshToken !== null) return await refreshedTokens(ctx, connection, refreshToken);
    const problem: ProviderProblem = {
      kind: "spent",
      words: "The token ended, and nothing came with it to refresh it.",
    };
    return { problem };
  } catch (error) {
    return { problem: providerProblem(error) };
  }
}

async function storeSealed(ctx: Ctx, tokens: store.TokenRow, sealed: store.SealedTokens): Promise<boolean> {
  let failure: unknown;
  for (const wait of STORE_AFTER_MS) {
    try {
      if (wait > 0) await sleep(wait);
      return await inSqlTransaction(ctx, (sql) => store.replaceTokens(sql, tokens, sealed, ctx.now()));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function noteProblem(
  ctx: Ctx,
  { projectId, environmentId, name }: ConnectionRow,
  tokens: store.TokenRow,
  { kind, words }: ProviderProblem,
): Promise<void> {
  const now = ctx.now();
  const target = connectionTargetOf({ id: environmentId, projectId }, name);
  const owner = tokens.ownerId === null ? {} : { owner: tokens.ownedBy };
  await inSqlTransaction(ctx, async (sql) => {
    if (kind === "spent") {
      if (!(await store.noteLoss(sql, tokens, { error: words, now }))) return;
      const detail = { error: words, ...owner };
      await ctx.audit.append(sql, ctx, [{ action: "connection.lost", target, detail }]);
      return;
    }
    const attempt = tokens.attempts + 1;
    const seconds = RETRY_AFTER_SECONDS[tokens.attempts] ?? RETRY_AFTER_SECONDS.at(-1) ?? 0;
    const dueAt = new Date(now.getTime() + seconds * 1_000);
    if (!(await store.noteFailure(sql, tokens, { error: words, dueAt }))) return;
    const needsAttention = attempt === ATTENTION_AFTER ? { needsAttention: true } : {};
    const detail = { error: words, attempt, ...needsAttention, ...owner };
    await ctx.audit.append(sql, ctx, [{ action: "connection.failed", target, detail }]);
  });
}
