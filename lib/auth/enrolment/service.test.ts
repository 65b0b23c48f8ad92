import { beforeEach, expect, test } from "vitest";
import { createPerson } from "@/lib/people/service";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { beginTwoFactor, codeOf } from "@/test/second-factor";
import { signInWithPassword } from "@/test/sign-in";
import { findPendingSignIn } from "../pending/service";
import { signInByCode } from "../second-step/service";
import { sessionActor } from "../session";
import { completeEnrolment, enrolmentSetup, enrolTotp, startEnrolment } from "./service";

const { ctx: operator, as, clock, database } = await testContext();
const { db } = database;
const ctx = as({ kind: "anonymous" });
const password = "correct horse battery staple";
let email = "";
let count = 0;
beforeEach(async () => {
  count += 1;
  email = `new-${count}@example.com`;
  await createPerson(operator, { email, role: "auditor", password });
  await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: true } }));
});

const begin = () => beginTwoFactor(ctx, { email, password });

async function newCode(token: string): Promise<string> {
  await startEnrolment(ctx, token);
  const pending = await findPendingSignIn(ctx, token);
  const setup = pending && (await enrolmentSetup(ctx, pending));
  return codeOf(setup?.secret ?? "", clock.now());
}

test("who needs a second factor and has none gets a session only once it is set up and the codes are kept", async () => {
  const token = await begin();
  expect(await findPendingSignIn(ctx, token)).toMatchObject({ need: "enrolment", enrolled: null });
  await expect(completeEnrolment(ctx, token)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signInByCode(ctx, token, "123456")).rejects.toMatchObject({ code: "unauthenticated" });
  const codes = await enrolTotp(ctx, token, await newCode(token));
  expect(codes).toHaveLength(10);
  expect(await db.session.count({ where: { user: { email } } })).toBe(0);
  expect(await sessionActor(ctx, token)).toBeNull();
  const { token: session, actor } = await completeEnrolment(ctx, token);
  expect(await sessionActor(ctx, session)).toMatchObject({ email });
  await expect(completeEnrolment(ctx, token)).rejects.toMatchObject({ code: "unauthenticated" });
  const events = await db.auditEvent.findMany({ where: { targetName: email }, orderBy: { seq: "asc" } });
  expect(events.map(({ action }) => action)).toEqual([
    "person.created",
    "session.begun",
    "factor.begun",
    "factor.added",
    "recoveryCodes.made",
    "session.started",
  ]);
  expect(events.at(-1)).toMatchObject({ actorId: actor.id, detail: '{"methods":["password","totp"]}' });
});

test("another sign-in that waited ends when a factor is set up, and cannot finish with it", async () => {
  const [first, second] = [await begin(), await begin()];
  await enrolTotp(ctx, first, await newCode(first));
  await expect(completeEnrolment(ctx, second)).rejects.toMatchObject({ code: "unauthenticated" });
  const later = await begin();
  expect(await findPendingSignIn(ctx, later)).toMatchObject({ need: "secondFactor", enrolled: null });
  await expect(completeEnrolment(ctx, later)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(startEnrolment(ctx, later)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("of two at once that set up a first factor one does", async () => {
  const [first, second] = [await begin(), await begin()];
  const code = await newCode(first);
  const both = await Promise.allSettled([enrolTotp(ctx, first, code), enrolTotp(ctx, second, code)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await db.recoveryCode.count({ where: { user: { email } } })).toBe(10);
});

test("sessions that are open when the requirement is switched on stay open", async () => {
  await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: false } }));
  const { token } = await signInWithPassword(ctx, { email, password });
  await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: true } }));
  expect(await sessionActor(ctx, token)).toMatchObject({ email });
});

test("a sign-in of somebody who is suspended meanwhile sets up nothing", async () => {
  const token = await begin();
  const code = await newCode(token);
  await sealing(ctx, "users", db.user.update({ where: { email }, data: { status: "suspended" } }));
  await expect(enrolTotp(ctx, token, code)).rejects.toMatchObject({ code: "unauthenticated" });
});
