import { authorize, authorizeEach, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit, SecretRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { type Sql, sqlIn, sqlOn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import type { WaitingValue } from "@/lib/requests/model";
import type { SealedVersion, SecretChange, SecretCreation, SecretWrites } from "../../writing/model";
import { writeCalls } from "../../writing/steps";
import { findSecrets, type VersionRow } from "../../writing/store";
import type { StoredVersion, StoredWrites } from "../model";
import { findTaken, listCurrent } from "../store";

/** Why stored writes cannot be done any more, as far as that shows before; else null. */
export async function conflictOfWrites(ctx: Ctx, stored: StoredWrites): Promise<string | null> {
  const { creations, changes, deletions } = stored;
  const sql = sqlOn(ctx.pool);
  const current = await listCurrent(
    sql,
    [...changes, ...deletions].map(({ secretId }) => secretId),
  );
  for (const { secretId, before, ifRevision } of changes) {
    const now = current.get(secretId);
    if (!now) return `${before.name} was deleted.`;
    if (now.revision !== ifRevision)
      return `${now.updatedBy} changed ${before.name} after this was asked for.`;
  }
  for (const { secretId, name, ifVersion } of deletions) {
    const now = current.get(secretId);
    if (!now) return `${name} was deleted.`;
    if (now.version !== ifVersion || now.name !== name)
      return `${now.updatedBy} changed ${name} after this was asked for.`;
  }
  const taken = await findTaken(
    sql,
    creations.map(({ scope, secret }) => ({ ...scope, name: secret.name })),
  );
  return taken === null ? null : `There is a secret ${taken} now.`;
}

/**
 * Does what a request stored, in the caller's transaction and in the name of who asked, whose rights count as they are now.
 * `approvals` are those that count. Throws `conflict` when it does not fit any more.
 */
export async function writeStored(
  tx: Tx,
  ctx: Ctx,
  stored: StoredWrites,
  values: ReadonlyMap<string, WaitingValue>,
  approvals: number,
): Promise<void> {
  const sql = sqlIn(tx);
  const writes = await restored(sql, ctx, stored, values);
  for (const { permit } of [...writes.creations, ...writes.changes, ...(writes.deletions ?? [])]) {
    const { name, changePolicy } = permit.environment;
    if (changePolicy !== null && changePolicy.approvals > approvals)
      throw new AppError("conflict", `${name} needs ${changePolicy.approvals} approvals by now.`);
  }
  const [results] = await writeCalls(sql, ctx, [{ ctx, writes }], "wait").catch((error: unknown) => {
    const { kind } = databaseFailure(error);
    if (kind === "unique") throw new AppError("conflict", "A name that this needs is taken by now.");
    if (kind === "referenced")
      throw new AppError("conflict", "Something refers to a secret that this deletes.");
    throw error;
  });
  if (results?.some(({ kind }) => kind !== "done"))
    throw new AppError("conflict", "A secret that this is about was changed in between.");
}

async function restored(
  sql: Sql,
  ctx: Ctx,
  { creations, changes, deletions, events }: StoredWrites,
  values: ReadonlyMap<string, WaitingValue>,
): Promise<SecretWrites> {
  const found = await findSecrets(
    sql,
    ctx.seals,
    [...changes, ...deletions].map(({ secretId }) => secretId),
  );
  const rows = new Map(found.map((row) => [row.id, row]));
  const permits = permitsBy(ctx, rows);
  const made: SecretCreation[] = [];
  for (const { scope, secret, version } of creations) {
    const permit = await permits.creation(scope);
    made.push({ permit, secret, version: versionRow(secret.id, version, values), ...copied(version) });
  }
  const changed: SecretChange[] = [];
  for (const { scope, secretId, action, text, version, sameValue, ifRevision } of changes) {
    const permit = (await permits.of(action, scope, secretId)) as SecretChange["permit"];
    const sealed = version && { ...sealedVersion(version, values), ...copied(version) };
    changed.push({
      permit,
      sameValue,
      ifRevision,
      ...(text && { text }),
      ...(sealed && { version: sealed }),
    });
  }
  const deleted: NonNullable<SecretWrites["deletions"]>[number][] = [];
  for (const { scope, secretId, ifVersion } of deletions)
    deleted.push({ permit: await permits.of("secret.delete", scope, secretId), ifVersion });
  return { creations: made, changes: changed, deletions: deleted, events };
}

type SecretAction = "secret.update" | "secret.rotate" | "secret.restore" | "secret.delete";

/** Permits for secrets that were found already: each environment is looked up once, and decided for all of its secrets. */
function permitsBy(ctx: Ctx, rows: ReadonlyMap<string, SecretRow & { readonly environmentId: string }>) {
  const lists = new Map<string, Permit<"secret.list">>();
  const decided = new Map<string, ReadonlyMap<string, Permit<SecretAction>>>();
  const created = new Map<string, Permit<"secret.create">>();
  const keyOf = ({ project, environment }: EnvironmentRef) => `${project}/${environment}`;
  const listOf = async (scope: EnvironmentRef) => {
    const permit = lists.get(keyOf(scope)) ?? (await authorize(ctx, "secret.list", scope));
    lists.set(keyOf(scope), permit);
    return permit;
  };
  return {
    creation: async (scope: EnvironmentRef) => {
      const known = created.get(keyOf(scope));
      if (known) return known;
      const permit = await authorize(ctx, "secret.create", scope);
      await requireUnnarrowed(ctx, "secret.create");
      created.set(keyOf(scope), permit);
      return permit;
    },
    of: async <A extends SecretAction>(action: A, scope: EnvironmentRef, id: string): Promise<Permit<A>> => {
      const question = `${action} ${keyOf(scope)}`;
      let ofScope = decided.get(question);
      if (!ofScope) {
        const list = await listOf(scope);
        const here = [...rows.values()].filter(({ environmentId }) => environmentId === list.environment.id);
        const permits = await authorizeEach(ctx, action, list, here);
        ofScope = new Map(permits.flatMap((permit) => (permit ? [[permit.secret.id, permit] as const] : [])));
        decided.set(question, ofScope);
      }
      const permit = ofScope.get(id);
      if (!permit)
        throw new AppError(
          "conflict",
          "A secret that this is about is gone, or who asked may not change it any more.",
        );
      return permit as Permit<A>;
    },
  };
}

function copied({ copiedFrom }: StoredVersion): { readonly copiedFrom?: string } {
  return copiedFrom === null ? {} : { copiedFrom };
}

function sealedVersion(
  { id, origin, restoredFrom, expiresAt, ...stored }: StoredVersion,
  values: ReadonlyMap<string, WaitingValue>,
): SealedVersion {
  const sealed = values.get(id);
  if (!sealed)
    throw new AppError("sealBroken", "The value of this request cannot be used: it was damaged or moved.");
  const { valueGroup, shape } = stored.projectKeyId === sealed.projectKeyId ? stored : byOtherKey(stored);
  return {
    ...{ id, origin, restoredFrom, valueGroup, shape },
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    sealed,
  };
}

/** What was compared by a key that was replaced meanwhile: a job finds out what the value equals elsewhere. */
function byOtherKey({ valueGroup, shape }: Pick<StoredVersion, "valueGroup" | "shape">) {
  return { valueGroup: valueGroup && null, shape: shape && { kind: shape.kind, length: shape.length } };
}

function versionRow(
  secretId: string,
  version: StoredVersion,
  values: ReadonlyMap<string, WaitingValue>,
): VersionRow {
  return { ...sealedVersion(version, values), secretId, number: 1, origin: "created" };
}
