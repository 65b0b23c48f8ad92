import { mysqlServer } from "./mysql/mysql";
import { postgresServer } from "./postgres";
import type { DatabaseLocation } from "./schema";
import type { DatabaseServer } from "./server";

const SERVERS: Readonly<Record<DatabaseLocation["kind"], DatabaseServer>> = {
  postgres: postgresServer,
  mysql: mysqlServer,
};

/** What speaks to a database. */
export function serverOf({ kind }: Pick<DatabaseLocation, "kind">): DatabaseServer {
  return SERVERS[kind];
}
