import { beforeAll, describe, expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping } from "@/lib/shared-mappings/service";
import { createSecret } from "../service";
import { deletionPhrase } from "./model";
import { changeSeveral } from "./service";
import { severalSecrets } from "./several.fixture";

const fixture = await severalSecrets();
const { as, asRole, clock, database, owner, draft, storeIn, formOf, preview, go, find, shownValue } = fixture;
const { actionsOn } = fixture;
const { db, pool } = database;

beforeAll(async () => {
  await createProject(owner, { slug: "other" });
});

const outcomes = ({ items }: Awaited<ReturnType<typeof preview>>) =>
  Object.fromEntries(items.map(({ name, outcome }) => [name, outcome]));
const countOf = async (table: string) =>
  (await pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;

describe("copying", () => {
  test("makes new secrets, replaces, leaves alone what is the same, and tells all of it beforehand", async () => {
    const fresh = await storeIn("staging", "FRESH", "a fresh value", {
      description: "Said",
      audience: "tools",
    });
    const other = await storeIn("staging", "other-value", "one value here");
    await storeIn("production", "OTHER_VALUE", "another value there");
    const same = await storeIn("staging", "SAME", "the very same value");
    await storeIn("production", "SAME", "the very same value");
    const [events, rows] = [await countOf("audit_events"), await countOf("secrets")];
    const input = { kind: "copy", to: "production", secret: [fresh, other, same] };
    const shown = await preview(input);
    expect([shown.isDone, shown.to]).toEqual([false, "Production"]);
    expect(outcomes(shown)).toEqual({ FRESH: "new", "other-value": "replaced", SAME: "unchanged" });
    expect(shown.items.find(({ id }) => id === other)?.note).toBe("It is called OTHER_VALUE there.");
    expect([await countOf("audit_events"), await countOf("secrets")]).toEqual([events, rows]);

    expect((await go(input)).isDone).toBe(true);
    expect(await find("production", "FRESH")).toMatchObject({ description: "Said", audience: "tools" });
    expect(await shownValue("production", "FRESH")).toBe("a fresh value");
    expect(await shownValue("production", "OTHER_VALUE")).toBe("one value here");
    expect(await find("production", "SAME")).toMatchObject({ version: 1 });
    expect(await actionsOn(fresh)).toEqual(["secret.created", "secret.copied"]);
    const made = await find("production", "FRESH");
    const event = await db.auditEvent.findFirstOrThrow({ where: { secretId: made.id } });
    expect(JSON.parse(event.detail)).toMatchObject({ copiedFrom: "staging" });
  });

  test("encrypts for where it goes: the ciphertext of the source opens nothing there", async () => {
    const id = await storeIn("staging", "SEALED", "a value to seal");
    await go({ kind: "copy", to: "development", secret: [id] });
    const there = await find("development", "SEALED");
    const versions = await db.secretVersion.findMany({ where: { secretId: { in: [id, there.id] } } });
    expect(new Set(versions.map(({ value }) => value)).size).toBe(2);
    await pool.query(
      "UPDATE secret_versions SET value = o.value FROM secret_versions o WHERE secret_versions.secret_id = $1 AND o.secret_id = $2",
      [there.id, id],
    );
    await expect(shownValue("development", "SEALED")).rejects.toMatchObject({ code: "sealBroken" });
  });

  test("leaves conflicts alone: a shared name, one of two of a name, and what is there already", async () => {
    const shared = { project: "platform", environment: "production" };
    await createSecret(owner, { ...draft("SLACK_SHARED", "a shared value"), ...shared });
    const mapping = { sharedEnvironment: "production", sharedName: "SLACK_SHARED", name: "TAKEN" };
    await createMapping(
      owner,
      newMapping.parse({ project: "default", environment: "production", ...mapping }),
    );
    const taken = await storeIn("staging", "TAKEN");
    const [first, second] = [await storeIn("staging", "TWICE"), await storeIn("development", "TWICE")];
    const here = await storeIn("production", "HERE");
    const report = await go({ kind: "copy", to: "production", secret: [taken, first, second, here] });
    const notes = report.items.map(({ name, outcome, note }) => [name, outcome, note]);
    expect(notes).toEqual([
      ["HERE", "conflict", "It is in Production already."],
      ["TAKEN", "conflict", "A shared secret has this name in Production."],
      ["TWICE", "new", null],
      ["TWICE", "conflict", expect.stringMatching(/is selected too\.$/)],
    ]);
    expect(await find("production", "TWICE")).toMatchObject({ version: 1 });
  });

  test("does nothing when it is no longer what the preview showed", async () => {
    const id = await storeIn("staging", "LATE_ONE", "the value of staging");
    const input = { kind: "copy", to: "production", secret: [id] };
    const { seen } = await preview(input);
    await storeIn("production", "LATE_ONE", "somebody was faster");
    const report = await changeSeveral(owner, formOf({ ...input, step: "go", seen }));
    expect([report.isDone, report.isOutdated, outcomes(report)]).toEqual([
      false,
      true,
      { LATE_ONE: "replaced" },
    ]);
    expect(await shownValue("production", "LATE_ONE")).toBe("somebody was faster");
  });

  test("of hundreds takes a number of statements that does not grow with them", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 120; n += 1) ids.push(await storeIn("staging", `MANY_${n}`, `the value of ${n}`));
    const before = await countOf("secrets");
    expect((await go({ kind: "copy", to: "development", secret: ids })).isDone).toBe(true);
    expect(await countOf("secrets")).toBe(before + 120);
    const { rows } = await pool.query(
      "SELECT count(DISTINCT s.xmin::text)::int AS n FROM secrets s JOIN environments e ON e.id = s.environment_id WHERE s.name LIKE 'MANY_%' AND e.slug = 'development'",
    );
    expect(rows[0].n).toBe(1);
  });
});

describe("moving", () => {
  test("copies and deletes in one transaction, on record on both sides", async () => {
    const id = await storeIn("staging", "MOVED", "a value that moves");
    expect((await go({ kind: "move", to: "production", secret: [id] })).isDone).toBe(true);
    expect(await shownValue("production", "MOVED")).toBe("a value that moves");
    await expect(find("staging", "MOVED")).rejects.toMatchObject({ code: "notFound" });
    expect(await actionsOn(id)).toEqual(["secret.created", "secret.copied", "secret.deleted"]);
  });

  test("leaves alone what is in use, and needs a recent sign-in", async () => {
    const shared = { project: "platform", environment: "staging" };
    const { id } = await createSecret(owner, { ...draft("IN_USE", "a shared value"), ...shared });
    const mapping = { sharedEnvironment: "staging", sharedName: "IN_USE", name: "USED_HERE" };
    await createMapping(owner, newMapping.parse({ project: "default", environment: "staging", ...mapping }));
    const input = { project: "platform", kind: "move", to: "production", secret: [id] };
    expect((await go(input)).items).toMatchObject([
      { outcome: "conflict", note: expect.stringMatching(/mapped|used|maps/i) },
    ]);
    const late = as({ ...(await asRole("owner")), confirmedAt: new Date(clock.now().getTime() - 3_600_000) });
    await expect(preview(input, late)).rejects.toMatchObject({ code: "confirmationNeeded" });
  });
});

describe("deleting", () => {
  test("is done once what it does was typed, all of it or nothing", async () => {
    const ids = [await storeIn("staging", "GONE_1"), await storeIn("development", "GONE_2")];
    const input = { kind: "delete", secret: ids };
    await expect(go(input)).rejects.toMatchObject({
      context: { fields: { confirmation: [expect.anything()] } },
    });
    expect((await go({ ...input, confirmation: deletionPhrase(2) })).isDone).toBe(true);
    await expect(find("staging", "GONE_1")).rejects.toMatchObject({ code: "notFound" });
    expect(await actionsOn(ids[0] ?? "")).toEqual(["secret.created", "secret.deleted"]);
  });
});

describe("classifying", () => {
  test("sets what is given and leaves the rest, one event for each that changed", async () => {
    const [one, two] = [
      await storeIn("staging", "CLASS_1"),
      await storeIn("staging", "CLASS_2", undefined, { category: "tool" }),
    ];
    const report = await go({ kind: "classify", category: "tool", audience: "", secret: [one, two] });
    expect(outcomes(report)).toEqual({ CLASS_1: "changed", CLASS_2: "unchanged" });
    expect(await find("staging", "CLASS_1")).toMatchObject({ category: "tool", audience: "all", version: 1 });
    expect(await actionsOn(one)).toEqual(["secret.created", "secret.classified"]);
    expect(await actionsOn(two)).toEqual(["secret.created"]);
  });
});

describe("is not for", () => {
  test("auditors and Members, nor for secrets of other projects", async () => {
    const id = await storeIn("staging", "GUARDED");
    const elsewhere = await createSecret(owner, {
      ...draft("THERE"),
      project: "other",
      environment: "staging",
    });
    for (const kind of ["copy", "move", "delete", "classify"]) {
      const input = { kind, to: "production", secret: [id] };
      for (const role of ["auditor", "member"] as const)
        await expect(preview(input, as(await asRole(role)))).rejects.toMatchObject({ code: "forbidden" });
      const foreign = { ...input, secret: [id, elsewhere.id] };
      await expect(preview(foreign)).rejects.toMatchObject({ code: "notFound" });
    }
  });
});
