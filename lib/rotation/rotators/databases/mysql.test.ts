import { execFileSync } from "node:child_process";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { hashLiteral } from "@/lib/databases/mysql/hashes";
import { mysqlServer } from "@/lib/databases/mysql/mysql";
import { testRotation } from "@/lib/rotation/rotation.fixture";
import { newAuthority } from "@/test/certificates";
import { type Listener, listen, listenRaw } from "@/test/listener";
import { hasMariadb, startMariadb } from "@/test/mariadb-server";
import { ADMIN, asJson, databaseTests } from "./databases.fixture";

if (!hasMariadb) process.stderr.write("MariaDB is not installed: rotating its passwords is not tested\n");

describe.skipIf(!hasMariadb)("MariaDB", async () => {
  if (!hasMariadb) return;
  const t = await testRotation();
  const authority = await newAuthority();
  const mariadb = await startMariadb(await authority.issue({}), authority.ca);
  const CONFIG = { kind: "mysql", host: "127.0.0.1", port: mariadb.port, ca: authority.ca };
  const account = (user: string) => `\`${user.replaceAll("`", "``")}\`@\`%\``;
  const text = (value: string) => `0x${Buffer.from(value).toString("hex")}`;

  const d = databaseTests(t, {
    server: mysqlServer,
    config: CONFIG,
    makeUser: async ({ user, password }) => {
      const hash = await hashLiteral("mysql_native_password", password);
      mariadb.sql(`CREATE USER ${account(user)} IDENTIFIED BY PASSWORD ${hash}`);
    },
    connect: async ({ user, password }) => {
      const session = await mysqlServer.signIn(t.job, d.config({ users: ["x"] }), {
        user,
        password,
        name: user,
      });
      session.end();
    },
    statements: mariadb.statements,
    log: async () => (await mariadb.log()).replaceAll(/CREATE USER .*/g, ""),
  });
  const pluginOf = (user: string) =>
    mariadb.sql(`SELECT plugin FROM mysql.user WHERE User = ${text(user)}`).trim();

  beforeAll(async () => {
    mariadb.sql(
      `CREATE USER ${ADMIN.user} IDENTIFIED BY '${ADMIN.password}'`,
      `GRANT CREATE USER ON *.* TO ${ADMIN.user}`,
      `GRANT SELECT (User, Host, plugin) ON mysql.user TO ${ADMIN.user}`,
      "CREATE USER weak IDENTIFIED BY 'weak-password-of-nobody'",
      "GRANT SELECT (User, Host, plugin) ON mysql.user TO weak",
      "CREATE USER blind IDENTIFIED BY 'weak-password-of-nobody'",
      "CREATE DATABASE app",
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

  describe("a user", () => {
    test.each(["q\"uo'te`; -- \\", "ünï-✓", "a".repeat(80), "%"])("%s is one, and no other", async (user) => {
      await d.users(user);
      const { step } = await d.prepared({ users: [user, "other"] });
      await d.rotator.set?.(step);
      await d.rotator.test?.(step);
    });

    test("keeps its plugin, also ed25519, whose password another client takes", async () => {
      const first = "0123456789abcdefghijklmnopqrstuv";
      mariadb.sql(
        `CREATE USER ed_a IDENTIFIED VIA ed25519 USING PASSWORD('${first}')`,
        "CREATE USER ed_b IDENTIFIED VIA ed25519 USING PASSWORD('short')",
      );
      const { step, login } = await d.prepared({ users: ["ed_a", "ed_b"] }, `x://ed_a:${first}@h/`);
      for (const phase of ["set", "test", "revoke"] as const) await d.rotator[phase]?.(step);
      expect(login.user).toBe("ed_b");
      expect([pluginOf("ed_a"), pluginOf("ed_b")]).toEqual(["ed25519", "ed25519"]);
      const own = ["--no-defaults", "--protocol=tcp", "-h127.0.0.1", `-P${mariadb.port}`, "-ued_b", "-BN"];
      const env = { ...process.env, MYSQL_PWD: login.password };
      expect(
        execFileSync("mariadb", [...own, "-e", "SELECT CURRENT_USER()"], { env })
          .toString()
          .trim(),
      ).toBe("ed_b@%");
      await d.refuses({ user: "ed_a", password: first });
    });

    test("alone, whose password could not be put back, keeps it, and the rotation can be cancelled", async () => {
      mariadb.sql("CREATE USER ed_c IDENTIFIED VIA ed25519 USING PASSWORD('short')");
      const { step } = await d.prepared({ users: ["ed_c"] }, "x://ed_c:short@h/");
      expect(await d.told(d.rotator.set?.(step))).toMatch(/cannot be given to the server without telling/);
    });
  });

  describe("an admin is told", () => {
    const set = async (more: object, admin?: string) => {
      const { step } = await d.prepared({ users: ["told_a", "told_b"], ...more }, undefined, admin);
      return d.told(d.rotator.set?.(step));
    };
    const other = (username: string, password = "weak-password-of-nobody") =>
      JSON.stringify({ username, password });
    beforeAll(() => d.users("told_a", "told_b"));

    test("that the admin credential lacks a right, or is refused", async () => {
      expect(await set({}, other("weak"))).toBe("The admin credential lacks the right to change this user.");
      expect(await set({}, other("blind"))).toMatch(/lacks the right to read mysql.user/);
      expect(await set({}, other(ADMIN.user, "wrong"))).toBe("The server refuses the admin credential.");
    });
    test("that there is no such user or database", async () => {
      expect(await set({ users: ["ghost", "told_b"] })).toBe("There is no user ghost@%.");
      expect(await set({ userHost: "10.0.0.1" })).toBe("There is no user told_a@10.0.0.1.");
      expect(await set({ users: ["TOLD_A", "told_b"] })).toBe("There is no user TOLD_A@%.");
      expect(await set({ database: "nowhere" })).toMatch(/no such database/);
    });
    test("that the user signs in by what is not done here", async () => {
      mariadb.sql("CREATE USER by_socket IDENTIFIED VIA unix_socket");
      expect(await set({ users: ["by_socket", "told_b"] })).toMatch(
        /^The user signs in by unix_socket: use /,
      );
    });
    test("that the user is locked", async () => {
      mariadb.sql("ALTER USER told_a ACCOUNT LOCK");
      const { step } = await d.prepared({ users: ["told_a", "told_b"] });
      await d.rotator.set?.(step);
      expect(await d.told(d.rotator.test?.(step))).toMatch(/locked/);
      mariadb.sql("ALTER USER told_a ACCOUNT UNLOCK");
    });
    test("that the certificate is not trusted: of another authority, of another name", async () => {
      expect(await set({ ca: (await newAuthority()).ca })).toMatch(/^The certificate is not trusted\./);
      const misnamed = await authority.issue({ names: ["db.example"] });
      const spoken: Buffer[] = [];
      const server = await listenRaw((socket) => {
        socket.write(GREETING);
        socket.once("data", (chunk) => {
          socket.pause();
          socket.unshift(chunk.subarray(36));
          const secure = new TLSSocket(socket, { isServer: true, ...misnamed }).on("error", () => {});
          secure.on("data", (more) => spoken.push(more));
        });
      });
      expect(await toldBy(server)).toMatch(/^The certificate is not trusted\./);
      expect(spoken).toEqual([]);
    });
  });

  describe("a server that", () => {
    const greeted = (bytes: Buffer, ...answers: readonly Buffer[]) =>
      listenRaw((socket: Socket) => {
        socket.write(bytes);
        const left = [...answers];
        socket.on("data", () => {
          const next = left.shift();
          if (next) socket.write(next);
        });
      });

    test("waits for the client to speak first, as HTTP does, is given up on", async () => {
      const http = await listen((_, response) => response.end());
      expect(await toldBy(http)).toBe("There was no answer in time.");
    });
    test("offers no TLS gets no byte", async () => {
      const plain = await greeted(greeting({ flags: 0xf7ff }));
      expect(await toldBy(plain)).toBe("The server offers no TLS.");
      expect(plain.received()).toHaveLength(0);
    });
    test("says more than its greeting before TLS is refused", async () => {
      expect(await toldBy(await greeted(Buffer.concat([GREETING, packet(Buffer.alloc(7), 1)])))).toMatch(
        /cannot be read/,
      );
    });
    test.each(["mysql_clear_password", "sha256_password", "dialog", "mysql_old_password", "<script>"])(
      "wants the password by %s gets none",
      async (plugin) => {
        const wanted = Buffer.concat([Buffer.from(`\xfe${plugin}\0`, "latin1"), Buffer.alloc(21)]);
        const server = await greeted(GREETING, packet(wanted, 2));
        expect(await toldBy(server, { tls: "none" })).toMatch(/sign in by [\w ]+, which is not done here/);
        expect(server.received().toString("latin1")).not.toContain(ADMIN.password);
      },
    );
    test("wants the password of caching_sha2_password itself without TLS gets none", async () => {
      const server = await greeted(
        greeting({ plugin: "caching_sha2_password" }),
        packet(Buffer.from([1, 4]), 2),
      );
      expect(await toldBy(server, { tls: "none" })).toMatch(/use TLS/);
      expect(server.received().toString("latin1")).not.toContain(ADMIN.password);
    });
    test.each([
      ["a greeting cut short", packet(Buffer.from("\x0a11.0\0\x01", "latin1"), 0)],
      ["an error", packet(Buffer.from("\xff\x10\x04Too many connections", "latin1"), 0)],
      ["an old protocol", packet(Buffer.from("\x093.23\0", "latin1"), 0)],
      ["noise", Buffer.from("\xff\xff\xff\x00noise", "latin1")],
    ])("sends %s does not end the program", async (_what, bytes) => {
      expect(await toldBy(await greeted(bytes), { tls: "none" })).toMatch(/^The .*[.s]$/);
    });
    test("asks for a file or sends no end of packets is refused", async () => {
      const ok = packet(Buffer.from([0, 0, 0, 2, 0, 0, 0]), 2);
      const file = await greeted(GREETING, ok, packet(Buffer.from("\xfb/etc/passwd", "latin1"), 1));
      expect(await toldBy(file, { tls: "none" })).toMatch(/cannot be read/);
      const endless = Buffer.concat(Array.from({ length: 5_000 }, () => packet(Buffer.from([1, 2]), 1)));
      expect(await toldBy(await greeted(GREETING, ok, endless), { tls: "none" })).toMatch(/too large/);
    });
    test("cuts the connection in the middle of the change: the next try settles it", () =>
      d.settlesAfterCut(mariadb.port, "ALTER USER"));
  });
});

function packet(payload: Buffer, sequence: number): Buffer {
  return Buffer.concat([Buffer.from([payload.length & 0xff, payload.length >> 8, 0, sequence]), payload]);
}

/** The greeting of a server, with TLS unless the flags say otherwise. */
function greeting({ flags = 0xffff, plugin = "mysql_native_password" } = {}): Buffer {
  const low = Buffer.from([flags & 0xff, flags >> 8]);
  const start = [
    Buffer.from("\x0a11.0\0", "latin1"),
    Buffer.alloc(4, 1),
    Buffer.alloc(8, 2),
    Buffer.alloc(1),
    low,
  ];
  const middle = [
    Buffer.from([45, 2, 0, 0xff, 0xff, 21]),
    Buffer.alloc(10),
    Buffer.alloc(12, 3),
    Buffer.alloc(1),
  ];
  return packet(Buffer.concat([...start, ...middle, Buffer.from(`${plugin}\0`)]), 0);
}

const GREETING = greeting();
