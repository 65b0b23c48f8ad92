import { describe, expect, test } from "vitest";
import { editSecret, findSecret } from "./service";
import { storedSecrets } from "./stored-secrets.fixture";

const { owner, scope, stored, openAll, actionsOn } = await storedSecrets();

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
