import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import { CHANNELS_MAX, type Channel } from "./model";

interface StoredChannel extends SealedRow<"notice_channels"> {
  readonly project: string;
  readonly environment: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface ChannelRow extends Channel {
  readonly id: string;
  readonly name: string;
  readonly environmentId: string;
  readonly credentialId: string;
  readonly project: string;
  readonly environment: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

type Source = Pick<Ctx, "pool" | "seals">;

/** The channels as far as the program wrote them, by name; or the one of an id. */
export async function listChannels(
  { pool, seals }: Source,
  { id = null }: { readonly id?: string | null } = {},
): Promise<ChannelRow[]> {
  const rows = await sqlOn(pool)<StoredChannel>`
    SELECT c.id, c.name, c.configuration, c.environment_id AS "environmentId", c.credential_id AS "credentialId",
      c.updated_at AS "updatedAt", c.updated_by AS "updatedBy", c.seal, p.slug AS project, e.slug AS environment
    FROM notice_channels c JOIN environments e ON e.id = c.environment_id JOIN projects p ON p.id = e.project_id
    WHERE ${id}::uuid IS NULL OR c.id = ${id}::uuid ORDER BY c.name LIMIT ${CHANNELS_MAX}::int`;
  return rows.flatMap((row) => {
    if (!intact(seals, "notice_channels", row)) return [];
    const { configuration, seal: _seal, ...rest } = row;
    // Written by `saveChannel`, as the seal shows.
    return [{ ...rest, ...(configuration as Channel) }];
  });
}

/** Writes a channel, in place of the one that had its id. Rejects with a violated unique index when the name is taken. */
export async function saveChannel(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  channel: Omit<ChannelRow, "project" | "environment">,
): Promise<void> {
  const { id, name, kind, url, timings, environmentId, credentialId, updatedAt, updatedBy } = channel;
  const configuration: Channel = { kind, url, timings };
  const seal = seals.of("notice_channels", { id, name, configuration, environmentId, credentialId });
  await sql`
    INSERT INTO notice_channels (id, name, configuration, environment_id, credential_id, updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb, ${environmentId}::uuid, ${credentialId}::uuid,
      ${updatedAt}::timestamptz, ${updatedBy}, ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, configuration = excluded.configuration,
      environment_id = excluded.environment_id, credential_id = excluded.credential_id,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, seal = excluded.seal`;
}

export async function countChannels(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }>`SELECT count(*)::int AS count FROM notice_channels`;
  return row?.count ?? 0;
}

/** Returns whether there was one. */
export async function deleteChannel(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`DELETE FROM notice_channels WHERE id = ${id}::uuid RETURNING true`;
  return rows.length > 0;
}

/** The names of channels that use a secret, in order. */
export async function listChannelsWith(pool: Pool, secretId: string): Promise<string[]> {
  const rows = await sqlOn(pool)<{ name: string }>`
    SELECT name FROM notice_channels WHERE credential_id = ${secretId}::uuid ORDER BY name`;
  return rows.map(({ name }) => name);
}
