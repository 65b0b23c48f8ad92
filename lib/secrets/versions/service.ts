import { authorize } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { variableOf } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { changeFailure, otherVersion } from "../conflict";
import type { VersionRestore } from "../schema";
import { shapeOf } from "../shapes/model";
import { expiryOf } from "../value-expiry";
import type { SealedVersion } from "../writing/model";
import { changeSecret } from "../writing/service";
import * as store from "./store";

type VersionPermit = Permit<"secret.rotate"> | Permit<"secret.restore"> | Permit<"rotation.run">;

export interface AddedVersion {
  readonly version: number;
  /** The oldest version that holds the same value, if any. */
  readonly sameValueAs: number | null;
}

/** Seals a value as a new version of the secret. Outside any transaction: it may have to load the project's key. */
export async function sealVersion(
  ctx: Ctx,
  permit: VersionPermit,
  value: Plaintext,
  origin: Pick<SealedVersion, "origin" | "restoredFrom" | "readIn">,
): Promise<SealedVersion> {
  const { projectId } = permit.environment;
  const keys = await ctx.keys.project(projectId);
  const id = newId(ctx.now());
  return {
    ...origin,
    id,
    expiresAt: expiryOf(value.reveal()),
    shape: shapeOf(value.reveal(), keys.partHash(permit.secret.id)),
    valueGroup: keys.groupOf(variableOf(permit.secret.name), value),
    sealed: keys.seal({ projectId, secretId: permit.secret.id, versionId: id }, value),
  };
}

/**
 * Makes the value of an old version current again, as a new version, without showing it to anyone. Throws `conflict` when the
 * secret was changed since `revision`, and `preconditionFailed` when its current version is not `expectedVersion`.
 */
export async function restoreVersion(
  ctx: Ctx,
  input: VersionRestore & { readonly expectedVersion?: number | undefined },
): Promise<AddedVersion> {
  const { project, environment, secretId, number, revision, expectedVersion } = input;
  const permit = await authorize(ctx, "secret.restore", { project, environment, secret: { id: secretId } });
  const { currentVersion } = permit.secret;
  if (expectedVersion !== undefined && expectedVersion !== currentVersion) {
    throw otherVersion(currentVersion, expectedVersion);
  }
  if (number === currentVersion) {
    throw new AppError("conflict", `Version ${number} is the current one already.`);
  }
  const version = await sealVersion(ctx, permit, await openVersion(ctx, permit, number), {
    origin: "restored",
    restoredFrom: number,
  });
  const change = {
    permit,
    version,
    sameValue: "add",
    ifRevision: revision,
    ifVersion: expectedVersion,
  } as const;
  const result = await changeSecret(ctx, change);
  if (result.kind !== "done") throw await changeFailure(ctx, permit, expectedVersion);
  return { version: result.version, sameValueAs: result.sameValueAs };
}

/** How the audit log refers to a secret. */
export function secretTarget(permit: Pick<Permit<"secret.read">, "environment" | "secret">) {
  const { environment, secret } = permit;
  return {
    projectId: environment.projectId,
    environmentId: environment.id,
    secretId: secret.id,
    name: secret.name,
  };
}

/** The value of one version. Throws `notFound` when there is none, or it is not as the program wrote it. */
export async function openVersion(ctx: Ctx, permit: VersionPermit, number: number): Promise<Plaintext> {
  const sealed = await store.findSealed(ctx, permit, number);
  if (!sealed) throw new AppError("notFound", `This secret has no version ${number}.`);
  const { projectId } = permit.environment;
  const keys = await ctx.keys.project(projectId, [sealed.projectKeyId]);
  return keys.open({ projectId, secretId: permit.secret.id, versionId: sealed.id }, sealed);
}
