import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { SealedVersion } from "../writing/model";
import { changeSecretIn } from "../writing/service";
import * as store from "./store";

type RotationPermit = Permit<"secret.rotate">;

/** Keeps a sealed value beside the versions of its secret, in the caller's transaction. At most one of each secret. */
export const keepPending = store.insertPending;

/** Forgets the pending value of a secret, in the caller's transaction. */
export const dropPending = store.deletePending;

/** The pending value of a secret; null without one, or when it is not as the program wrote it. */
export async function openPending(
  ctx: Ctx,
  { secret, environment }: RotationPermit,
): Promise<Plaintext | null> {
  const [pending] = await store.findPending(sqlOn(ctx.pool), ctx, [secret.id]);
  if (!pending) return null;
  const { projectId } = environment;
  const keys = await ctx.keys.project(projectId, [pending.projectKeyId]);
  return keys.open({ projectId, secretId: secret.id, versionId: pending.id }, pending);
}

/**
 * Makes the pending value of a secret the current one, in the caller's transaction. False when there is none, or when the
 * current version is not `ifVersion` any more.
 */
export async function promotePending(
  sql: Sql,
  ctx: Ctx,
  permit: RotationPermit,
  ifVersion: number,
): Promise<boolean> {
  const [pending] = await store.findPending(sql, ctx, [permit.secret.id]);
  if (!pending) return false;
  const { id, value, projectKeyId, fingerprint, expiresAt, shape } = pending;
  const sealed = { value, projectKeyId, fingerprint };
  // A job looks what it equals in other environments.
  const valueGroup = null;
  const version: SealedVersion = {
    id,
    origin: "rotated",
    restoredFrom: null,
    expiresAt,
    valueGroup,
    shape,
    sealed,
  };
  await store.deletePending(sql, permit.secret.id);
  const { kind } = await changeSecretIn(sql, ctx, { permit, version, sameValue: "add", ifVersion });
  return kind === "done";
}
