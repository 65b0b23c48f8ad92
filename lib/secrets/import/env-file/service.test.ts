import { Client } from "pg";
import { beforeAll, expect, test, vi } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { COMPARISONS_MAX } from "../../comparison/model";
import { IMPORT_LINES_MAX, type ImportForm } from "../schema";
import { importEnvFile } from "./service";

const { ctx, as, asRole, database } = await testContext();
const owner = as(await asRole("owner"));
const scope = { project: "default", environment: "production" };

beforeAll(() => ensureBuiltIns(ctx));

function run(text: string, step: "preview" | "import" = "import", more: Partial<ImportForm> = {}) {
  return importEnvFile(owner, { ...scope, text, step, ...more });
}

async function summary(text: string, step?: "preview" | "import", more?: Partial<ImportForm>) {
  const { isDone, lines } = await run(text, step, more);
  return [isDone, ...lines.map(({ line, outcome }) => `${line} ${outcome}`)];
}

test("creates new names, replaces changed values, leaves equal ones alone", async () => {
  expect(await summary("A=1\npayment-key=long enough")).toEqual([true, "1 create", "2 create"]);
  const text = "A=2\nPAYMENT_KEY=long enough\nB=3";
  expect(await summary(text)).toEqual([true, "1 replace", "2 same", "3 create"]);
  const a = await database.db.secret.findFirstOrThrow({ where: { name: "A" }, include: { versions: true } });
  expect(a.versions).toHaveLength(2);
  const events = await database.db.auditEvent.findMany({
    where: { secretId: a.id },
    orderBy: { seq: "asc" },
  });
  expect(events.map((event) => event.action)).toEqual(["secret.created", "secret.rotated"]);
});

test("a line whose value is not stored as it is written says so", async () => {
  const { lines } = await run('PW=ab#cd9\nCFG="{\\"a\\":1}"\nPLAIN=x');
  expect(lines.map(({ warnings }) => warnings.length)).toEqual([1, 1, 0]);
  expect(lines[1]?.warnings[0]).toMatch(/^Escapes .+\.$/);
});

test("a preview compares as storing does: on record, no more often than any comparison, and never a short value", async () => {
  await run("GUESSED=correct horse\nSHORT=1234567");
  const told = async (text: string) => (await run(text, "preview")).lines.map(({ outcome }) => outcome);
  expect(await told("GUESSED=correct horse\nSHORT=1234567")).toEqual(["same", "replace"]);
  expect(await told("GUESSED=wrong horse")).toEqual(["replace"]);
  const compared = async () =>
    (
      await database.db.auditEvent.findMany({
        where: { targetName: "GUESSED", action: "secret.compared" },
        orderBy: { seq: "asc" },
      })
    ).map(({ detail }) => JSON.parse(detail));
  expect(await compared()).toEqual([
    { version: 1, isSame: true },
    { version: 1, isSame: false },
  ]);
  for (let n = 0; n < COMPARISONS_MAX; n += 1) await told(`GUESSED=guess number ${n}`);
  expect(await compared()).toHaveLength(COMPARISONS_MAX);
  expect(await told("GUESSED=correct horse")).toEqual(["replace"]);
});

test("lines that are not picked are left out, and an error among them stops nothing else", async () => {
  const { isDone, lines } = await run("PICKED=some value\nLEFT_OUT=some value", "import", {
    without: new Set([2]),
  });
  expect([isDone, lines.map(({ outcome }) => outcome)]).toEqual([true, ["create", "left"]]);
  expect(await database.db.secret.count({ where: { name: "LEFT_OUT" } })).toBe(0);
});

test("a preview changes nothing", async () => {
  await run("ONLY_SHOWN=1", "preview");
  expect(await database.db.secret.count({ where: { name: "ONLY_SHOWN" } })).toBe(0);
});

test("one bad line is named and stops all, unless it is to be skipped", async () => {
  const text = "GOOD=1\nnonsense\n1BAD=2\nGOOD=3\nEMPTY=\n";
  const bad = ["1 create", "2 error", "3 error", "4 error", "5 error"];
  expect(await summary(text)).toEqual([false, ...bad]);
  expect(await database.db.secret.count({ where: { name: "GOOD" } })).toBe(0);
  expect(await summary(text, "import", { skipIssues: "on" })).toEqual([true, ...bad]);
  expect(await database.db.secret.count({ where: { name: "GOOD" } })).toBe(1);
});

test("two imports at once never leave half of one", async () => {
  const text = Array.from({ length: 20 }, (_, n) => `RACE_${n}=x${n}`).join("\n");
  const outcomes = await Promise.allSettled([run(text), run(text)]);
  expect(outcomes.some((outcome) => outcome.status === "fulfilled")).toBe(true);
  expect(await database.db.secret.count({ where: { name: { startsWith: "RACE_" } } })).toBe(20);
});

test("an import that fails at its last line leaves nothing behind", async () => {
  await database.pool.query(`
    CREATE FUNCTION refuse_last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE TRIGGER refuse_last BEFORE INSERT ON secrets FOR EACH ROW WHEN (NEW.name = 'ALL_499') EXECUTE FUNCTION refuse_last();`);
  const text = Array.from({ length: 500 }, (_, n) => `ALL_${n}=value number ${n}`).join("\n");
  await expect(run(text)).rejects.toThrow();
  expect(await database.db.secret.count({ where: { name: { startsWith: "ALL_" } } })).toBe(0);
  await database.pool.query("DROP TRIGGER refuse_last ON secrets; DROP FUNCTION refuse_last();");
});

test("500 lines take as many statements as one", async () => {
  const file = (name: string, count: number, value: string) =>
    Array.from({ length: count }, (_, n) => `${name}_${n}=${value} ${n}`).join("\n");
  const statements = async (name: string, count: number) => {
    const query = vi.spyOn(Client.prototype, "query");
    expect((await run(file(name, count, "the first"))).isDone).toBe(true);
    expect((await run(file(name, count, "another"))).isDone).toBe(true);
    const { length } = query.mock.calls;
    query.mockRestore();
    return length;
  };
  const forOne = await statements("ONE", 1);
  expect(await statements("MANY", 500)).toBe(forOne);
  expect(forOne).toBeLessThan(40);
});

test("a report never holds a value", async () => {
  const report = await run("CANARY=swordfish-42\nBAD LINE swordfish-42\nEMPTY=\n", "preview");
  expect(JSON.stringify(report)).not.toContain("swordfish");
});

test("5,000 lines take less than three seconds of the processor, and more are refused", {
  timeout: 60_000,
}, async () => {
  const file = (count: number) =>
    Array.from({ length: count }, (_, n) => `LARGE_${n}=some value ${n}`).join("\n");
  const before = process.cpuUsage();
  expect((await run(file(IMPORT_LINES_MAX))).lines).toHaveLength(IMPORT_LINES_MAX);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(3_000);
  await expect(run(file(IMPORT_LINES_MAX + 1), "preview")).rejects.toMatchObject({ code: "validation" });
});

test("is refused to an auditor", async () => {
  const auditor = as(await asRole("auditor"));
  const attempt = importEnvFile(auditor, { ...scope, text: "A=1", step: "preview" });
  await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
});
