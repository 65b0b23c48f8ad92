import { expect, test } from "vitest";
import type { Role } from "@/lib/authorization/actor";
import { testContext } from "@/test/context";
import { noticeChoices } from "./schema";
import { chooseNotices, ownChoices } from "./service";

const { ctx, asRole, database } = await testContext();
const own = async (role: Role) => ({ ...ctx, actor: await asRole(role) });
const chosen = async (by: Awaited<ReturnType<typeof own>>) =>
  Object.fromEntries((await ownChoices(by)).map(({ name, timing }) => [name, timing]));

const ASKED = { requestWaits: "atOnce", requestDecided: "atOnce", requestEmergency: "atOnce" } as const;
const OFF = {
  ...ASKED,
  secretChanged: "off",
  secretDeleted: "off",
  rotationFailed: "off",
  ownAccount: "off",
} as const;

const ADMIN = {
  rotationDue: "daily",
  memberRefused: "atOnce",
  connectionLost: "atOnce",
  backupFailed: "atOnce",
  tampering: "off",
} as const;

test.each([
  ["owner", { ...OFF, ...ADMIN }],
  ["super_admin", { ...OFF, ...ADMIN }],
  ["auditor", { ...OFF, rotationDue: "off", memberRefused: "off", connectionLost: "off" }],
  ["member", { ...ASKED, ownAccount: "off" }],
] as const)(
  "who chose nothing is told what is usual for the role %s, of nothing else",
  async (role, usual) => {
    expect(await chosen(await own(role))).toEqual(usual);
  },
);

test("what one chooses counts for oneself, stays, and is on record", async () => {
  const [me, other] = [await own("owner"), await own("owner")];
  await chooseNotices(me, { secretChanged: "daily", rotationDue: "off" });
  await chooseNotices(me, { secretChanged: "daily" });
  expect(await chosen(me)).toMatchObject({ secretChanged: "daily", rotationDue: "off" });
  expect(await chosen(other)).toMatchObject({ secretChanged: "off", rotationDue: "daily" });
  const events = await database.db.auditEvent.findMany({ where: { actorId: me.actor.id } });
  expect(events).toMatchObject([
    { action: "person.noticesChosen", detail: '{"rotationDue":"off","secretChanged":"daily"}' },
  ]);
});

test("nobody chooses to be told of what their role does not see", async () => {
  for (const [role, kind] of [
    ["member", "secretChanged"],
    ["auditor", "tampering"],
  ] as const)
    await expect(chooseNotices(await own(role), { [kind]: "atOnce" })).rejects.toMatchObject({
      code: "validation",
      context: { fields: { [kind]: ["Your role is not told of this."] } },
    });
});

test("nothing chosen is no choice", async () => {
  await expect(chooseNotices(await own("owner"), {})).rejects.toMatchObject({ code: "validation" });
});

test.each([
  ["rotationDue", "atOnce", "Choose “Off” or “In a daily digest”."],
  ["requestEmergency", "off", "Choose “At once”."],
] as const)("%s cannot be told at another time, nor turned off: %s", async (kind, timing, message) => {
  await expect(chooseNotices(await own("owner"), { [kind]: timing })).rejects.toMatchObject({
    context: { fields: { [kind]: [message] } },
  });
});

test.each([{ secretChanged: "now" }, { everything: "off" }, { secretChanged: ["off"] }])(
  "is refused: %j",
  (input) => {
    expect(noticeChoices.safeParse(input).success).toBe(false);
  },
);

test("a choice that somebody wrote into the database gives nobody more than their role", async () => {
  const member = await own("member");
  const data = { userId: member.actor.id, kind: "secretChanged", timing: "atOnce" };
  await database.db.noticeChoice.create({ data });
  expect(await chosen(member)).toEqual({ ...ASKED, ownAccount: "off" });
});
