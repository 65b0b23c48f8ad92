import { beforeAll, describe, expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import type { NewSecret } from "./schema";
import { createSecret, editSecret, findSecret } from "./service";

const { ctx, as, asRole, database } = await testContext();
const owner = as(await asRole("owner"));
const scope = { project: "default", environment: "production" };

beforeAll(() => ensureBuiltIns(ctx));

function draft(name: string, value = "hunter2hunter2"): NewSecret {
  return { ...scope, name, value, description: "", category: "custom", audience: "all" };
}

async function stored(name: string, value?: string) {
  const { id } = await createSecret(owner, draft(name, value));
  return findSecret(owner, { ...scope, secret: { id } });
}

async function openAll(secretId: string): Promise<string[]> {
  const { id: projectId } = await database.db.project.findUniqueOrThrow({ where: { slug: scope.project } });
  const keys = await ctx.keys.project(projectId);
  const versions = await database.db.secretVersion.findMany({
    where: { secretId },
    orderBy: { number: "asc" },
  });
  return versions.map((v) => keys.open({ projectId, secretId, versionId: v.id }, v).reveal());
}

async function actionsOn(secretId: string) {
  const events = await database.db.auditEvent.findMany({ where: { secretId }, orderBy: { seq: "asc" } });
  return events.map((event) => event.action);
}

type Meta = Awaited<ReturnType<typeof stored>>;

function edit({ id, name, description, category, audience, revision }: Meta) {
  return { ...scope, secretId: id, name, description, category, audience, revision };
}

describe("an edit", () => {
  test("changes everything at once and says each change", async () => {
    const secret = await stored("EDITED", "old value");
    const added = await editSecret(owner, {
      ...edit(secret),
      name: "EDITED_2",
      description: "Now described",
      category: "tool",
      value: "new value",
    });
    expect(added).toEqual({ version: 2, sameValueAs: null });
    expect(await openAll(secret.id)).toEqual(["old value", "new value"]);
    expect(await actionsOn(secret.id)).toEqual([
      "secret.created",
      "secret.renamed",
      "secret.described",
      "secret.classified",
      "secret.rotated",
    ]);
  });

  test("on top of somebody else's is refused with the secret as it is now", async () => {
    const secret = await stored("CONTESTED");
    await editSecret(owner, { ...edit(secret), description: "first" });
    await expect(editSecret(owner, { ...edit(secret), description: "second" })).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { current: { description: "first" } } },
    });
  });

  test("at the same moment as another: one wins, none is mixed", async () => {
    const secret = await stored("RACED");
    const outcomes = await Promise.allSettled(
      ["one", "two", "three", "four"].map((text) =>
        editSecret(owner, { ...edit(secret), description: text }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  test("that changes nothing writes nothing", async () => {
    const secret = await stored("UNTOUCHED");
    expect(await editSecret(owner, edit(secret))).toBeNull();
    expect(await actionsOn(secret.id)).toEqual(["secret.created"]);
  });

  test("to a value used before says so by its fingerprint", async () => {
    const secret = await stored("AGAIN", "the first");
    await editSecret(owner, { ...edit(secret), value: "the second" });
    const now = await findSecret(owner, { ...scope, secret: { id: secret.id } });
    expect(await editSecret(owner, { ...edit(now), value: "the first" })).toEqual({
      version: 3,
      sameValueAs: 1,
    });
  });
});
