import { expect, test } from "vitest";
import { testContext } from "@/test/context";
import { profile } from "./schema";
import { renameSelf } from "./service";

const { as, asRole, database } = await testContext();
const { db } = database;

test("one changes one's own name, which is on record with the old one", async () => {
  const actor = await asRole("member");
  const own = { ...as(actor), actor };
  await renameSelf(own, { name: "Ada" });
  await renameSelf(own, { name: "Ada" });
  expect(await db.user.findUniqueOrThrow({ where: { id: actor.id } })).toMatchObject({ name: "Ada" });
  const [event, ...more] = await db.auditEvent.findMany({ where: { actorId: actor.id } });
  expect(more).toEqual([]);
  expect(event).toMatchObject({ action: "person.renamed", detail: '{"from":"Test member","to":"Ada"}' });
});

test.each(["", "   ", "two\nlines", "a\u202eb", "x".repeat(121)])("is refused as a name: %j", (name) => {
  expect(profile.safeParse({ name }).success).toBe(false);
});
