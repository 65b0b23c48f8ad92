import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { newDatabase, testDatabase } from "@/test/database";
import { runSql } from "@/test/server";
import { runAdmin } from "./program";
import type { Shell } from "./shell";

const { db, address } = await testDatabase();
const dataDir = await mkdtemp(join(tmpdir(), "strongroom-admin-"));
afterAll(() => rm(dataDir, { recursive: true }));
const env = {
  DATABASE_URL: "url" in address ? address.url : socketUrl(address),
  STRONGROOM_DATA_DIR: dataDir,
  STRONGROOM_MASTER_KEY: randomBytes(32).toString("hex"),
};

function socketUrl(at: { host: string; port: number; user: string; database: string }): string {
  return `postgresql://${at.user}@localhost/${at.database}?host=${encodeURIComponent(at.host)}&port=${at.port}`;
}

/** Runs a command as the shell does, with `typed` on standard input. */
async function admin(args: readonly string[], typed = "", stdin: Record<string, string> = env) {
  const [input, output, notes] = [new PassThrough(), new PassThrough(), new PassThrough()];
  input.end(typed);
  const shell = { env: stdin, root: process.cwd(), input, output, notes } as unknown as Shell;
  const exitCode = await runAdmin(shell, args);
  const [out, err] = [output, notes].map((stream) => String(stream.read() ?? ""));
  return { exitCode, out: out ?? "", err: err ?? "" };
}

const owner = ["owner", "create", "--email", "ada@example.com"];

describe("operator commands", () => {
  test("take the password from standard input, without the newline that echo adds", async () => {
    expect(await admin(owner, "correct horse battery\n")).toMatchObject({ exitCode: 0, err: "" });
    const again = await admin(
      ["person", "create", "--email", "ada@example.com", "--role", "member", "--json"],
      "correct horse battery",
    );
    expect(again.exitCode).toBe(2);
    expect(JSON.parse(again.out)).toMatchObject({
      error: { code: "validation", fields: { email: [expect.any(String)] } },
    });
    const [event] = await db.auditEvent.findMany({ where: { action: "person.created" } });
    expect(event).toMatchObject({ actorKind: "operator", targetName: "ada@example.com" });
  });

  test("print a new API key on standard output, alone, and anything else beside it", async () => {
    const made = await admin(["api-key", "create", "--name", "ci", "--project", "default"]);
    expect(made).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^sr_live_\w{16}_\w{43}\n$/) });
    expect(made.err).toMatch(/never expires/);
    const more = ["--permission", "secrets:read", "--permission", "admin", "--expires", "30d", "--json"];
    const asJson = await admin(["api-key", "create", "--name", "ci", "--project", "default", ...more]);
    expect(JSON.parse(asJson.out)).toMatchObject({
      apiKey: { permissions: ["secrets:read", "admin"], key: expect.any(String) },
    });
    expect(asJson.err).toBe("");
    expect((await admin(["api-key", "create", "--name", "ci", "--project", "nowhere"])).exitCode).toBe(1);
  });

  test("grant access to a group, and take it away again", async () => {
    expect(await admin(["group", "create", "billing", "--name", "Billing"])).toMatchObject({ exitCode: 0 });
    expect(await admin(["group", "add", "billing", "ada@example.com"])).toMatchObject({ exitCode: 0 });
    const scope = ["--project", "default", "--environment", "production"];
    const wanted = ["--group", "billing", ...scope, "--capability", "see", "--expires", "30d"];
    const made = await admin(["grant", "add", ...wanted, "--json"]);
    const { id } = JSON.parse(made.out).grant;
    const { out } = await admin(["grant", "list", "--project", "default"]);
    expect(out).toContain(`${id}  group billing: see every secret in default/production, until `);
    expect(await admin(["grant", "remove", id])).toMatchObject({ exitCode: 0 });
    expect((await admin(["group", "list"])).out).toBe("billing: Billing, 1 member, 0 grants\n");
    expect(await admin(["group", "remove", "billing", "ada@example.com"])).toMatchObject({ exitCode: 0 });
    expect(await admin(["group", "delete", "billing"])).toMatchObject({ exitCode: 0 });
  });

  test.each([["two\nlines\n"], [""], ["\n"], ["short\n"], ["x".repeat(20_000)]])(
    "refuse what is no password on standard input: %j",
    async (typed) => {
      const refused = await admin(owner, typed);
      expect(refused).toMatchObject({ exitCode: 2, out: "" });
      expect(refused.err).toMatch(/^password: /);
    },
  );

  test.each([
    [["bogus"]],
    [["owner", "create"]],
    [["owner", "create", "--password", "x"]],
    [["seed", "--secrets", "0"]],
    [["grant", "add", "--project", "default"]],
    [["grant", "list"]],
    [["group", "add", "billing"]],
  ])("end with 2 when called wrongly: %j", async (args) => {
    expect((await admin(args)).exitCode).toBe(2);
  });

  test("warn of the environment in lines that people read, beside the answer", async () => {
    const trusting = { ...env, NODE_EXTRA_CA_CERTS: "/etc/ca.pem" };
    const { exitCode, out, err } = await admin(["audit", "verify", "--json"], "", trusting);
    expect([exitCode, typeof JSON.parse(out)]).toEqual([0, "object"]);
    expect(err).toMatch(/^Warning: NODE_EXTRA_CA_CERTS names authorities[^{}\n]*\.\n$/);
  });

  test("say in one line why the instance does not start, and end with 1", async () => {
    const other = { ...env, STRONGROOM_MASTER_KEY: randomBytes(32).toString("hex") };
    const failed = await admin(["audit", "verify"], "", other);
    expect(failed.exitCode).toBe(1);
    expect(failed.err).toMatch(
      /^this database needs master key [0-9a-f]{8}…, the one given is [0-9a-f]{8}…\n$/,
    );
  });

  test("doctor finds nothing wrong with a sound instance, and says what is wrong with another", async () => {
    const sound = await admin(["doctor", "--json"]);
    expect(JSON.parse(sound.out).findings.filter((finding: { isWrong: boolean }) => finding.isWrong)).toEqual(
      [],
    );
    expect(sound.exitCode).toBe(0);
    const sick = await admin(["doctor"], "", { ...env, STRONGROOM_MASTER_KEY: "short" });
    expect(sick.exitCode).toBe(1);
    expect(sick.out).toMatch(/^wrong {2}/m);
  });

  test("doctor tells of a rotation of the master key that is not finished", async () => {
    const other = await newDatabase();
    const folder = await mkdtemp(join(tmpdir(), "strongroom-rotating-"));
    const own = {
      DATABASE_URL: "url" in other ? other.url : socketUrl(other),
      STRONGROOM_DATA_DIR: join(folder, "data"),
    };
    for (const [command, finding] of [
      [["project", "create", "shop"], false],
      [["master-key", "prepare"], true],
      [["master-key", "rotate"], false],
    ] as const) {
      expect(await admin(command, "", own)).toMatchObject({ exitCode: 0 });
      const { out, exitCode } = await admin(["doctor"], "", own);
      expect([command, out.includes("wrong  master key rotation: not finished")]).toEqual([command, finding]);
      // A new instance has no Owner, which is wrong too.
      expect(exitCode).toBe(1);
    }
    await rm(folder, { recursive: true });
  });

  test("doctor tells of defaults that the sessions override", async () => {
    const stdin = await newDatabase();
    const url = "url" in stdin ? stdin.url : socketUrl(stdin);
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    await runSql(
      stdin,
      `ALTER DATABASE ${name} SET synchronous_commit = off`,
      `ALTER DATABASE ${name} SET datestyle = 'German'`,
      `ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`,
    );
    const told = await admin(["doctor"], "", { ...env, DATABASE_URL: url });
    expect(told.out).toContain(
      "ok     defaults: DateStyle=German, DMY, TimeZone=Asia/Tokyo, synchronous_commit=off;",
    );
    expect(told.out).toContain("ok     durability: fsync and full_page_writes on");
  });

  test("the master key can be rotated, after which only the new one opens", async () => {
    const next = randomBytes(32).toString("hex");
    const both = {
      ...env,
      STRONGROOM_MASTER_KEY: next,
      STRONGROOM_MASTER_KEY_PREVIOUS: env.STRONGROOM_MASTER_KEY,
    };
    expect((await admin(["master-key", "rotate"], "", both)).exitCode).toBe(0);
    expect((await admin(["audit", "verify"], "", { ...env, STRONGROOM_MASTER_KEY: next })).exitCode).toBe(0);
    expect((await admin(["audit", "verify"])).exitCode).toBe(1);
  });
});
