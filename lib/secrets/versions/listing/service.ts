import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { restoreVersion } from "../service";
import * as store from "./store";

export interface VersionMeta {
  readonly version: number;
  readonly origin: "created" | "rotated" | "restored" | "external";
  /** The version whose value this one repeats, when it was restored. */
  readonly restoredFrom: number | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface VersionPage {
  readonly items: readonly VersionMeta[];
  /** The `before` of the next, older page, or null at the end. */
  readonly next: number | null;
}

/** The newest versions, with one that a rotation is about to make current. */
export interface LatestVersions {
  readonly items: readonly VersionMeta[];
  readonly hasMore: boolean;
  /** Since when there is a pending value, ISO 8601, UTC; null: there is none. */
  readonly pendingSince: string | null;
}

export async function findLatestVersions(
  ctx: Ctx,
  target: SecretTarget,
  limit: number,
): Promise<LatestVersions> {
  const permit = await authorize(ctx, "secret.read", target);
  const [rows, pendingSince] = await Promise.all([
    store.listVersions(ctx.pool, permit, null, limit + 1),
    store.pendingSince(ctx.pool, permit),
  ]);
  const items = rows.slice(0, limit).map(metaOf);
  return { items, hasMore: rows.length > limit, pendingSince: pendingSince?.toISOString() ?? null };
}

/** The versions of a secret, newest first: what is known of each beside its value. */
export async function listVersions(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<VersionPage> {
  const permit = await authorize(ctx, "secret.read", { ...scope, secret: { name } });
  const rows = await store.listVersions(ctx.pool, permit, before, limit + 1);
  const items = rows.slice(0, limit).map(metaOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.version ?? null) : null };
}

/**
 * Makes the value of an old version current again. Throws `conflict` when the secret is changed at the same moment, and
 * `preconditionFailed` when its current version is not `expectedVersion`.
 */
export async function restoreVersionByName(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  number: number,
  expectedVersion?: number,
): Promise<{ readonly name: string; readonly version: number }> {
  const { secret } = await authorize(ctx, "secret.restore", { ...scope, secret: { name } });
  const { id: secretId, revision } = secret;
  const { version } = await restoreVersion(ctx, { ...scope, secretId, revision, number, expectedVersion });
  return { name: secret.name, version };
}

function metaOf({ createdAt, ...row }: store.VersionRecord): VersionMeta {
  return { ...row, createdAt: createdAt.toISOString() };
}
