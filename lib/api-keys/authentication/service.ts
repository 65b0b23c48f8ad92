import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isKeySecret, parseKeyText } from "../key-text";
import { statusOf } from "../model";
import { type ApiKeyRow, findApiKey, findPublicIds } from "../store";

type Asked = Pick<Ctx, "pool" | "seals" | "now" | "audit" | "usage" | "request">;

/** Whom a key stands for, and what was read together with it. */
export interface AuthenticatedKey {
  readonly actor: ApiKeyActor;
  /** Number of the last event that changed what a reader of the key's environment gets; null for a key bound to none. */
  readonly lastChange: number | null;
}

/**
 * Whom an API key stands for at this moment: the row is read on every request, so a revoked key is dead everywhere at
 * once. Throws `unauthenticated` with the same words for a malformed, unknown, wrong, revoked or expired key. Whoever
 * still has a key that has ended is on record.
 */
export async function authenticateKey(ctx: Asked, text: string): Promise<AuthenticatedKey> {
  const input = parseKeyText(text);
  const row = input && (await findApiKey(ctx, input.publicId));
  if (!row || !isKeySecret(row.secretHash, input.secret)) throw invalidKey();
  const actor = actorOf(row);
  const now = ctx.now();
  if (statusOf(row, now) !== "active") {
    putOnRecord(ctx, actor, row);
    throw invalidKey();
  }
  ctx.usage.noteUse(row, ctx.request.ip, now);
  return { actor, lastChange: row.lastChange };
}

function actorOf(row: ApiKeyRow): ApiKeyActor {
  const {
    id,
    name,
    keyKind,
    permissions,
    projectId,
    environmentId,
    allowedSecretIds,
    expiresAt,
    boundScope,
  } = row;
  return {
    ...{ kind: "apiKey", id, name, keyKind, permissions, projectId, environmentId, allowedSecretIds },
    ...{ expiresAt, boundScope, skipsApproval: row.skipsApproval === true },
  };
}

/** The actor that a key of that id stands for now, for what it asked for before; null when it has ended. */
export async function actorOfKey(
  ctx: Pick<Ctx, "pool" | "seals" | "now">,
  id: string,
): Promise<ApiKeyActor | null> {
  const [publicId] = await findPublicIds(ctx.pool, [id]);
  const row = publicId === undefined ? null : await findApiKey(ctx, publicId);
  return row && statusOf(row, ctx.now()) === "active" ? actorOf(row) : null;
}

/** Those of some API keys, by their ids, that are good for nothing any more: revoked, expired, or not as the program wrote them. */
export async function endedKeys(
  ctx: Pick<Ctx, "pool" | "seals" | "now">,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const publicIds = await findPublicIds(ctx.pool, ids);
  const keys = await Promise.all(publicIds.map((publicId) => findApiKey(ctx, publicId)));
  const active = keys.filter((key) => key !== null && statusOf(key, ctx.now()) === "active");
  const good = new Set(active.map((key) => key?.id));
  return ids.filter((id) => !good.has(id));
}

function putOnRecord(ctx: Asked, actor: ApiKeyActor, row: ApiKeyRow): void {
  const { name, projectId, environmentId } = row;
  const target = { name, ...(projectId && { projectId }), ...(environmentId && { environmentId }) };
  const why = row.revokedAt === null ? "expired" : "revoked";
  ctx.audit.refuse({ ...ctx, actor }, { action: "apiKey.refused", target, detail: { why } });
}

function invalidKey(): AppError {
  return new AppError(
    "unauthenticated",
    "This API key is not valid: it is malformed, unknown, revoked or expired.",
  );
}
