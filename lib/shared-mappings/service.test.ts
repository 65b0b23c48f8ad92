import { describe, expect, test } from "vitest";
import { importEnvFile } from "@/lib/secrets/import/env-file/service";
import { importForm } from "@/lib/secrets/import/schema";
import { checkName } from "@/lib/secrets/listing/service";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { codeOf } from "@/test/failure";
import { here, mappedSecrets, text, there } from "./mapped-secrets.fixture";
import { mappingQuery, newMapping } from "./schema";
import { deleteMapping, listMappings, mappedScopes, searchMappings } from "./service";

const { as, asRole, db, owner, slackId, map, keyed } = await mappedSecrets();
const auditor = as(await asRole("auditor"));
const list = (by = owner, scope = here, query = {}) => listMappings(by, scope, mappingQuery.parse(query));

describe("a mapping", () => {
  test("lets a name here stand for a shared secret, on record in its change log", async () => {
    await map("ALERTS_TOKEN");
    const [item] = (await list(auditor)).items;
    expect(item).toMatchObject({
      name: "ALERTS_TOKEN",
      secret: { name: "SLACK_TOKEN", environment: "production", version: 1 },
    });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "mapping.created", secretId: slackId },
    });
    expect(JSON.parse(event.detail)).toEqual({
      project: "default",
      environment: "production",
      name: "ALERTS_TOKEN",
      secret: "SLACK_TOKEN",
    });
    expect(await mappedScopes(auditor, { ...there, secret: { id: slackId } })).toEqual({
      count: 1,
      scopes: [{ ...here, name: "ALERTS_TOKEN" }],
    });
  });

  test("is found by its name here and by that of the shared secret, in the environment that it is in", async () => {
    const names = async (search: string, scope = here) =>
      (await searchMappings(auditor, scope, search)).map(({ name }) => name);
    for (const search of ["alerts token", "slack.token", "TOKEN slack alerts"])
      expect(await names(search)).toEqual(["ALERTS_TOKEN"]);
    for (const search of ["", "nothing has this", "%"]) expect(await names(search)).toEqual([]);
    expect(await names("alerts", { ...here, environment: "staging" })).toEqual([]);
  });

  test("takes its name from secrets of the environment, in every spelling and by variable", async () => {
    await createSecret(owner, { ...here, ...text, name: "taken.name" });
    for (const name of ["TAKEN_NAME", "taken-name", "Taken.Name"]) {
      await expect(map(name)).rejects.toMatchObject({
        code: "conflict",
        context: { facts: { holder: "taken.name" }, fields: { name: [expect.any(String)] } },
      });
    }
    for (const name of ["alerts-token", "Alerts_Token"]) {
      const secret = createSecret(owner, { ...here, ...text, name });
      await expect(secret).rejects.toMatchObject({
        code: "conflict",
        context: { facts: { holder: "ALERTS_TOKEN" } },
      });
    }
    expect(await checkName(owner, here, "alerts.token")).toEqual({ issue: null, holder: "ALERTS_TOKEN" });
    await createSecret(owner, { ...here, environment: "staging", ...text, name: "ALERTS_TOKEN" });
  });

  test("is kept from the new name of a secret too", async () => {
    const { id } = await createSecret(owner, { ...here, ...text, name: "RENAMED" });
    const { value: _, ...rest } = text;
    const edit = editSecret(owner, { ...here, ...rest, secretId: id, revision: 1, name: "ALERTS-TOKEN" });
    await expect(edit).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("ALERTS_TOKEN"),
    });
  });

  test("is told of in an import, which stores nothing over it", async () => {
    const form = await importForm.parseAsync({
      ...here,
      text: "ALERTS_TOKEN=x\nIMPORTED=y\n",
      step: "import",
    });
    const report = await importEnvFile(owner, form);
    expect(report.isDone).toBe(false);
    expect(report.lines.map(({ outcome }) => outcome)).toEqual(["error", "create"]);
  });

  test("of two at once to one name, and a secret beside them, one wins", async () => {
    for (let i = 0; i < 5; i += 1) {
      const name = `RACE_${i}`;
      const outcomes = await Promise.all([
        codeOf(map(name)),
        codeOf(map(name.replace("_", "-"))),
        codeOf(createSecret(owner, { ...here, ...text, name })),
        codeOf(createSecret(owner, { ...here, ...text, name: name.replace("_", ".") })),
      ]);
      expect(outcomes.sort()).toEqual(["conflict", "conflict", "conflict", "done"]);
    }
  });

  test.each([
    ["1abc", {}],
    ["STRONGROOM_X", {}],
    ["FINE", { sharedName: "" }],
    ["FINE", { surprise: 1 }],
  ])("is refused for what breaks a rule: %s %j", (name, input) => {
    const parsed = newMapping.safeParse({
      ...here,
      name,
      sharedEnvironment: "production",
      sharedName: "x",
      ...input,
    });
    expect(parsed.success).toBe(false);
  });

  test("to what is not there names that", async () => {
    for (const input of [{ sharedName: "NEVER" }, { sharedEnvironment: "nowhere" }]) {
      await expect(map("FREE", input)).rejects.toMatchObject({
        code: "notFound",
        context: { fields: { sharedName: [expect.any(String)] } },
      });
    }
  });

  test("into platform itself makes no sense", async () => {
    await expect(map("FREE", there)).rejects.toMatchObject({ code: "validation" });
  });
});

test("mappings are made and removed by Owners and Super Admins", async () => {
  const [item] = (await list()).items;
  for (const role of ["auditor", "member"] as const) {
    const by = as(await asRole(role));
    await expect(map("FREE", {}, by)).rejects.toMatchObject({ code: "forbidden" });
    const deletion = deleteMapping(by, { ...here, mappingId: item?.id ?? "" });
    await expect(deletion).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(list(as(await asRole("member")))).rejects.toMatchObject({ code: "forbidden" });
});

describe("a key", () => {
  test("bound to a project maps nothing in that it may not know of; one of the organisation does", async () => {
    await expect(map("KEYED", {}, await keyed({}))).rejects.toMatchObject({ code: "notFound" });
    await map("KEYED", {}, await keyed({ project: null }));
  });

  test("is told only of mappings whose audience and names it may know of", async () => {
    await createSecret(owner, { ...there, ...text, name: "FOR_AGENTS", audience: "agents" });
    await map("AGENTS_ONLY", { sharedName: "FOR_AGENTS" });
    const namesFor = async (input: object) => (await list(await keyed(input))).items.map(({ name }) => name);
    expect(await namesFor({})).not.toContain("AGENTS_ONLY");
    expect(await namesFor({ kind: "agent" })).toContain("AGENTS_ONLY");
    expect(await namesFor({ kind: "agent", secrets: ["agents_only"] })).toEqual(["AGENTS_ONLY"]);
  });
});

test("a list holds every mapping once, by name", async () => {
  const all = (await list()).items.map(({ name }) => name);
  const paged: string[] = [];
  for (let after: string | undefined, isFirst = true; isFirst || after; isFirst = false) {
    const page = await list(owner, here, { limit: 2, after });
    paged.push(...page.items.map(({ name }) => name));
    after = page.next ?? undefined;
  }
  expect(paged).toEqual(all);
});

test("a mapping of another environment cannot be removed from here", async () => {
  const [item] = (await list()).items;
  const deletion = deleteMapping(owner, { ...here, environment: "staging", mappingId: item?.id ?? "" });
  await expect(deletion).rejects.toMatchObject({ code: "notFound" });
});
