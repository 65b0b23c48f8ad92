import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { staleEdit } from "../conflict";
import type { VersionRestore } from "../schema";
import * as store from "./store";

type VersionGrant = Grant<"secret.rotate"> | Grant<"secret.restore">;

export interface AddedVersion {
  readonly version: number;
  /** The oldest version that holds the same value, if any. */
  readonly sameValueAs: number | null;
}

/** Seals a value as a new version of the secret. Outside any transaction: it may have to load the project's key. */
export async function sealVersion(
  ctx: Ctx,
  grant: VersionGrant,
  value: Plaintext,
  origin: { readonly origin: "rotated" | "restored"; readonly restoredFrom: number | null },
): Promise<store.VersionInsert> {
  const { projectId } = grant.environment;
  const keys = await ctx.keys.project(projectId);
  const id = newId(ctx.now());
  return { ...origin, id, sealed: keys.seal({ projectId, secretId: grant.secret.id, versionId: id }, value) };
}

/** Adds the sealed version in the caller's transaction and says what happened; null when someone was faster. */
export async function addVersion(
  tx: Tx,
  ctx: Ctx,
  grant: VersionGrant,
  version: store.VersionInsert,
  revision: number | null,
): Promise<{ readonly added: AddedVersion; readonly event: NewAuditEvent } | null> {
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const number = await store.addVersion(tx, grant, version, revision, stamp);
  if (number === null) return null;
  const sameValueAs = await store.findSameValue(tx, grant.secret.id, version.sealed.fingerprint, number);
  const { restoredFrom, origin } = version;
  return {
    added: { version: number, sameValueAs },
    event: {
      action: origin === "restored" ? "secret.restored" : "secret.rotated",
      target: secretTarget(grant),
      detail: {
        version: number,
        ...(restoredFrom === null ? {} : { restoredFrom }),
        ...(sameValueAs === null || sameValueAs === restoredFrom ? {} : { sameValueAs }),
      },
    },
  };
}

/** Makes the value of an old version current again, as a new version, without showing it to anyone. */
export async function restoreVersion(ctx: Ctx, input: VersionRestore): Promise<AddedVersion> {
  const { project, environment, secretId, number, revision } = input;
  const grant = await authorize(ctx, "secret.restore", { project, environment, secret: { id: secretId } });
  if (number === grant.secret.currentVersion) {
    throw new AppError("conflict", `Version ${number} is the current one already.`);
  }
  const version = await sealVersion(ctx, grant, await openVersion(ctx, grant, number), {
    origin: "restored",
    restoredFrom: number,
  });
  const added = await inTransaction(ctx, async (tx) => {
    const result = await addVersion(tx, ctx, grant, version, revision);
    if (result) await ctx.audit.append(tx, ctx, [result.event]);
    return result?.added ?? null;
  });
  if (!added) throw await staleEdit(ctx, grant);
  return added;
}

/** How the audit log refers to a secret. */
export function secretTarget(grant: Pick<Grant<"secret.read">, "environment" | "secret">) {
  const { environment, secret } = grant;
  return {
    projectId: environment.projectId,
    environmentId: environment.id,
    secretId: secret.id,
    name: secret.name,
  };
}

async function openVersion(ctx: Ctx, grant: Grant<"secret.restore">, number: number): Promise<Plaintext> {
  const sealed = await store.findSealed(ctx.pool, grant, number);
  if (!sealed) throw new AppError("notFound", `This secret has no version ${number}.`);
  const { projectId } = grant.environment;
  const keys = await ctx.keys.project(projectId);
  return keys.open({ projectId, secretId: grant.secret.id, versionId: sealed.id }, sealed);
}
