import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface SendRow {
  readonly seq: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actor: string;
  readonly detail: string;
}

/**
 * How the last sends to an endpoint since a moment ended, newest first: another one of the same name may have been there
 * before. A challenge is no send. Reads no further back than that, and no more than `limit` rows.
 */
export async function lastSends(
  pool: Pool,
  { environment }: Permit<"allowlist.read">,
  targetName: string,
  since: Date,
  limit: number,
): Promise<SendRow[]> {
  return sqlOn(pool)<SendRow>`
    SELECT seq, at, actor_kind AS "actorKind", actor_label AS actor, detail FROM audit_events
    WHERE environment_id = ${environment.id} AND lower(target_name) = lower(${targetName}::text)
      AND at >= ${since}
      AND action IN ('allowlist.sent', 'allowlist.failed') AND detail NOT LIKE '%"isChallenge":true%'
    ORDER BY seq DESC LIMIT ${limit}::int`;
}
