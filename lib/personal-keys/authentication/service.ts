import { grantsOf } from "@/lib/accounts/held-grants/store";
import { accountOf } from "@/lib/accounts/store";
import { isKeySecret, parseKeyText } from "@/lib/api-keys/key-text";
import type { PersonalKeyActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import { isFromFuture } from "@/lib/platform/clock";
import { intact } from "@/lib/seals/seals";
import { endOf } from "../model";
import { findDaysMax, findKey } from "../store";

type Asked = Pick<Ctx, "db" | "pool" | "seals" | "now" | "audit" | "usage" | "request">;

/**
 * Whom a personal key stands for, with the role and the grants that they have at this moment: key, person and grants are read on
 * every request. Throws `unauthenticated` with the same words for a malformed, unknown, wrong or expired key and for one of
 * somebody who is suspended; the last two are on record.
 */
export async function authenticatePersonalKey(ctx: Asked, text: string): Promise<PersonalKeyActor> {
  const input = parseKeyText(text, "person");
  const found = input && (await findKey(ctx.db, input.publicId));
  const key = found && intact(ctx.seals, "personal_keys", found.key);
  if (!input || !found || !key || !isKeySecret(key.secretHash, input.secret)) throw invalidKey();
  const owner = accountOf(ctx.seals, found.owner);
  if (!owner) throw invalidKey();
  const now = ctx.now();
  const expiresAt = endOf(key, await findDaysMax(ctx.db));
  const { id, email, name, role } = owner;
  const person = { kind: "user", id, email, name, role } as const;
  const personalKey = { id: key.id, name: key.name, expiresAt };
  const isOver = expiresAt <= now || isFromFuture(key.createdAt, now);
  if (isOver || owner.status !== "active") {
    const why = isOver ? "expired" : "of somebody who is suspended";
    const actor = { ...person, personalKey, grants: [] };
    ctx.audit.refuse(
      { ...ctx, actor },
      { action: "personalKey.refused", target: { name: key.name }, detail: { why } },
    );
    throw invalidKey();
  }
  const grants = await grantsOf({ sql: sqlOn(ctx.pool), seals: ctx.seals, now }, owner);
  ctx.usage.notePersonalUse({ id: key.id, lastUsedAt: found.key.lastUsedAt }, ctx.request.ip, now);
  return { ...person, personalKey, grants };
}

function invalidKey(): AppError {
  return new AppError(
    "unauthenticated",
    "This personal key is not valid: it is malformed, unknown, revoked or expired.",
  );
}
