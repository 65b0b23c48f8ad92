import type { Socket } from "node:net";
import pg from "pg";
import { failureWords, systemCode } from "@/lib/net/egress-error";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { generateValue } from "@/lib/secrets/generated-value";
import {
  answered,
  type Begin,
  connectTo,
  failed,
  firstBytes,
  guarded,
  NO_TLS,
  notSettable,
} from "./connection";
import type { Login } from "./login";
import { postgresUsers } from "./postgres-users";
import { scramVerifier } from "./scram";
import { type DatabaseServer, MAKE_MS_MAX } from "./server";

const PASSWORD_LENGTH = 32;
const STATEMENT_MS_MAX = 10_000;

/** PostgreSQL from version 10 on: it gets the verifier of a password, and checks passwords by SCRAM-SHA-256 alone. */
export const postgresServer: DatabaseServer = {
  newPassword: () => generateValue("letters-digits", PASSWORD_LENGTH),
  signIn: async (ctx, location, login) => {
    const socket = await connectTo(ctx, location, begin);
    const client = clientOn(socket, location.database, login);
    try {
      await answered(socket, () => scramOnly(client, socket));
    } catch (error) {
      socket.destroy();
      throw explained(error, login);
    }
    const requireSettable = async (_user: string, password: string) => {
      if (!/^[\x20-\x7e]+$/.test(password)) throw notSettable("It has other characters than those of ASCII.");
    };
    const run = (sql: string) => answered(socket, () => client.query(sql));
    const bounded = () => run(`SET statement_timeout = ${STATEMENT_MS_MAX}`);
    const within = async <T>(work: () => Promise<T>) => {
      try {
        await bounded();
        return await answered(socket, work, MAKE_MS_MAX);
      } catch (error) {
        throw explained(error, login);
      }
    };
    const users = postgresUsers(async (query) => {
      try {
        return await answered(socket, () => client.query(query));
      } catch (error) {
        throw explained(error, login);
      }
    });
    return {
      setPassword: async (user, password) => {
        await requireSettable(user, password);
        const verifier = await scramVerifier(password);
        try {
          await bounded();
          await run(`ALTER ROLE ${pg.escapeIdentifier(user)} PASSWORD ${pg.escapeLiteral(verifier)}`);
        } catch (error) {
          throw explained(error, login, user);
        }
      },
      requireSettable,
      createUser: (user) => within(() => users.createUser(user)),
      extendUser: (user, seconds) => within(() => users.extendUser(user, seconds)),
      dropUser: (user) => within(() => users.dropUser(user)),
      end: () => void answered(socket, () => client.end()).catch(() => {}),
    };
  },
};

/** What asks a PostgreSQL server to begin TLS. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Nothing but the one byte may come before TLS: whoever is in between could have put it there. */
const begin: Begin<Socket> = async (socket, secure, signal) => {
  if (!secure) return socket;
  socket.write(SSL_REQUEST);
  const answer = String(await firstBytes(socket, signal));
  if (answer === "S") return secure(socket);
  const what = answer === "N" ? NO_TLS : "The server is not a PostgreSQL server.";
  throw new AppError("badGateway", what);
};

/** A client on a connection that is there already. */
function clientOn(socket: Socket, database: string, { user, password }: Login): pg.Client {
  const connect = () => {
    process.nextTick(() => socket.emit("connect"));
    return socket;
  };
  const stream = () => Object.assign(guarded(socket), { connect });
  const enableChannelBinding = "encrypted" in socket;
  const client = new pg.Client({
    ...{ user, password, database, host: "localhost", port: 5432, ssl: false, stream, enableChannelBinding },
    application_name: "strongroom",
  });
  // A connection that is lost between two statements shows at the next one.
  return client.on("error", () => {});
}

/**
 * Signs in by SCRAM-SHA-256 or not at all: the server learns nothing that it did not know, and one that lets everybody in did
 * not check the password.
 */
async function scramOnly(client: pg.Client, socket: Socket): Promise<void> {
  let isChecked = false;
  const refuse = () => void socket.destroy(otherwise());
  client.connection.on("authenticationCleartextPassword", refuse);
  client.connection.on("authenticationMD5Password", refuse);
  client.connection.on("authenticationSASLFinal", () => {
    isChecked = true;
  });
  await client.connect();
  if (!isChecked) throw otherwise();
}

function otherwise(): AppError {
  return new AppError("badGateway", "The server does not check the password of this user by SCRAM-SHA-256.");
}

/** What went wrong, in words. `user`: whose password was to change, once somebody signed in. */
function explained(error: unknown, login: Login, user?: string): Error {
  if (isAppError(error)) return error;
  if (error instanceof pg.DatabaseError && error.code) {
    // Who the admin is stands in the value of a secret.
    const said = error.message.replaceAll(login.user, "…");
    return new AppError("badGateway", wordsOf(error.code, login, user) ?? `The server says: ${said}`);
  }
  if (error instanceof Error && error.message.startsWith("SASL")) return otherwise();
  return failed(error) ?? new AppError("badGateway", failureWords("lost", systemCode(error)));
}

/** By the codes of SQLSTATE. */
function wordsOf(code: string, { name }: Login, user: string | undefined): string | null {
  if (code === "28P01") return `The server refuses ${name}.`;
  if (code === "3D000") return "There is no such database.";
  if (user === undefined) return null;
  if (code === "42501") return "The admin credential lacks the right to change this user.";
  return code === "42704" ? `There is no user ${user}.` : null;
}
