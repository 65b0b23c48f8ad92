import pg from "pg";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import { scramVerifier } from "./scram";
import type { NewUser } from "./server";
import { giveRights } from "./template";

/** By the extended protocol, in which the server takes one statement at a time. */
interface OneStatement extends pg.QueryConfig {
  readonly queryMode: "extended";
}

/** Runs a statement. Throws AppError. */
type Run = (query: string | OneStatement) => Promise<pg.QueryResult>;

/**
 * Taken by whoever makes or drops users here: rights on the same object that are given at the same moment would fail each other.
 */
const LOCK = `SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.databaseUsers})`;

/** The users that an admin with CREATEROLE makes and drops in PostgreSQL. */
export function postgresUsers(run: Run) {
  return {
    createUser: async ({ user, password, seconds, statements }: NewUser): Promise<void> => {
      const name = pg.escapeIdentifier(user);
      const verifier = pg.escapeLiteral(await scramVerifier(password));
      await run("BEGIN");
      try {
        await run(LOCK);
        const until = pg.escapeLiteral(await endIn(run, seconds));
        await run(`CREATE ROLE ${name} LOGIN PASSWORD ${verifier} VALID UNTIL ${until}`);
        await giveRights(statements, name, (text) => run({ text, queryMode: "extended" }));
        await run("COMMIT");
      } catch (error) {
        await run("ROLLBACK").catch(() => {});
        throw error;
      }
    },
    extendUser: async (user: string, seconds: number): Promise<void> => {
      const until = pg.escapeLiteral(await endIn(run, seconds));
      await run(`ALTER ROLE ${pg.escapeIdentifier(user)} VALID UNTIL ${until}`);
    },
    dropUser: async (user: string): Promise<void> => {
      const [name, text] = [pg.escapeIdentifier(user), pg.escapeLiteral(user)];
      const found = `SELECT current_setting('server_version_num')::int AS version FROM pg_roles WHERE rolname = ${text}`;
      const version = (await run(found)).rows[0]?.version;
      if (version === undefined) return;
      await run(`ALTER ROLE ${name} NOLOGIN`);
      // Whoever made a role may give it to themselves, but does not act for it before that.
      await run(`GRANT ${name} TO CURRENT_USER${version >= 160_000 ? " WITH INHERIT TRUE, SET TRUE" : ""}`);
      const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${text}`;
      await run(terminate);
      await run("BEGIN");
      try {
        await run(LOCK);
        await run(`REASSIGN OWNED BY ${name} TO CURRENT_USER`);
        await run(`DROP OWNED BY ${name}`);
        // Whoever was about to get in at that moment is in by now.
        await run(terminate);
        await run(`DROP ROLE ${name}`);
        await run("COMMIT");
      } catch (error) {
        await run("ROLLBACK").catch(() => {});
        throw error;
      }
    },
  };
}

/** By the server's own clock. */
async function endIn(run: Run, seconds: number): Promise<string> {
  const end = `clock_timestamp() + make_interval(secs => ${Math.max(1, Math.ceil(seconds))})`;
  const { rows } = await run(`SELECT to_char(${end}, 'YYYY-MM-DD HH24:MI:SSOF') AS until`);
  return String(rows[0]?.until);
}
