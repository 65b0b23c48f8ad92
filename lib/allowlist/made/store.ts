import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** An endpoint, by where it is. */
export interface MadeEndpoint {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** Endpoints that somebody made, by the name that the audit log has for them; the newest first. */
export function listMade(pool: Pool, maker: string, limit: number): Promise<MadeEndpoint[]> {
  return sqlOn(pool)<MadeEndpoint>`
    SELECT p.slug AS project, e.slug AS environment, a.name, a.created_at AS "createdAt"
    FROM allowlist_endpoints a JOIN environments e ON e.id = a.environment_id JOIN projects p ON p.id = e.project_id
    WHERE a.created_by = ${maker} ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}::int`;
}
