import { needsApproval } from "@/lib/authorization/approval";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { type Sql, sqlIn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import type { WaitingValue } from "@/lib/requests/model";
import { type Comparison, compareValues, fingerprintsOf } from "../comparison/store";
import { secretTarget } from "../versions/service";
import { comparedEvent } from "../writing/events";
import { limitGroups } from "../writing/groups";
import type {
  ChangeResult,
  ChangeResults,
  SealedVersion,
  SecretChange,
  SecretWrites,
} from "../writing/model";
import type { StoredVersion, StoredWrites } from "./model";
import { listSameIn } from "./store";

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
    const own = version ? fingerprintsOf(version.sealed) : [];
    return own.length > 0 ? [{ secretId: permit.secret.id, fingerprints: own }] : [];
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
    { id, restoredFrom, valueGroup, shape, sealed, expiresAt, copiedFrom }: Omit<SealedVersion, "origin">,
    origin: StoredVersion["origin"],
    secretId?: string,
  ): StoredVersion => ({
    ...{ id, origin, restoredFrom, valueGroup, shape, expiresAt: expiresAt?.toISOString() ?? null },
    projectKeyId: sealed.projectKeyId,
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
