import { readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { newMasterKeyText } from "@/lib/crypto/master-key";
import { parseShare, rowsOfShare } from "@/lib/keys/shares/share-text";
import { newDatabase, testDatabase } from "@/test/database";
import { scratchDir } from "@/test/scratch";
import { urlOf } from "@/test/server";
import { runAdmin } from "../program";
import type { Shell } from "../shell";

const database = await testDatabase();
const { db, pool } = database;
const dataDir = await scratchDir();
const env = { DATABASE_URL: urlOf(database.address), STRONGROOM_DATA_DIR: dataDir };
const keyFile = join(dataDir, "master.key");
let shares: string[] = [];

/** Runs a command as the shell does: `typed` comes from a pipe, or line by line from a terminal. */
async function admin(args: readonly string[], typed = "", { isTerminal = false, on = env } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal });
  const [output, notes] = [new PassThrough(), new PassThrough()];
  input.end(typed);
  const shell = { env: on, root: process.cwd(), input, output, notes } as unknown as Shell;
  const exitCode = await runAdmin(shell, args);
  const [out, err] = [output, notes].map((stream) => String(stream.read() ?? ""));
  return { exitCode, out: out ?? "", err: err ?? "" };
}

const pick = (...numbers: number[]) => numbers.map((number) => `${shares[number - 1]}\n`).join("");
const split = ["master-key", "split", "--shares", "5", "--threshold", "3"];
const recover = ["master-key", "recover"];
const check = ["master-key", "check-shares"];

beforeAll(async () => {
  const made = await admin([...split, "--json"]);
  shares = JSON.parse(made.out).shares;
});

/** Runs with the key file out of the way, as on a machine that was set up anew. */
async function withoutKey<T>(work: () => Promise<T>): Promise<T> {
  const kept = `${keyFile}.kept`;
  await rename(keyFile, kept);
  return work().finally(() => rename(kept, keyFile));
}

describe("splitting", () => {
  test("prints each share in a line that recovering takes as it is", async () => {
    const { exitCode, out } = await admin(split);
    expect(exitCode).toBe(0);
    const elsewhere = { STRONGROOM_DATA_DIR: join(await scratchDir(), "data") };
    const lines = out.split("\n").slice(0, 7).join("\n");
    expect(lines.match(/^[0-9A-Z-]{119}$/gm)).toHaveLength(3);
    expect(await admin(recover, lines, { on: { ...env, ...elsewhere } })).toMatchObject({ exitCode: 0 });
  });

  test("leaves on record that it was done, and nothing of a share", async () => {
    const [event] = await db.auditEvent.findMany({
      where: { action: "masterKey.split" },
      orderBy: { seq: "asc" },
    });
    const { sheetId, keyId } = parseShare(shares[0] ?? "");
    expect(JSON.parse(event?.detail ?? "")).toEqual({
      key: `${keyId}…`,
      sheet: sheetId,
      shares: 5,
      threshold: 3,
    });
    const stored = JSON.stringify(
      (await pool.query("SELECT e::text, s::text FROM audit_events e, recovery_sheets s")).rows,
    );
    for (const share of shares)
      for (const group of share.split("-").slice(5)) expect(stored).not.toContain(group);
  });

  test("writes pages that only their owner can read, and replaces no file", async () => {
    const file = join(await scratchDir(), "sheet.html");
    const made = await admin([...split, "--sheet", file]);
    expect(made).toMatchObject({ exitCode: 0, err: "" });
    expect(made.out).not.toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file, "utf8");
    expect(before.match(/<section>/g)).toHaveLength(5);
    const count = await db.recoverySheet.count();
    expect((await admin([...split, "--sheet", file])).err).toMatch(/is there already/);
    expect((await admin([...split, "--sheet", join(file, "x")])).err).toMatch(/cannot be written: ENOTDIR/);
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await db.recoverySheet.count()).toBe(count);
  });

  test.each([
    [["1", "1"], /shares: A sheet has 2 to 20 shares/],
    [["21", "3"], /2 to 20/],
    [["3", "4"], /threshold: .*no more than the 3/],
    [["3", "1"], /At least 2/],
    [["x", "2"], /shares: This is a number/],
  ])("into %s is refused", async ([count = "", threshold = ""], message) => {
    const refused = await admin(["master-key", "split", "--shares", count, "--threshold", threshold]);
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringMatching(message) });
  });
});

describe("recovering", () => {
  test("writes the key that the database needs where there is none, for its owner alone", async () => {
    const before = await readFile(keyFile, "utf8");
    await withoutKey(async () => {
      const done = await admin(recover, pick(5, 1, 3));
      expect(done).toMatchObject({ exitCode: 0, out: expect.stringMatching(/It is the one that is needed/) });
      expect(done.out + done.err).not.toContain(before.trim());
      expect(await readFile(keyFile, "utf8")).toBe(before);
      expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
      expect((await readdir(dataDir)).filter((name) => name.includes("draft"))).toEqual([]);
    });
  });

  test("never replaces a file, and asks for nothing then", async () => {
    const before = await readFile(keyFile, "utf8");
    expect(await admin(recover, "")).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/there already/),
    });
    expect(await readFile(keyFile, "utf8")).toBe(before);
  });

  test("refuses a key that is not the one that is needed, and writes nothing", async () => {
    const other = {
      ...env,
      DATABASE_URL: urlOf(await newDatabase()),
      STRONGROOM_DATA_DIR: await scratchDir(),
    };
    expect(
      (await admin(["owner", "create", "--email", "a@example.com"], "correct horse battery", { on: other }))
        .exitCode,
    ).toBe(0);
    await rename(join(other.STRONGROOM_DATA_DIR, "master.key"), join(other.STRONGROOM_DATA_DIR, "kept"));
    expect((await admin(recover, pick(1, 2, 3), { on: other })).err).toMatch(
      /these shares make master key .{8}…, and .{8}… is needed: nothing was written/,
    );
    expect(await readdir(other.STRONGROOM_DATA_DIR)).toEqual(["kept"]);
    const told = [...recover, "--file", join(await scratchDir(), "key"), "--key-id", "00000000"];
    expect((await admin(told, pick(1, 2, 3))).err).toMatch(/and 00000000… is needed/);
  });

  test("works without a database, into a file of one’s own choice where the key comes from a setting", async () => {
    const nowhere = { STRONGROOM_DATA_DIR: await scratchDir(), STRONGROOM_MASTER_KEY: newMasterKeyText() };
    expect((await admin(recover, pick(1, 2, 3), { on: nowhere as never })).err).toMatch(/say with --file/);
    const file = join(await scratchDir(), "new", "key");
    const done = await admin([...recover, "--file", file], pick(1, 2, 3), { on: nowhere as never });
    expect(done).toMatchObject({ exitCode: 0, out: expect.stringMatching(/compare the id/) });
    expect(await readFile(file, "utf8")).toBe(await readFile(keyFile, "utf8"));
  });

  test.each([
    ["one too few", () => pick(1, 2), /2 of 3 shares: one is missing/],
    ["the same twice", () => pick(1, 2, 1), /share 1 is there twice/],
    [
      "one typed wrong",
      () => pick(1) + pick(2).replace(/^(.{12})./, "$1?") + pick(3),
      /share in line 2: group 3 of row 1 is typed wrong/,
    ],
    ["none", () => "# nothing\n\n", /no shares were given/],
    ["something else", () => "x".repeat(70_000), /too long/],
  ])("from shares of which there are %s says so and writes nothing", async (_, typed, message) => {
    const file = join(await scratchDir(), "key");
    const refused = await admin([...recover, "--file", file], typed());
    expect(refused).toMatchObject({ exitCode: 1, out: "", err: expect.stringMatching(message) });
    await expect(stat(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("at a terminal asks row by row; a wrong row, a share of another sheet or one that is there twice is asked for again", async () => {
    const foreign = JSON.parse((await admin([...split, "--json"])).out).shares[3];
    const [first, second, third] = [1, 2, 3].map((number) =>
      rowsOfShare(parseShare(shares[number - 1] ?? "")),
    );
    const line = (row: readonly string[] | undefined) => row?.join(" ").toLowerCase() ?? "";
    const typed = [
      ...(first ?? []).flatMap((row, i) => (i === 2 ? ["oops", line(row)] : [line(row)])),
      foreign,
      shares[0],
      ...(second ?? []).map(line),
      (third ?? []).map(line).join(" "),
    ];
    const file = join(await scratchDir(), "key");
    const done = await admin([...recover, "--file", file], typed.map((one) => `${one}\n`).join(""), {
      isTerminal: true,
    });
    expect(done.exitCode).toBe(0);
    expect(done.err).toMatch(/group 1 of row 3 is typed wrong: type the row again/);
    expect(done.err).toMatch(
      /different recovery sheets are mixed: share 1 of sheet .* Type that share again/,
    );
    expect(done.err).toMatch(/share 1 is there twice/);
    expect(await readFile(file, "utf8")).toBe(await readFile(keyFile, "utf8"));
    const left = await admin([...recover, "--file", `${file}2`], `${shares[0]}\n`, { isTerminal: true });
    expect(left).toMatchObject({ exitCode: 1, err: expect.stringMatching(/Nothing was done/) });
  });
});

describe("a rehearsal", () => {
  test("writes no file, and puts on record that the shares still make the key", async () => {
    const before = await readdir(dataDir);
    const done = await admin(check, pick(2, 4, 5));
    expect(done).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/which is in use\. Nothing was written/),
    });
    expect(await readdir(dataDir)).toEqual(before);
    const { sheetId } = parseShare(shares[0] ?? "");
    const sheet = await db.recoverySheet.findUniqueOrThrow({ where: { id: sheetId } });
    expect(sheet.checkedAt).not.toBeNull();
    const events = await db.auditEvent.findMany({
      where: { action: "masterKey.sharesChecked" },
      orderBy: { seq: "asc" },
    });
    expect(JSON.parse(events.at(-1)?.detail ?? "")).toMatchObject({ sheet: sheetId, shares: 3 });
  });

  test("that fails is none", async () => {
    const before = await db.auditEvent.count({ where: { action: "masterKey.sharesChecked" } });
    expect((await admin(check, pick(2, 4))).exitCode).toBe(1);
    expect(await db.auditEvent.count({ where: { action: "masterKey.sharesChecked" } })).toBe(before);
  });

  test("with shares of a key that was rotated away says so", async () => {
    expect((await admin(["master-key", "rotate"])).exitCode).toBe(0);
    expect((await admin(check, pick(1, 2, 3))).err).toMatch(
      /these shares make master key .* is in use: split that one/,
    );
  });

  test("is asked for by doctor after a year, and new shares after a rotation", async () => {
    const finding = async () => {
      const { findings } = JSON.parse((await admin(["doctor", "--json"])).out);
      return findings.find(({ what }: { what: string }) => what === "recovery sheet");
    };
    expect(await finding()).toMatchObject({
      level: "warning",
      text: expect.stringMatching(/another master key/),
    });
    await admin(split);
    expect(await finding()).toMatchObject({ level: "ok" });
    await pool.query("UPDATE recovery_sheets SET made_at = made_at - interval '366 days', checked_at = NULL");
    expect(await finding()).toMatchObject({ level: "warning", todo: expect.stringMatching(/check-shares/) });
    await pool.query("DELETE FROM recovery_sheets");
    expect(await finding()).toMatchObject({ level: "ok", text: expect.stringMatching(/none/) });
  });
});
