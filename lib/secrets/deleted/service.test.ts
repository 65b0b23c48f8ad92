import { beforeAll, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { readChanges } from "../changes/service";
import { createSecret, deleteSecret, editSecret } from "../service";
import { storedSecrets } from "../stored-secrets.fixture";
import { deletedQuery } from "./schema";
import { listDeletedSecrets } from "./service";

const { ctx, as, asRole, owner, scope, clock, draft, stored } = await storedSecrets();
const auditor = as(await asRole("auditor"));

async function storedAndDeleted(name: string) {
  clock.advanceSeconds(1);
  const { id } = await stored(name);
  await deleteSecret(owner, { ...scope, secretId: id, confirmation: name });
  return id;
}

const list = (input: object = {}, limit?: number) =>
  listDeletedSecrets(auditor, scope, deletedQuery.parse(input), limit);
const namesOf = async (input?: object) => (await list(input)).items.map(({ name }) => name);

let first = "";
let second = "";
beforeAll(async () => {
  first = await storedAndDeleted("TWICE");
  const { id, revision, category, audience } = await stored("REPLACED");
  const edit = { name: "RENAMED.key", description: "", category, audience, value: "another value" };
  await editSecret(owner, { ...scope, secretId: id, revision, ...edit });
  await deleteSecret(owner, { ...scope, secretId: id, confirmation: "RENAMED.key" });
  second = await storedAndDeleted("TWICE");
  await stored("TWICE");
  const elsewhere = { ...draft("ELSEWHERE"), environment: "staging" };
  const { id: secretId } = await createSecret(owner, elsewhere);
  await deleteSecret(owner, { ...scope, environment: "staging", secretId, confirmation: "ELSEWHERE" });
});

test("deleted secrets of an environment are listed newest first, with who, when and what was erased", async () => {
  const { items, next, environment } = await list();
  expect(items.map(({ id, name, versions }) => [id, name, versions])).toEqual([
    [second, "TWICE", 1],
    [expect.any(String), "RENAMED.key", 2],
    [first, "TWICE", 1],
  ]);
  expect(items[0]).toMatchObject({
    at: ctx.now().toISOString(),
    by: owner.actor.kind === "user" && owner.actor.email,
  });
  expect([next, environment.name]).toEqual([null, "Production"]);
});

test("pages follow on each other without a gap", async () => {
  const newest = await list({}, 2);
  expect(newest.items).toHaveLength(2);
  const older = await list({ before: newest.next });
  expect(older.items.map(({ id }) => id)).toEqual([first]);
});

test("a search finds a part of the last name, in any case and as it is typed", async () => {
  expect(await namesOf({ search: " renamed.K " })).toEqual(["RENAMED.key"]);
  expect(await namesOf({ search: "REPLACED" })).toEqual([]);
  expect(await namesOf({ search: "%" })).toEqual([]);
  expect(await namesOf({ search: "\0" })).toEqual([]);
});

test("the change log of each is found, also when the name was taken again", async () => {
  for (const deleted of [first, second]) {
    const { secret, page } = await readChanges(auditor, scope, "twice", { deleted });
    expect([secret, page.items.map(({ action }) => action)]).toEqual([
      null,
      ["secret.deleted", "secret.created"],
    ]);
  }
  const { secret } = await readChanges(auditor, scope, "TWICE", {});
  expect(secret?.version).toBe(1);
  const other = readChanges(auditor, scope, "RENAMED.key", { deleted: first });
  await expect(other).rejects.toMatchObject({ code: "notFound" });
});

test("neither a Member nor an API key is told", async () => {
  const member = as(await asRole("member"));
  const input = { name: "k", kind: "service", project: "default", permissions: ["secrets:list"] };
  const { text } = await createApiKey(owner, newApiKey.parse(input));
  const key = as((await authenticateKey(ctx, text)).actor);
  for (const caller of [member, key]) {
    const asked = listDeletedSecrets(caller, scope, deletedQuery.parse({}));
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  }
});
