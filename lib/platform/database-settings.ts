import { Issue } from "./setting-issue";

/** A URL of PostgreSQL, as it was given. */
export function parseDatabaseUrl(text: string): string | Issue {
  const rule = new Issue("must look like postgresql://user:password@host:5432/database");
  if (!URL.canParse(text)) return rule;
  const { protocol, searchParams } = new URL(text);
  if (!/^postgres(ql)?:$/.test(protocol)) return rule;
  // What Prisma takes from a URL and other programs do not: it is obeyed or refused, never ignored.
  if ((searchParams.get("schema") ?? "public") !== "public")
    return new Issue(
      "names a schema: Strongroom keeps its tables in the schema public of a database of its own",
    );
  const limit = searchParams.get("connection_limit");
  if (limit === null || !(parseConnections(limit) instanceof Issue)) return text;
  return new Issue(`has a connection_limit that is none: it ${CONNECTIONS_RULE}`);
}

/** How many connections one instance opens, when nothing is said. */
export const CONNECTIONS_DEFAULT = 20;
const CONNECTIONS_RULE = "must be a number from 4 to 1000";

/** How many connections one instance may open. */
export function parseConnections(text: string): number | Issue {
  const count = Number(text);
  return /^\d{1,4}$/.test(text) && count >= 4 && count <= 1_000 ? count : new Issue(CONNECTIONS_RULE);
}

/** What a URL itself says of that; null when it says nothing. */
export function connectionLimitOf(databaseUrl: string | null): number | null {
  const limit = databaseUrl && new URL(databaseUrl).searchParams.get("connection_limit");
  return limit ? Number(limit) : null;
}
