import { isAppError } from "@/lib/platform/app-error";
import type { NewUser } from "../server";
import { giveRights } from "../template";
import { hashLiteral } from "./hashes";

/** Runs one statement, and gives its first column. Throws AppError, whose cause is the server's number. */
type Run = (sql: string) => Promise<string[]>;

const NO_SUCH_THREAD = 1094;

/** The users that an admin with CREATE USER makes and drops in MySQL and MariaDB. */
export function mysqlUsers(run: Run, account: (user: string) => string) {
  const dropUser = async (user: string): Promise<void> => {
    // Nobody gets in any more, but whoever is in stays.
    await run(`DROP USER IF EXISTS ${account(user)}`);
    const is = `CAST(user AS BINARY) = 0x${Buffer.from(user).toString("hex")}`;
    for (const id of await run(`SELECT id FROM information_schema.processlist WHERE ${is}`))
      await run(`KILL ${Number(id)}`).catch(unlessGone);
  };
  return {
    createUser: async ({ user, password, statements }: NewUser): Promise<void> => {
      const [version = ""] = await run("SELECT VERSION()");
      // What every client of the one and of the other speaks.
      const plugin = /mariadb/i.test(version) ? "mysql_native_password" : "caching_sha2_password";
      const hash = await hashLiteral(plugin, password);
      await run(`CREATE USER ${account(user)} IDENTIFIED WITH ${plugin} AS ${hash}`);
      await giveRights(statements, account(user), run);
    },
    // A user has no end there.
    extendUser: async (): Promise<void> => {},
    dropUser,
  };
}

function unlessGone(error: unknown): void {
  if (!isAppError(error) || error.context.cause !== NO_SUCH_THREAD) throw error;
}
