import { beforeEach, expect, test } from "vitest";
import { findPendingSignIn } from "@/lib/auth/pending/service";
import { sessionActor } from "@/lib/auth/session";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";
import { signInWithPassword } from "@/test/sign-in";
import { makeOwner } from "../service";
import { resetFactors } from "./service";

const { ctx: operator, as, asRole, database } = await testContext();
const { db } = database;
let person: TwoFactorPerson;
beforeEach(async () => {
  person = await twoFactorPerson(operator);
});

const factorsOf = async (userId: string) =>
  (await db.totp.count({ where: { userId } })) + (await db.recoveryCode.count({ where: { userId } }));

test("a Super Admin lets somebody back in who lost their factor: what was open ends, the password is enough", async () => {
  const { id } = person.ctx.actor;
  const pending = await person.begin();
  const admin = await asRole("super_admin");
  expect(await resetFactors(as(admin), id)).toEqual({ email: person.email });
  expect(await findPendingSignIn(operator, pending)).toBeNull();
  expect(await db.session.count({ where: { userId: id } })).toBe(0);
  expect(await factorsOf(id)).toBe(0);
  const { token } = await signInWithPassword(operator, person);
  expect(await sessionActor(operator, token)).toMatchObject({ email: person.email });
  const event = await db.auditEvent.findFirstOrThrow({ where: { actorId: admin.id } });
  expect(event).toMatchObject({ action: "factor.removed", targetName: person.email });
  expect(JSON.parse(event.detail)).toEqual({ kind: "all", removed: 1, endedSessions: 1 });
});

test.each(["auditor", "member"] as const)("a person as %s may not", async (role) => {
  const attempt = resetFactors(as(await asRole(role)), person.ctx.actor.id);
  await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
});

test("only an Owner does it to an Owner, and nobody to themselves", async () => {
  const owner = await twoFactorPerson(operator, "owner");
  const { id } = owner.ctx.actor;
  await expect(resetFactors(as(await asRole("super_admin")), id)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(resetFactors(owner.ctx, id)).rejects.toMatchObject({ code: "conflict" });
  expect(await factorsOf(id)).toBe(11);
  await resetFactors(as(await asRole("owner")), id);
  expect(await factorsOf(id)).toBe(0);
});

test("it asks for a recent proof, and for a person that there is", async () => {
  const admin = await asRole("super_admin");
  const late = as({ ...admin, confirmedAt: new Date(0) });
  await expect(resetFactors(late, person.ctx.actor.id)).rejects.toMatchObject({ code: "confirmationNeeded" });
  await expect(resetFactors(as(admin), newId())).rejects.toMatchObject({ code: "notFound" });
});

test("an operator lets a lost Owner back in without the factor that was lost", async () => {
  const owner = await twoFactorPerson(operator, "owner");
  const { email } = owner;
  const pending = await owner.begin();
  const password = "a wholly different one";
  expect(await makeOwner(operator, { email, password })).toMatchObject({ email, removedFactors: 1 });
  expect(await findPendingSignIn(operator, pending)).toBeNull();
  expect(await factorsOf(owner.ctx.actor.id)).toBe(0);
  expect((await signInWithPassword(operator, { email, password })).actor.role).toBe("owner");
  expect(await db.auditEvent.count({ where: { action: "factor.removed", targetName: email } })).toBe(1);
});
