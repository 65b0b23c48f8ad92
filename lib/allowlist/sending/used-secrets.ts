import { freshToken } from "@/lib/connections/tokens/service";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { DrawnMember } from "@/lib/pools/taking/service";
import { freshened } from "@/lib/secrets/external/fresh";
import {
  type Configuration,
  connectionsIn,
  mapReferences,
  type OpenedSecret,
  type StoredSecret,
} from "../configuration/model";
import { secretIdsOf } from "../references/service";
import type { EndpointPermit } from "../store";
import { findVersions, type SealedVersion } from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A secret at the moment of a send. */
export interface UsedSecret extends OpenedSecret {
  /** The first of the names that it has in the endpoint's environment. */
  readonly name: string;
  readonly names: readonly string[];
  /** Null: it is the access token of a connected app. */
  readonly version: number | null;
  /** Of the current version, then of the previous ones. */
  readonly versionIds: readonly string[];
}

export interface UsedSecrets {
  readonly configuration: Configuration<OpenedSecret>;
  readonly secrets: readonly UsedSecret[];
  /** The members that were drawn, by their pools. */
  readonly drawn: DrawnMembers;
}

export type DrawnMembers = ReadonlyMap<string, DrawnMember>;
const NONE_DRAWN: DrawnMembers = new Map();

/**
 * The configuration with the secrets in it opened, as they are at this moment, all read at once. The caller has authorised,
 * and writes down that they are used before anything of them leaves. Throws `conflict` when one is not there any more.
 */
export async function openUsedSecrets(
  ctx: Ctx,
  permit: EndpointPermit,
  configuration: Configuration<StoredSecret>,
  drawn = NONE_DRAWN,
): Promise<UsedSecrets> {
  const members = new Map([...drawn].map(([pool, member]) => [pool, usedMember(member)]));
  const used = await openStored(ctx, permit, configuration);
  const tokens = new Map<string, UsedSecret>();
  for (const name of connectionsIn(configuration)) tokens.set(name, await usedToken(ctx, permit, name));
  return {
    configuration: mapReferences(configuration, ({ secretId, pool, connection }): OpenedSecret => {
      if (connection !== undefined) return tokens.get(connection) ?? gone();
      return (pool === undefined ? used.get(secretId) : members.get(pool)) ?? gone();
    }),
    secrets: [...used.values(), ...members.values(), ...tokens.values()],
    drawn,
  };
}

async function usedToken(ctx: Ctx, { environment }: EndpointPermit, name: string): Promise<UsedSecret> {
  const { token, tokenId } = await freshToken(ctx, environment, name).catch((error: unknown) => {
    throw isAppError(error) && error.code === "notFound"
      ? new AppError("conflict", "A connected app that this endpoint uses is not here any more.")
      : error;
  });
  return { name, names: [name], version: null, versionIds: [tokenId], value: token, previous: [] };
}

function usedMember({ member, version, versionId, value }: DrawnMember): UsedSecret {
  return { name: member, names: [member], version, versionIds: [versionId], value, previous: [] };
}

async function openStored(
  ctx: Ctx,
  permit: EndpointPermit,
  configuration: Configuration<StoredSecret>,
): Promise<ReadonlyMap<string, UsedSecret>> {
  const ids = secretIdsOf(configuration);
  const used = new Map<string, UsedSecret>();
  if (ids.length === 0) return used;
  const days = configuration.decryption?.previousVersionDays ?? 0;
  const since = new Date(ctx.now().getTime() - days * DAY_MS);
  const rows = await freshVersions(ctx, permit, ids, since);
  for (const id of ids) {
    const versions = rows.filter(({ secretId }) => secretId === id);
    used.set(id, await opened(ctx, days > 0 ? versions : versions.slice(0, 1)));
  }
  return used;
}

/** The same as `findVersions`, with what lives in external managers as it is there. */
export async function freshVersions(
  ctx: Ctx,
  permit: EndpointPermit,
  ids: readonly string[],
  since: Date,
): Promise<readonly SealedVersion[]> {
  const rows = await findVersions(ctx, permit, ids, since);
  const current = ids.flatMap((id) => rows.find(({ secretId }) => secretId === id) ?? []);
  const { isChanged } = await freshened(ctx, current);
  return isChanged ? findVersions(ctx, permit, ids, since) : rows;
}

async function opened(ctx: Ctx, [current, ...older]: readonly SealedVersion[]): Promise<UsedSecret> {
  const [name] = current?.names ?? [];
  if (!current || name === undefined) return gone();
  const sealedBy = [current, ...older].map(({ projectKeyId }) => projectKeyId);
  const keys = await ctx.keys.project(current.projectId, sealedBy);
  const open = (row: SealedVersion): Plaintext => keys.open(row, row);
  return {
    name,
    names: current.names,
    version: current.version,
    versionIds: [current, ...older].map(({ versionId }) => versionId),
    value: open(current),
    previous: older.map(open),
  };
}

function gone(): never {
  throw new AppError("conflict", "A secret this endpoint uses was removed.");
}
