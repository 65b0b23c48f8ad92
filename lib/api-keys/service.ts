import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isKeySecret, parseKeyText } from "./key-text";
import * as store from "./store";

/**
 * Whom an API key stands for at this moment: the row is read on every request, so a revoked key is dead everywhere at
 * once. Throws `unauthenticated` with the same words for a malformed, unknown, wrong, revoked or expired key.
 */
export async function authenticateKey(ctx: Pick<Ctx, "pool" | "now">, text: string): Promise<ApiKeyActor> {
  const given = parseKeyText(text);
  const row = given && (await store.findApiKey(ctx.pool, given.publicId));
  if (!row || !isKeySecret(row.secretHash, given.secret) || !isAlive(row, ctx.now())) throw invalidKey();
  const { secretHash: _hash, revokedAt: _revoked, lastUsedAt: _used, ...actor } = row;
  return { kind: "apiKey", ...actor };
}

function isAlive({ revokedAt, expiresAt }: store.ApiKeyRow, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

function invalidKey(): AppError {
  return new AppError(
    "unauthenticated",
    "This API key is not valid: it is malformed, unknown, revoked or expired.",
  );
}
