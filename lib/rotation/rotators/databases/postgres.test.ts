import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresServer } from "@/lib/databases/postgres";
import { testRotation } from "@/lib/rotation/rotation.fixture";
import { newAuthority } from "@/test/certificates";
import { type Listener, listen, listenRaw } from "@/test/listener";
import { startPostgres } from "@/test/postgres-server";
import { ADMIN, asJson, databaseTests } from "./databases.fixture";

const t = await testRotation();
const authority = await newAuthority();
const postgres = await startPostgres(await authority.issue({}), ["host all trusted all trust"]);
const { ca } = authority;
const quoted = (name: string) => pg.escapeIdentifier(name);
const CONFIG = { kind: "postgres", host: "127.0.0.1", port: postgres.port, database: "postgres", ca };
const watcher = new pg.Client({
  host: "127.0.0.1",
  port: postgres.port,
  user: "postgres",
  database: "postgres",
});
beforeAll(() => watcher.on("error", () => {}).connect());
afterAll(() => watcher.end());

const d = databaseTests(t, {
  server: postgresServer,
  config: CONFIG,
  makeUser: async ({ user, password }) => {
    await postgres.sql(
      `CREATE ROLE ${quoted(user)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`,
      `GRANT ${quoted(user)} TO ${ADMIN.user} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
    );
  },
  connect: async (login) => {
    const client = new pg.Client({ ...login, host: "127.0.0.1", port: postgres.port, database: "postgres" });
    await client.connect();
    await client.end();
  },
  statements: async () => {
    const { rows } = await watcher.query("SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    return rows.map(({ query }) => query).join("\n");
  },
  log: async () => (await postgres.log()).replaceAll(/CREATE ROLE .*/g, ""),
});

beforeAll(async () => {
  await postgres.sql(
    `CREATE ROLE ${ADMIN.user} LOGIN CREATEROLE PASSWORD '${ADMIN.password}'`,
    "CREATE ROLE weak LOGIN PASSWORD 'weak-password-of-nobody'",
    "CREATE ROLE trusted LOGIN",
  );
  await d.allow();
  await t.stored("ADMIN", JSON.stringify(asJson(ADMIN)));
});

/** What an admin is told when the new password is set at another server. */
const toldBy = async (listener: Pick<Listener, "port">, more: object = {}) => {
  await d.allow(`127.0.0.1:${listener.port}`);
  const { step } = await d.prepared({ users: ["u1", "u2"], port: listener.port, ...more });
  return d.told(d.rotator.set?.(step));
};

describe("a name", () => {
  test.each(["q\"uo'te; --", "ünï-✓", "a".repeat(63), "ALL"])(
    "%s is one user's and no other's",
    async (user) => {
      await d.users(user);
      const { step, login } = await d.prepared({ users: [user, "other"] });
      await d.rotator.set?.(step);
      await d.rotator.test?.(step);
      expect(login.user).toBe(user);
    },
  );
});

describe("an admin is told", () => {
  const set = async (more: object, admin?: string) => {
    const { step } = await d.prepared({ users: ["told_a", "told_b"], ...more }, undefined, admin);
    return d.told(d.rotator.set?.(step));
  };
  beforeAll(() => d.users("told_a", "told_b"));

  test("that the admin credential lacks the right", async () => {
    const weak = JSON.stringify({ username: "weak", password: "weak-password-of-nobody" });
    expect(await set({}, weak)).toBe("The admin credential lacks the right to change this user.");
  });
  test("that it is refused", async () => {
    const wrong = JSON.stringify({ username: ADMIN.user, password: "wrong" });
    expect(await set({}, wrong)).toBe("The server refuses the admin credential.");
  });
  test("that there is no such user or database", async () => {
    expect(await set({ users: ["ghost", "told_b"] })).toBe("There is no user ghost.");
    expect(await set({ database: "nowhere" })).toBe("There is no such database.");
  });
  test("that the user may not sign in", async () => {
    await postgres.sql("ALTER ROLE told_a NOLOGIN");
    const { step } = await d.prepared({ users: ["told_a", "told_b"] });
    await d.rotator.set?.(step);
    expect(await d.told(d.rotator.test?.(step))).toMatch(/not permitted to log in/);
    await postgres.sql("ALTER ROLE told_a LOGIN");
  });
  test("that the server checks no password", async () => {
    const trusted = JSON.stringify({ username: "trusted", password: "whatever" });
    expect(await set({}, trusted)).toMatch(/does not check the password/);
  });
  test.each([
    ["nothing", "just-a-password"],
    ["no password", "postgresql://keeper@db/postgres"],
    ["a NUL in the name", "postgresql://keeper%00options%00-c@:x@db/postgres"],
    ["a NUL in the name in JSON", '{"username":"keeper\\u0000options","password":"x"}'],
    ["a number", '{"username":"keeper","password":7}'],
  ])("that the credential holds %s", async (_what, admin) => {
    expect(await d.told(d.prepared({ users: ["told_a", "told_b"] }, undefined, admin))).toMatch(
      /is not a connection URL with user and password, or JSON/,
    );
  });
  test("that the admin may not be one of the users", async () => {
    const self = JSON.stringify({ username: "told_a", password: "x" });
    expect(await d.told(d.prepared({ users: ["told_a", "told_b"] }, undefined, self))).toMatch(/use another/);
  });
  test.each(["no login", "x://somebody:else@h/"])(
    "that there would be no way back with one user and the value %s",
    async (old) => {
      expect(await d.told(d.prepared({ users: ["told_a"] }, old))).toMatch(
        /no password of told_a that could be put back/,
      );
    },
  );
  test("that a password which is not ASCII could not be put back, and the user keeps it", async () => {
    const { step } = await d.prepared({ users: ["told_a"] }, "x://told_a:p%C3%A4ss@h/");
    expect(await d.told(d.rotator.set?.(step))).toMatch(/cannot be given to the server without telling/);
  });
  test("that the certificate is not trusted: of another authority, of another name", async () => {
    const other = await newAuthority();
    expect(await set({ ca: other.ca })).toMatch(/^The certificate is not trusted\./);
    expect(await set({ ca: "" })).toMatch(/^The certificate is not trusted\./);
    const misnamed = await authority.issue({ names: ["db.example"] });
    const spoken: Buffer[] = [];
    const server = await listenRaw((socket) => {
      socket.once("data", () => {
        const secure = new TLSSocket(socket, { isServer: true, ...misnamed }).on("error", () => {});
        secure.on("data", (chunk) => spoken.push(chunk));
        socket.write("S");
      });
    });
    expect(await toldBy(server)).toMatch(/^The certificate is not trusted\./);
    expect(spoken).toEqual([]);
  });
  test("that the host is private", async () => {
    const { step } = await d.prepared({ users: ["told_a", "told_b"], host: "localhost" });
    expect(await d.told(d.rotator.set?.(step))).toMatch(
      /This host is private\. An Owner can allow it in the settings\.$/,
    );
  });
});

describe("a server that", () => {
  const startup = (answer: (socket: Socket) => void) =>
    listenRaw((socket) => void socket.once("data", () => answer(socket)));

  test("speaks HTTP is told to be none", async () => {
    const http = await listen((_, response) => response.end());
    expect(await toldBy(http)).toBe("The server is not a PostgreSQL server.");
    expect(await toldBy(http, { tls: "none" })).toMatch(/lost|cannot be read|too large/);
  });
  test("offers no TLS gets no byte more", async () => {
    const plain = await startup((socket) => socket.write("N"));
    expect(await toldBy(plain)).toBe("The server offers no TLS.");
    expect(plain.received()).toHaveLength(8);
  });
  test("says more than yes before TLS, or says no at all, is refused", async () => {
    expect(await toldBy(await startup((socket) => socket.write("Sxyz")))).toMatch(/not a PostgreSQL server/);
    expect(await toldBy(await startup((socket) => socket.end()))).toMatch(/connection was lost/);
  });
  test.each([
    ["in clear text", 3, 8],
    ["as MD5", 5, 12],
  ])("wants a password %s gets none", async (_what, kind, length) => {
    const message = Buffer.alloc(1 + length, "R");
    message.writeInt32BE(length, 1);
    message.writeInt32BE(kind, 5);
    const server = await startup((socket) => socket.write(message));
    expect(await toldBy(server, { tls: "none" })).toMatch(
      /does not check the password of this user by SCRAM/,
    );
    expect(server.received().toString()).not.toContain(ADMIN.password);
    expect(server.received().toString("latin1")).not.toContain("md5");
  });
  test.each([
    ["a message cut short", Buffer.concat([Buffer.from("T\0\0\0\x08\x7f\xff\0\0", "latin1")])],
    ["an authentication of no kind", Buffer.from("R\0\0\0\x08\0\0\0\x63", "latin1")],
    ["noise", Buffer.from("\x01\x02\x03\xff\xff\xff\xff\xff\xff", "latin1")],
    ["SASL without an end", Buffer.from("R\0\0\0\x0c\0\0\0\x0aabcd", "latin1")],
    [
      "an endless message",
      Buffer.concat([Buffer.from("D\x7f\xff\xff\xff", "latin1"), Buffer.alloc(2_000_000)]),
    ],
  ])("sends %s does not end the program", async (_what, bytes) => {
    const server = await startup((socket) => socket.end(bytes));
    expect(await toldBy(server, { tls: "none" })).toMatch(/^The .*\.( \([A-Z_]+\))?$/);
  });
  test("hangs is given up on", async () => {
    const silent = await listenRaw(() => {});
    expect(await toldBy(silent)).toBe("There was no answer in time.");
  });
  test("cuts the connection in the middle of the change: the next try settles it", () =>
    d.settlesAfterCut(postgres.port, "ALTER ROLE"));
});
