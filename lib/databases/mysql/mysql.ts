import type { Socket } from "node:net";
import { egressError, failureWords, systemCode } from "@/lib/net/egress-error";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { generateValue } from "@/lib/secrets/generated-value";
import { answered, type Begin, connectTo, failed, NO_TLS, notSettable } from "../connection";
import type { Login } from "../login";
import { type DatabaseServer, MAKE_MS_MAX } from "../server";
import { authenticate } from "./authentication";
import { explained, said, serverError } from "./errors";
import { answerHeader, type Greeting, greetingOf } from "./greeting";
import { hashLiteral, PLUGINS, type Plugin, SEED_BYTES } from "./hashes";
import { mysqlUsers } from "./users";
import { fieldsOf, packetOf, type Wire, wireOn } from "./wire";

const COM_QUIT = 1;
const COM_QUERY = 3;

/** MySQL from 8.0.17 on and MariaDB: they get the hash of a password, made for the plugin that the account has. */
export const mysqlServer: DatabaseServer = {
  newPassword: () => generateValue("letters-digits", SEED_BYTES),
  signIn: async (ctx, location, login) => {
    const userHost = location.userHost ?? "%";
    const { socket, wire, greeting } = await connectTo(ctx, location, begin(location.database)).catch(
      (error) => {
        throw told(error, login);
      },
    );
    const during = async <T>(work: () => Promise<T>, user?: string) => {
      try {
        return await answered(socket, work);
      } catch (error) {
        socket.on("error", () => {}).destroy();
        throw told(error, login, user);
      }
    };
    const { database } = location;
    await during(() => authenticate(wire, greeting, login, { isTls: location.tls === "verify", database }));
    const account = (user: string) => `${quoted(user)}@${quoted(userHost)}`;
    const hashed = async (user: string, password: string) => {
      const plugin = await during(() => pluginOf(wire, user, userHost), user);
      const literal = await hashLiteral(plugin, password);
      if (literal === null) throw notSettable("The user signs in by ed25519, and it has not 32 bytes.");
      return { plugin, literal };
    };
    const ask = async (sql: string) => {
      try {
        return await answered(socket, () => query(wire, sql));
      } catch (error) {
        if (isAppError(error) && typeof error.context.cause === "number") throw said(error, login);
        socket.on("error", () => {}).destroy();
        throw told(error, login);
      }
    };
    const users = mysqlUsers(ask, account);
    const within = (work: () => Promise<void>) => answered(socket, work, MAKE_MS_MAX);
    return {
      createUser: (user) => within(() => users.createUser(user)),
      extendUser: () => users.extendUser(),
      dropUser: (user) => within(() => users.dropUser(user)),
      setPassword: async (user, password) => {
        const { plugin, literal } = await hashed(user, password);
        const sql = `ALTER USER ${account(user)} IDENTIFIED WITH ${plugin} AS ${literal}`;
        await during(() => query(wire, sql), user);
      },
      requireSettable: async (user, password) => void (await hashed(user, password)),
      end: () => {
        wire.begin();
        wire.write(Buffer.from([COM_QUIT]));
        socket.on("error", () => {}).end();
      },
    };
  },
};

interface Begun {
  readonly socket: Socket;
  readonly wire: Wire;
  readonly greeting: Greeting;
}

const begin =
  (database: string): Begin<Begun> =>
  async (socket, secure, signal) => {
    const greeting = await greetingOf(socket, signal);
    if (!secure) return { socket, wire: wireOn(socket, 1), greeting };
    if (!greeting.offersTls) throw new AppError("badGateway", NO_TLS);
    socket.write(packetOf(answerHeader({ isTls: true, database }), 1));
    const safe = await secure(socket);
    return { socket: safe, wire: wireOn(safe, 2), greeting };
  };

/** How an account checks its password. Whether it is there shows as well. */
async function pluginOf(wire: Wire, user: string, host: string): Promise<Plugin> {
  const hex = (text: string) => `0x${Buffer.from(text).toString("hex")}`;
  const is = (column: string, text: string) => `CAST(${column} AS BINARY) = ${hex(text)}`;
  const where = `${is("User", user)} AND ${is("Host", host)}`;
  const [found] = await query(wire, `SELECT plugin FROM mysql.user WHERE ${where}`);
  if (found === undefined) throw new AppError("badGateway", `There is no user ${user}@${host}.`);
  // MariaDB leaves it empty for accounts from before there were plugins.
  const plugin = PLUGINS.find((name) => name === (found || "mysql_native_password"));
  if (plugin) return plugin;
  const name = /^\w{1,64}$/.test(found) ? found : "a way of its own";
  throw new AppError("badGateway", `The user signs in by ${name}: use ${PLUGINS.join(", ")}.`);
}

/** The first column of what a statement gives. */
async function query(wire: Wire, sql: string): Promise<string[]> {
  wire.begin();
  wire.write(Buffer.concat([Buffer.from([COM_QUERY]), Buffer.from(sql)]));
  const first = await wire.read();
  if (first[0] === 0xff) throw serverError(first);
  if (first[0] === 0x00) return [];
  // A file is asked for.
  if (first[0] === 0xfb) throw egressError("unreadable");
  while (!isEnd(await wire.read()));
  const rows: string[] = [];
  for (let row = await wire.read(); !isEnd(row); row = await wire.read()) {
    if (row[0] === 0xff) throw serverError(row);
    rows.push(fieldsOf(row).sized()?.toString("utf8") ?? "");
  }
  return rows;
}

function isEnd(packet: Buffer): boolean {
  return packet[0] === 0xfe && packet.length < 9;
}

/** As an identifier: whatever the mode of the server makes of quotation marks and backslashes. */
function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** What went wrong, in words. `user`: whose password was to change, once somebody signed in. */
function told(error: unknown, login: Login, user?: string): Error {
  if (isAppError(error))
    return typeof error.context.cause === "number" ? explained(error, login, user) : error;
  return failed(error) ?? new AppError("badGateway", failureWords("lost", systemCode(error)));
}
