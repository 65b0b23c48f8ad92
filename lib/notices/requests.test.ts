import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { addMember, createGroup } from "@/lib/grants/groups/service";
import { isChangeHeld } from "@/lib/platform/change-held";
import { applyAtOnce, approveRequest, rejectRequest } from "@/lib/requests/deciding/service";
import { setPolicy } from "@/lib/requests/policies/service";
import { createSecret } from "@/lib/secrets/service";
import { testNotices } from "./notices.fixture";

const t = await testNotices();
const { ctx, scope, asRole } = t;
const as = (actor: UserActor): Ctx => t.as({ ...actor, confirmedAt: t.clock.now() });
let [alice, bob, owner, member]: UserActor[] = [];
let count = 0;

beforeAll(async () => {
  [alice, bob, owner, member] = [
    await asRole("super_admin"),
    await asRole("super_admin"),
    await asRole("owner"),
    await asRole("member"),
  ];
  await asRole("auditor");
  await createGroup(ctx, { slug: "release", name: "Release" });
  await addMember(ctx, { group: "release", person: member?.email ?? "" });
  await setPolicy(ctx, scope, { approvals: 1, approvers: "release" });
});
beforeEach(async () => {
  t.clock.advanceSeconds(60);
  await t.told();
});

/** Alice asks for a new secret: the id of the request. */
async function asked(): Promise<string> {
  if (!alice) throw new Error("nobody is there");
  count += 1;
  const change = createSecret(as(alice), t.draft(`ASKED_${count}`, "hunter2hunter2"));
  const outcome: unknown = await change.catch((error: unknown) => error);
  if (!isChangeHeld(outcome)) throw new Error(`not held: ${String(outcome)}`);
  return outcome.request.id;
}

const toWhom = async () => new Set((await t.told()).map(({ to }) => to));
const others = () => new Set([bob, owner, t.owner.actor, member].map((one) => (one as UserActor).email));

test("a request that waits is told to those who may approve it, and to no one else", async () => {
  const id = await asked();
  const mails = await t.told();
  expect(new Set(mails.map(({ to }) => to))).toEqual(others());
  expect(mails[0]).toMatchObject({
    subject: expect.stringMatching(/^Approval requested: .*ASKED_1/),
    text: expect.stringContaining(`https://secrets.example.com/requests/${id}`),
  });
  expect(JSON.stringify(mails)).not.toContain("hunter2");
});

test("one that was decided before anybody was told waits for nobody", async () => {
  const id = await asked();
  if (bob) await rejectRequest(as(bob), id, "not today");
  expect(await toWhom()).toEqual(new Set([alice?.email]));
});

test("what became of it is told to who asked", async () => {
  const id = await asked();
  await t.told();
  if (bob) await approveRequest(as(bob), id);
  const mails = await t.told();
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
    [alice?.email, expect.stringMatching(/^Your request was decided: /)],
  ]);
});

test("several that wait are one mail", async () => {
  await asked();
  await asked();
  const mails = await t.told();
  expect(new Set(mails.map(({ subject }) => subject))).toEqual(new Set(["2 requests wait for approval"]));
  expect(mails[0]?.text).toContain("Details: https://secrets.example.com/requests\n");
});

test("an emergency is told to everybody who may approve, whatever they chose", async () => {
  if (bob) {
    const data = { userId: bob.id, kind: "requestEmergency", timing: "off" };
    await t.database.db.noticeChoice.create({ data });
  }
  const id = await asked();
  await t.told();
  if (owner) await applyAtOnce(as(owner), id, "Payments are down");
  const mails = (await t.told()).filter(({ subject }) =>
    subject.startsWith("Emergency, without approvals: "),
  );
  expect(new Set(mails.map(({ to }) => to))).toEqual(others().add(alice?.email ?? ""));
});
