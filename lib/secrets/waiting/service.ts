import { needsApproval } from "@/lib/authorization/approval";
import { authorize, authorizeEach, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit, SecretRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { type Sql, sqlIn, sqlOn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import type { WaitingValue } from "@/lib/requests/model";
import { type Comparison, compareValues } from "../comparison/store";
import { secretTarget } from "../versions/service";
import { comparedEvent } from "../writing/events";
import { limitGroups } from "../writing/groups";
import type {
  ChangeResult,
  ChangeResults,
  SealedVersion,
  SecretChange,
  SecretCreation,
  SecretWrites,
} from "../writing/model";
import { writeCalls } from "../writing/steps";
import { findSecrets, type VersionRow } from "../writing/store";
import type { StoredVersion, StoredWrites } from "./model";
import { findTaken, listCurrent, listSameIn } from "./store";

/** Writes that are to wait: what is stored of them, and the values apart. */
export interface PreparedWrites {
  readonly environment: EnvironmentRow;
  readonly change: StoredWrites;
  readonly secretIds: readonly string[];
  readonly values: readonly WaitingValue[];
}

/**
 * Prepares writes that wait for approval, in the caller's transaction. Where nothing would change, because the values are there
 * already, that is put on record, and it answers as the writing would.
 */
export async function prepareWaiting(
  tx: Tx,
  ctx: Ctx,
  writes: SecretWrites,
): Promise<{ readonly prepared: PreparedWrites } | { readonly results: ChangeResults }> {
  const { creations, changes, deletions = [] } = writes;
  const compared = await compare(sqlIn(tx), ctx, writes);
  const left = changes.filter((change) => isSomething(change, compared.secrets));
  if (left.length + creations.length + deletions.length === 0) {
    const events = changes.map(({ permit }) =>
      comparedEvent(secretTarget(permit), permit.secret.currentVersion, true),
    );
    await ctx.audit.append(tx, ctx, events);
    return { results: changes.map(unchanged) };
  }
  const versions = [
    ...creations.map(({ version }) => version),
    ...left.flatMap(({ version }) => version ?? []),
  ];
  const kept = { ...writes, changes: left };
  const prepared = {
    environment: strictest(ctx, kept),
    change: storedWrites(kept, compared),
    secretIds: [...left, ...deletions].map(({ permit }) => permit.secret.id),
    values: versions.map(waitingValue),
  };
  return { prepared };
}

/** What is known of the values: of secrets by id, and in which other environments a group is. */
interface Compared {
  readonly secrets: ReadonlyMap<string, Comparison>;
  readonly sameIn: ReadonlyMap<string, readonly string[]>;
}

/** Compares as far as writing would: each counts against the same limits. */
async function compare(sql: Sql, ctx: Ctx, { creations, changes }: SecretWrites): Promise<Compared> {
  const fingerprints = changes.flatMap(({ permit, version }) => {
    const fingerprint = version?.sealed.fingerprint;
    return fingerprint ? [{ secretId: permit.secret.id, fingerprint }] : [];
  });
  const secrets = fingerprints.length === 0 ? [] : await compareValues(sql, fingerprints, ctx.now());
  const grouped = [
    ...creations.map(({ permit, secret, version }) => ({
      ...{ environment: permit.environment, name: secret.name, valueGroup: version.valueGroup },
    })),
    ...changes.flatMap(({ permit, text, version }) =>
      version
        ? [
            {
              environment: permit.environment,
              name: text?.name ?? permit.secret.name,
              valueGroup: version.valueGroup,
            },
          ]
        : [],
    ),
  ];
  const kept = await limitGroups(sql, grouped, ctx.now());
  const values = grouped.flatMap((one) => {
    const valueGroup = kept(one);
    const { id: environmentId, projectId } = one.environment;
    return valueGroup ? [{ projectId, environmentId, name: one.name, valueGroup }] : [];
  });
  return {
    secrets: new Map(secrets.map((one) => [one.secretId, one])),
    sameIn: await listSameIn(sql, values),
  };
}

/** Whether a change comes to more than the value that is there. */
function isSomething(
  { permit, text = {}, version, sameValue }: SecretChange,
  compared: Compared["secrets"],
): boolean {
  const isSame =
    version !== undefined && sameValue === "leave" && compared.get(permit.secret.id)?.isCurrent === true;
  const parts = ["name", "description", "category", "audience"] as const;
  const hasText = parts.some((part) => text[part] !== undefined && text[part] !== permit.secret[part]);
  return hasText || (version !== undefined && !isSame);
}

function unchanged({ permit: { secret } }: SecretChange): ChangeResult {
  const { name, currentVersion: version } = secret;
  return { kind: "done", name, version, isNewVersion: false, hasNewText: false, sameValueAs: version };
}

/** Of the environments that are written to, the one that needs most approvals. */
function strictest(ctx: Ctx, { creations, changes, deletions = [] }: SecretWrites): EnvironmentRow {
  const environments = [...creations, ...changes, ...deletions].map(({ permit }) => permit.environment);
  const [first] = environments
    .filter((one) => needsApproval(ctx, one))
    .sort((a, b) => (b.changePolicy?.approvals ?? 0) - (a.changePolicy?.approvals ?? 0));
  if (!first) throw new AppError("internal", "This change needs no approval.");
  return first;
}

function waitingValue({ id, sealed }: Pick<SealedVersion, "id" | "sealed">): WaitingValue {
  const { value, projectKeyId, fingerprint } = sealed;
  return { id, value, projectKeyId, fingerprint };
}

function scopeOf({ projectSlug, slug }: EnvironmentRow): EnvironmentRef {
  return { project: projectSlug, environment: slug };
}

function storedWrites(writes: SecretWrites, compared: Compared): StoredWrites {
  const { creations, changes, deletions = [], events = [] } = writes;
  const storedVersion = (
    { id, restoredFrom, valueGroup, shape, expiresAt, copiedFrom }: Omit<SealedVersion, "origin">,
    origin: StoredVersion["origin"],
    secretId?: string,
  ): StoredVersion => ({
    ...{ id, origin, restoredFrom, valueGroup, shape, expiresAt: expiresAt?.toISOString() ?? null },
    copiedFrom: copiedFrom ?? null,
    sameValueAs: (secretId && compared.secrets.get(secretId)?.sameValueAs) || null,
    sameIn: (valueGroup && compared.sameIn.get(valueGroup)) || [],
  });
  return {
    creations: creations.map(({ permit, secret, version, copiedFrom }) => ({
      scope: scopeOf(permit.environment),
      secret,
      version: storedVersion({ ...version, ...(copiedFrom && { copiedFrom }) }, "rotated"),
    })),
    changes: changes.map(({ permit, text, version, sameValue }) => {
      const { id, name, description, category, audience, currentVersion, revision } = permit.secret;
      return {
        scope: scopeOf(permit.environment),
        ...{ secretId: id, action: permit.action, sameValue, ifRevision: revision, text: text ?? null },
        before: { name, description, category, audience, version: currentVersion },
        version: version ? storedVersion(version, version.origin, id) : null,
      };
    }),
    deletions: deletions.map(({ permit }) => ({
      scope: scopeOf(permit.environment),
      ...{ secretId: permit.secret.id, name: permit.secret.name, ifVersion: permit.secret.currentVersion },
    })),
    events,
  };
}

/** Whether writes touch more than one environment. */
export function isWide({ creations, changes, deletions }: StoredWrites): boolean {
  const scopes = [...creations, ...changes, ...deletions].map(
    ({ scope }) => `${scope.project}/${scope.environment}`,
  );
  return new Set(scopes).size > 1;
}

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
  { id, origin, restoredFrom, valueGroup, shape, expiresAt }: StoredVersion,
  values: ReadonlyMap<string, WaitingValue>,
): SealedVersion {
  const sealed = values.get(id);
  if (!sealed)
    throw new AppError("sealBroken", "The value of this request cannot be used: it was damaged or moved.");
  return {
    ...{ id, origin, restoredFrom, valueGroup, shape },
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    sealed,
  };
}

function versionRow(
  secretId: string,
  version: StoredVersion,
  values: ReadonlyMap<string, WaitingValue>,
): VersionRow {
  return { ...sealedVersion(version, values), secretId, number: 1, origin: "created" };
}
