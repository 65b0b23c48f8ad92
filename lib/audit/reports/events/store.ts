import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { Period } from "../store";
import type { HourCount } from "../unusual/rules";

/** Events in a row, by their numbers: both ends belong to it. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Which events are read. */
export interface Part extends Period {
  readonly ranges: readonly Range[];
  readonly actions: readonly string[];
}

interface Counted {
  /** Events of the log. */
  readonly events: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface ReadCount extends Counted {
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly caller: string;
  readonly action: string;
  readonly secretId: string | null;
  readonly secret: string | null;
  readonly project: string | null;
  readonly environment: string | null;
}

/** Events of a part by who did what to which secret. */
export function countReads(pool: Pool, { ranges, actions, from, to }: Part): Promise<ReadCount[]> {
  return sqlOn(pool)<ReadCount>`
    SELECT c.actor_kind AS "actorKind", c.actor_id AS "actorId", c.actor_label AS caller, c.action, c.secret_id AS "secretId",
      c.target_name AS secret, p.slug AS project, e.slug AS environment, c.events, c.first_at AS "firstAt", c.last_at AS "lastAt"
    FROM (
      SELECT a.actor_kind, a.actor_id, a.actor_label, a.action, a.secret_id, a.target_name, a.project_id, a.environment_id,
        count(*)::int AS events, min(a.at) AS first_at, max(a.at) AS last_at
      FROM unnest(${ranges.map(({ first }) => String(first))}::bigint[], ${ranges.map(({ last }) => String(last))}::bigint[])
        AS b (first, last)
      CROSS JOIN LATERAL (
        SELECT * FROM audit_events a WHERE a.seq >= b.first AND a.seq <= b.last AND a.action = ANY (${actions}::text[])
          AND a.at >= ${from}::timestamptz AND a.at <= ${to}::timestamptz OFFSET 0) a
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) c
    LEFT JOIN projects p ON p.id = c.project_id LEFT JOIN environments e ON e.id = c.environment_id`;
}

export interface RefusalCount extends Counted {
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly caller: string;
  readonly action: string;
  /** Of those who are not signed in. */
  readonly ip: string | null;
  /** Refusals: an event may stand for many that were counted. */
  readonly times: number;
}

/** Refusals of a part by caller. */
export function countRefusals(pool: Pool, { ranges, actions, from, to }: Part): Promise<RefusalCount[]> {
  return sqlOn(pool)<RefusalCount>`
    SELECT a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_label AS caller, a.action,
      CASE WHEN a.actor_kind = 'anonymous' THEN a.ip END AS ip, count(*)::int AS events,
      sum(CASE WHEN a.detail LIKE '{"more":%' THEN (a.detail::jsonb->>'more')::bigint ELSE 1 END)::float8 AS times,
      min(a.at) AS "firstAt", max(a.at) AS "lastAt"
    FROM unnest(${ranges.map(({ first }) => String(first))}::bigint[], ${ranges.map(({ last }) => String(last))}::bigint[])
      AS b (first, last)
    CROSS JOIN LATERAL (
      SELECT * FROM audit_events a WHERE a.seq >= b.first AND a.seq <= b.last AND a.action = ANY (${actions}::text[])
        AND a.at >= ${from}::timestamptz AND a.at <= ${to}::timestamptz OFFSET 0) a
    GROUP BY 1, 2, 3, 4, 5`;
}

/** Events of a part that people and keys caused, by address and hour; `readActions` are counted apart too. */
export function countHours(
  pool: Pool,
  { ranges, actions, from, to }: Part,
  readActions: readonly string[],
): Promise<(HourCount & Counted)[]> {
  return sqlOn(pool)<HourCount & Counted>`
    SELECT a.actor_kind AS "actorKind", a.actor_id AS "actorId", max(a.actor_label) AS caller, a.ip,
      date_trunc('hour', a.at, 'UTC') AS hour, count(*)::int AS events,
      (count(*) FILTER (WHERE a.action = ANY (${readActions}::text[])))::int AS reads,
      min(a.at) AS "firstAt", max(a.at) AS "lastAt"
    FROM unnest(${ranges.map(({ first }) => String(first))}::bigint[], ${ranges.map(({ last }) => String(last))}::bigint[])
      AS b (first, last)
    CROSS JOIN LATERAL (
      SELECT * FROM audit_events a WHERE a.seq >= b.first AND a.seq <= b.last AND a.action = ANY (${actions}::text[])
        AND a.at >= ${from}::timestamptz AND a.at <= ${to}::timestamptz OFFSET 0) a
    WHERE a.actor_kind IN ('user', 'apiKey') AND a.actor_id IS NOT NULL
    GROUP BY a.actor_kind, a.actor_id, a.ip, hour`;
}

export interface PersonEvent extends Counted {
  readonly seq: string;
  readonly action: string;
  readonly by: string;
  readonly person: string;
  /** JSON. */
  readonly detail: string;
}

/** Events of a part that are about people, one by one. */
export function listPersonEvents(pool: Pool, { ranges, actions, from, to }: Part): Promise<PersonEvent[]> {
  return sqlOn(pool)<PersonEvent>`
    SELECT a.seq, a.action, a.actor_label AS by, a.target_name AS person, a.detail, 1 AS events, a.at AS "firstAt", a.at AS "lastAt"
    FROM unnest(${ranges.map(({ first }) => String(first))}::bigint[], ${ranges.map(({ last }) => String(last))}::bigint[])
      AS b (first, last)
    CROSS JOIN LATERAL (
      SELECT * FROM audit_events a WHERE a.seq >= b.first AND a.seq <= b.last AND a.action = ANY (${actions}::text[])
        AND a.at >= ${from}::timestamptz AND a.at <= ${to}::timestamptz OFFSET 0) a
    WHERE a.target_name IS NOT NULL`;
}
