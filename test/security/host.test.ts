import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { verifyChain } from "@/lib/audit/verification/service";
import { newDatabase } from "../database";
import { urlOf } from "../server";
import { callAction, outcomeOf } from "./action";
import { builtActions, pageOf } from "./build";
import { newName, SECRETS_PATH, storeFields } from "./fixture";
import { ask } from "./http";
import { emailOf, PASSWORD, startInstance } from "./instance";
import { ACTION_MATRIX, firstFields } from "./matrix-actions";
import { stateOf } from "./state";

const key = randomBytes(32).toString("hex");
const embedded = await startInstance({ database: "embedded", env: { STRONGROOM_MASTER_KEY: key } });
const shared = { DATABASE_URL: urlOf(await newDatabase()), STRONGROOM_MASTER_KEY: key };
const one = await startInstance({ env: shared });
const other = await startInstance({ env: shared, withPeople: false });
const admin = promisify(execFile);

describe.skipIf(!existsSync("/proc/self/cmdline"))("the process list", () => {
  const read = (path: string) => {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return "";
    }
  };
  const pids = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

  it("shows no key, password or token in any command line", () => {
    const lines = pids()
      .map((pid) => read(`/proc/${pid}/cmdline`))
      .join("\n");
    expect(lines).toContain("server.mjs");
    for (const secret of [key, PASSWORD, embedded.headersOf("owner").cookie ?? "missing"]) {
      expect(lines).not.toContain(secret);
    }
  });

  it("hands the key on to no other process, the database's included", () => {
    const database = pids().filter((pid) => read(`/proc/${pid}/cmdline`).includes(embedded.dataDir));
    expect(database.length).toBeGreaterThan(0);
    for (const pid of database) expect(read(`/proc/${pid}/environ`)).not.toContain(key);
  });
});

describe("the data directory", () => {
  it("is for its owner alone, and with a given key holds none", () => {
    expect(lstatSync(embedded.dataDir).mode & 0o077).toBe(0);
    expect(lstatSync(join(embedded.dataDir, "postgres")).mode & 0o077).toBe(0);
    expect(existsSync(join(embedded.dataDir, "master.key"))).toBe(false);
  });
});

it("chain: 200 audited actions at once in two processes make one unbroken chain (LanternOps/breeze #1002)", async () => {
  const { pool, keys } = one.ctx;
  const headers = one.headersOf("owner");
  const before =
    (await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM audit_events")).rows[0]?.n ?? 0;
  // A busy machine may refuse one for want of a connection; then nothing of it may be on record.
  const store = async (n: number) => {
    const instance = n % 2 ? one : other;
    for (let tries = 0; tries < 20; tries += 1) {
      const fields = storeFields({ name: newName("CHAIN"), value: "x" });
      const call = { action: "storeSecretAction", path: SECRETS_PATH, fields, headers };
      if (outcomeOf(await callAction(instance, "nobody", call)).kind === "done") return true;
    }
    return false;
  };
  const done = await Promise.all(Array.from({ length: 200 }, (_, n) => store(n)));
  expect(done.filter(Boolean)).toHaveLength(200);
  const { rows } = await pool.query<{ n: number; previous: number }>(
    "SELECT count(*)::int AS n, count(DISTINCT previous_hash)::int AS previous FROM audit_events",
  );
  expect(rows[0]).toEqual({ n: before + 200, previous: before + 200 });
  expect(await verifyChain({ pool, key: keys.derive("audit") })).toMatchObject({
    isIntact: true,
    checked: before + 200,
  });
});

it("omission: with the audit log unwritable no action takes effect, and nobody gets in (for every action)", async () => {
  const { pool } = one.ctx;
  const rightFields = await firstFields(one);
  const calls = builtActions().map(({ name }) => ({ name, fields: rightFields.get(name) ?? {} }));
  await pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse();`);
  const before = await stateOf(pool);
  const recorded = calls.filter(({ name }) => !ACTION_MATRIX[name]?.[0]?.isUnrecorded);
  for (const visitor of ["owner", "auditor"] as const) {
    for (const { name, fields } of recorded) {
      const answer = await callAction(one, visitor, { action: name, path: pageOf(name), fields });
      const { kind, detail } = outcomeOf(answer);
      // A step of a sign-in that was never begun leads back to where one begins.
      const isRefused = kind === "redirect" ? /^\/sign-in(\?|$)/.test(detail) : kind !== "done";
      expect([name, isRefused, detail]).toEqual([name, true, detail]);
      expect([name, answer.headers["set-cookie"]]).toEqual([name, undefined]);
    }
  }
  expect(await stateOf(pool)).toEqual(before);
  await pool.query("DROP TRIGGER refuse ON audit_events; DROP FUNCTION refuse();");
  const again = await callAction(one, "owner", {
    action: "storeSecretAction",
    path: SECRETS_PATH,
    fields: storeFields({ name: newName(), value: "x" }),
  });
  expect(outcomeOf(again).kind).toBe("done");
});

it("injection: control characters in what people type reach neither the log nor what operators see", async () => {
  const hostile = ["\u001b[2J", "\u0007", "\u009b31m", "a\rb", "=cmd|'/c calc'!A0", "\u202e"];
  for (const text of hostile) {
    const fields = { ...storeFields({ name: newName(), value: "x" }), description: text };
    await callAction(one, "owner", { action: "storeSecretAction", path: SECRETS_PATH, fields });
    await callAction(one, "owner", {
      action: "storeSecretAction",
      path: SECRETS_PATH,
      fields: { ...fields, name: text },
    });
    await callAction(one, "nobody", {
      action: "signInAction",
      path: "/sign-in",
      fields: { email: text, password: "x" },
    });
    await ask(one.port, { path: `/${encodeURIComponent(text)}`, headers: { "user-agent": "\u009b31m" } });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(one.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(emailOf("owner")).toBeTruthy();
});

it("truncation: the end cut off together with the head is found by a head noted down before", async () => {
  const { pool } = one.ctx;
  const { NODE_ENV: _, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    ...shared,
    STRONGROOM_DATA_DIR: one.dataDir,
    NODE_ENV: "production",
  };
  const verify = (...args: string[]) =>
    admin(process.execPath, ["dist/admin.mjs", "audit", "verify", ...args], { env }).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  const head = /Head: (\d+:[0-9a-f]{64})/.exec(await verify())?.[1] ?? "missing";
  expect(await verify("--expect", head)).toContain("Intact");
  const cut = "DELETE FROM audit_events WHERE seq > (SELECT seq - 3 FROM audit_head)";
  await expect(pool.query(cut)).rejects.toThrow("append only");
  await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
  await pool.query(cut);
  await pool.query(
    `UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1)`,
  );
  // A checkpoint that the program signed just before the cut tells of it as well.
  expect(await verify()).toMatch(/Intact|was signed in a checkpoint, and the log ends before it/);
  expect(await verify("--expect", head)).toContain("Broken");
});
