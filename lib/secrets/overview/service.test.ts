import { beforeAll, describe, expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { COMPARISONS_MAX } from "../comparison/model";
import { fillValueGroups } from "../jobs";
import { editSecret, findSecret } from "../service";
import { severalSecrets } from "../several/several.fixture";
import { differenceOf, type OverviewRow } from "./model";
import { overviewQuery } from "./schema";
import { compareEnvironments, findSameAs, readOverview } from "./service";

const { as, asRole, ctx, clock, database, owner, storeIn, go, find, groupOf } = await severalSecrets();
const { pool } = database;
const job = as({ kind: "job", name: "test" });

beforeAll(async () => {
  await createProject(owner, { slug: "other" });
});

const declared = [
  { variable: "NEEDED", name: "NEEDED", requirement: "required" },
  { variable: "GRID_A", name: "grid-a", requirement: "optional" },
] as const;
const read = (query: object) => readOverview(owner, "default", overviewQuery.parse(query), declared);
const rowOf = async (variable: string): Promise<OverviewRow> => {
  const row = (await read({ search: variable })).rows.find((one) => one.variable === variable);
  if (!row) throw new Error(`no row ${variable}`);
  return row;
};
/** In production, staging and development, in a word each. */
const cellsOf = async (variable: string) =>
  (await rowOf(variable)).cells.map((cell) => {
    if (cell.kind !== "set") return cell.kind;
    return cell.sameAs.length > 0 ? `same as ${cell.sameAs}` : cell.isCompared ? "set" : "not compared";
  });

const edit = async (environment: string, name: string, change: object) => {
  const { id: secretId, ...rest } = await find(environment, name);
  const { revision, description, category, audience } = rest;
  const scope = { project: "default", environment };
  await editSecret(owner, { ...scope, secretId, revision, name, description, category, audience, ...change });
};

describe("the grid", () => {
  test("shows each name once, whatever it is written like, with what is declared and missing", async () => {
    await storeIn("staging", "grid-a", "a value for the grid");
    await storeIn("production", "GRID_A", "another one for the grid");
    expect(await cellsOf("GRID_A")).toEqual(["set", "set", "missing"]);
    expect(await rowOf("GRID_A")).toMatchObject({ requirement: "optional" });
    expect(await cellsOf("NEEDED")).toEqual(["missing", "missing", "missing"]);
    expect(await rowOf("NEEDED")).toMatchObject({ requirement: "required" });
  });

  test("shows where a value is the same, and never a fingerprint", async () => {
    for (const environment of ["production", "staging"])
      await storeIn(environment, "EQUAL", "the same value");
    await storeIn("development", "EQUAL", "a different one");
    expect(await cellsOf("EQUAL")).toEqual(["same as Staging", "same as Production", "set"]);
    await edit("development", "EQUAL", { value: "the same value" });
    expect(await cellsOf("EQUAL")).toContain("same as Production,Staging");
    const staging = { project: "default", environment: "staging" };
    expect(await findSameAs(owner, staging, "EQUAL")).toEqual(["Production", "Development"]);
    expect(await findSameAs(owner, staging, "GRID_A")).toEqual([]);
    expect(await findSameAs(owner, staging, "NEEDED")).toBeNull();
    const group = await groupOf((await find("staging", "EQUAL")).id);
    expect(group).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(await read({}))).not.toContain(group);
  });

  test("narrows to what an environment lacks, or any", async () => {
    await storeIn("production", "LACKING", "only in production");
    const names = async (missing: string) => (await read({ missing })).rows.map(({ variable }) => variable);
    expect(await names("staging")).toEqual(expect.arrayContaining(["LACKING", "NEEDED"]));
    expect(await names("staging")).not.toContain("GRID_A");
    expect(await names("*")).toContain("GRID_A");
    expect(await names("*")).not.toContain("EQUAL");
    await expect(read({ missing: "nowhere" })).rejects.toMatchObject({ code: "notFound" });
  });

  test("goes through all names in pages, each once and in order, at any size", async () => {
    const text = `
      INSERT INTO secrets (id, environment_id, name, name_folded, variable, search_text, created_at, updated_at, updated_by, seal)
      SELECT gen_random_uuid(), e.id, n, lower(n), n, lower(n), now(), now(), 'test', ''
      FROM environments e JOIN projects p ON p.id = e.project_id, generate_series(1, 2600) i, LATERAL (SELECT 'P' || lpad(i::text, 5, '0') AS n) names
      WHERE p.slug = 'other' AND (e.slug = 'production' OR i % 2 = 0 AND e.slug = 'staging')`;
    await pool.query(text);
    await pool.query(`
      INSERT INTO secret_versions (id, secret_id, number, value, project_key_id, origin, created_at, created_by, seal)
      SELECT gen_random_uuid(), s.id, 1, '', k.id, 'created', now(), 'test', '' FROM secrets s
        JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id AND p.slug = 'other'
        JOIN project_keys k ON k.project_id = p.id`);
    const all = async (query: object) => {
      const seen: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await readOverview(owner, "other", overviewQuery.parse({ ...query, after }), []);
        seen.push(...page.rows.map(({ variable }) => variable));
        if (page.next === null) return seen;
        after = page.next;
      }
    };
    const names = await all({});
    expect([names.length, new Set(names).size]).toEqual([2_600, 2_600]);
    expect(names).toEqual([...names].sort());
    expect(await all({ missing: "staging" })).toHaveLength(1_300);
    expect(await all({ missing: "production" })).toEqual([]);
    expect(await all({ search: "p0001" })).toHaveLength(10);
  });
});

describe("what is the same", () => {
  test("is found out later for what was renamed, or is older than the program", async () => {
    for (const environment of ["production", "staging"])
      await storeIn(environment, "OLD_ONE", "an old value");
    await pool.query("UPDATE secrets SET value_group = NULL WHERE name = 'OLD_ONE'");
    await edit("production", "OLD_ONE", { name: "NEW_ONE" });
    await edit("staging", "OLD_ONE", { name: "NEW_ONE" });
    expect(await cellsOf("NEW_ONE")).toEqual(["not compared", "not compared", "missing"]);
    await fillValueGroups.run(job, null);
    expect(await cellsOf("NEW_ONE")).toEqual(["same as Staging", "same as Production", "missing"]);
  });

  test("is not found out by renaming: values are told equal under one name only", async () => {
    const guess = await storeIn("development", "GUESS", "a guessed value");
    await storeIn("production", "GUESSED", "a guessed value");
    expect(await groupOf(guess)).not.toBe(await groupOf((await find("production", "GUESSED")).id));
    await edit("development", "GUESS", { name: "GUESSED" });
    expect(await groupOf(guess)).toBeNull();
  });

  test("is told a bounded number of times an hour, whoever makes and deletes secrets to guess", async () => {
    await storeIn("production", "PIN_LIKE", "the value that is guessed");
    for (let n = 1; n < COMPARISONS_MAX; n += 1) {
      const id = await storeIn("development", "PIN_LIKE", `guess number ${n}`);
      await go({ kind: "delete", secret: [id], confirmation: "delete 1 secret" });
    }
    const late = await storeIn("development", "PIN_LIKE", "the value that is guessed");
    expect(await cellsOf("PIN_LIKE")).toEqual(["set", "missing", "not compared"]);
    // Neither does the job that fills what is unknown.
    await pool.query("UPDATE secrets SET value_group = NULL WHERE id = $1", [late]);
    await fillValueGroups.run(job, null);
    expect(await groupOf(late)).toBe("");
    clock.advanceSeconds(3_601);
    await edit("development", "PIN_LIKE", { value: "the value that is guessed" });
    expect(await cellsOf("PIN_LIKE")).toEqual(["same as Development", "missing", "same as Production"]);
  });

  test("is never told of a short value, nor of one that its secret’s limit kept from being compared", async () => {
    for (const environment of ["production", "staging"]) await storeIn(environment, "SHORT_ONE", "1234567");
    expect(await cellsOf("SHORT_ONE")).toEqual(["not compared", "not compared", "missing"]);
    const id = await storeIn("staging", "UNCOMPARED", "some value");
    await pool.query("UPDATE secret_versions SET fingerprint = NULL WHERE secret_id = $1", [id]);
    await pool.query("UPDATE secrets SET value_group = NULL WHERE id = $1", [id]);
    await fillValueGroups.run(job, null);
    expect(await groupOf(id)).toBe("");
  });

  test("leaves alone rows that were tampered with, and goes on with the others", async () => {
    const broken = await storeIn("staging", "BROKEN", "a broken value");
    const intact = await storeIn("production", "BROKEN", "a broken value");
    await pool.query("UPDATE secret_versions SET value = reverse(value) WHERE secret_id = $1", [broken]);
    await pool.query("UPDATE secrets SET value_group = NULL WHERE id = ANY($1)", [[broken, intact]]);
    await fillValueGroups.run(job, null);
    expect([await groupOf(broken), await groupOf(intact)]).toEqual(["", expect.stringMatching(/^\w{32}$/)]);
  });
});

describe("two environments", () => {
  test("differ by name, value, or not at all", async () => {
    await storeIn("staging", "CMP_LEFT", "only on the left");
    await storeIn("development", "CMP_RIGHT", "only on the right");
    for (const environment of ["staging", "development"]) {
      await storeIn(environment, "CMP_SAME", "the same on both");
      await storeIn(environment, "CMP_OTHER", `different in ${environment}`);
      await storeIn(environment, "CMP_SHORT", "short");
    }
    const query = { left: "staging", right: "development", search: "cmp" };
    const { rows } = await compareEnvironments(owner, "default", query);
    expect(Object.fromEntries(rows.map((row) => [row.variable, differenceOf(row)]))).toEqual({
      CMP_LEFT: "onlyLeft",
      CMP_RIGHT: "onlyRight",
      CMP_SAME: "same",
      CMP_OTHER: "different",
      CMP_SHORT: "unknown",
    });
    const narrowed = await compareEnvironments(owner, "default", { ...query, show: "different" });
    expect(narrowed.rows.map(({ variable }) => variable)).toEqual(["CMP_OTHER"]);
  });
});

test("is for whoever may see the project, and not for API keys and Members", async () => {
  const by = async (role: "auditor" | "member") =>
    readOverview(as(await asRole(role)), "default", overviewQuery.parse({}), []);
  expect((await by("auditor")).environments).toHaveLength(3);
  await expect(by("member")).rejects.toMatchObject({ code: "forbidden" });
  expect(
    await findSecret(ctx, { project: "default", environment: "staging", secret: { name: "EQUAL" } }),
  ).toBeTruthy();
});
