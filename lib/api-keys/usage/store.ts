import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { CLOCK_SKEW_SECONDS_MAX } from "@/lib/platform/clock";

export interface KeyUse {
  readonly keyId: string;
  readonly at: Date;
  readonly ip: string | null;
}

export interface SecretRead {
  readonly keyId: string;
  readonly secretId: string;
  readonly version: number;
  readonly at: Date;
}

export interface PersonalRead {
  /** The address of whoever read. */
  readonly person: string;
  readonly keyName: string;
  readonly secretId: string;
  readonly version: number;
  readonly at: Date;
}

/** Keeps when keys were used last, no more than once in `throttleMs` for each, and over what a clock that ran ahead wrote. */
export async function writeUses(pool: Pool, uses: readonly KeyUse[], throttleMs: number): Promise<void> {
  const [ids, times, ips] = [uses.map((u) => u.keyId), uses.map((u) => u.at), uses.map((u) => u.ip)];
  await sqlOn(pool)`
    UPDATE api_keys k SET last_used_at = u.at, last_used_ip = u.ip
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[], ${ips}::text[]) AS u (id, at, ip)
    WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at <= u.at - ${throttleMs}::int * interval '1 ms'
      OR k.last_used_at > u.at + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s')`;
}

/** The same of personal keys, which nothing uses as often. */
export async function writePersonalUses(pool: Pool, uses: readonly KeyUse[]): Promise<void> {
  const [ids, times, ips] = [uses.map((u) => u.keyId), uses.map((u) => u.at), uses.map((u) => u.ip)];
  await sqlOn(pool)`
    UPDATE personal_keys k SET last_used_at = u.at, last_used_ip = u.ip
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[], ${ips}::text[]) AS u (id, at, ip) WHERE k.id = u.id`;
}

/** Keeps which version each person read last of each secret, and when it was read last. As `writeReads` otherwise. */
export async function writePersonalReads(pool: Pool, reads: readonly PersonalRead[]): Promise<void> {
  const [people, keys] = [reads.map((r) => r.person), reads.map((r) => r.keyName)];
  const [secrets, versions] = [reads.map((r) => r.secretId), reads.map((r) => r.version)];
  const times = reads.map((r) => r.at);
  await sqlOn(pool)`
    WITH noted AS (
      SELECT s.id AS secret_id, s.environment_id, r.person, r.key_name, r.version, r.at
      FROM unnest(${secrets}::uuid[], ${people}::text[], ${keys}::text[], ${versions}::int[], ${times}::timestamptz[])
        AS r (secret_id, person, key_name, version, at)
      JOIN secrets s ON s.id = r.secret_id
    ), latest AS (
      INSERT INTO secret_last_reads (secret_id, environment_id, last_at)
      SELECT secret_id, environment_id, max(at) FROM noted GROUP BY secret_id, environment_id ORDER BY secret_id
      ON CONFLICT (secret_id) DO UPDATE SET last_at = excluded.last_at
      WHERE secret_last_reads.last_at <= excluded.last_at
        OR secret_last_reads.last_at > excluded.last_at + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s'
    )
    INSERT INTO personal_reads (secret_id, person, key_name, version, last_at)
    SELECT secret_id, person, key_name, version, at FROM noted ORDER BY secret_id, person
    ON CONFLICT (secret_id, person) DO UPDATE SET
      key_name = excluded.key_name, version = excluded.version, last_at = excluded.last_at
    WHERE personal_reads.last_at <= excluded.last_at
      OR personal_reads.last_at > excluded.last_at + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s'`;
}

/**
 * Keeps which version each key read last of each secret, and when any key read the secret last. What was deleted meanwhile is
 * left out. Rows are taken in order, so that instances that write at once wait for each other and no more.
 */
export async function writeReads(pool: Pool, reads: readonly SecretRead[]): Promise<void> {
  const [keys, secrets] = [reads.map((r) => r.keyId), reads.map((r) => r.secretId)];
  const [versions, times] = [reads.map((r) => r.version), reads.map((r) => r.at)];
  await sqlOn(pool)`
    WITH noted AS (
      SELECT s.id AS secret_id, s.environment_id, k.id AS key_id, r.version, r.at
      FROM unnest(${secrets}::uuid[], ${keys}::uuid[], ${versions}::int[], ${times}::timestamptz[])
        AS r (secret_id, key_id, version, at)
      JOIN secrets s ON s.id = r.secret_id JOIN api_keys k ON k.id = r.key_id
    ), latest AS (
      INSERT INTO secret_last_reads (secret_id, environment_id, last_at)
      SELECT secret_id, environment_id, max(at) FROM noted GROUP BY secret_id, environment_id ORDER BY secret_id
      ON CONFLICT (secret_id) DO UPDATE SET last_at = excluded.last_at
      WHERE secret_last_reads.last_at <= excluded.last_at
        OR secret_last_reads.last_at > excluded.last_at + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s'
    )
    INSERT INTO secret_reads (secret_id, api_key_id, version, last_at)
    SELECT secret_id, key_id, version, at FROM noted ORDER BY secret_id, key_id
    ON CONFLICT (secret_id, api_key_id) DO UPDATE SET version = excluded.version, last_at = excluded.last_at
    WHERE secret_reads.last_at <= excluded.last_at
      OR secret_reads.last_at > excluded.last_at + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s'`;
}
