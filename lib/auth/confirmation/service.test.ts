import { beforeEach, describe, expect, test } from "vitest";
import { isConfirmed } from "@/lib/authorization/recent-proof";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";
import { signOut } from "../service";
import { PAIR_FAILURES_MAX } from "../throttle/throttle";
import { confirmationMethods, confirmSession } from "./service";

const { ctx: operator, clock, database } = await testContext();
const { db } = database;
let person: TwoFactorPerson;
let own: TwoFactorPerson["ctx"];
beforeEach(async () => {
  person = await twoFactorPerson(operator);
  own = person.ctx;
  clock.advanceSeconds(20 * 60);
});

async function confirmedNow(): Promise<boolean> {
  const { sessionId: id } = own.actor;
  return isConfirmed(await db.session.findUniqueOrThrow({ where: { id } }), clock.now());
}

describe.each([
  ["password", () => ({ password: person.password })],
  ["totp", () => ({ code: person.code() })],
] as const)("by %s", (method, proof) => {
  test("a session may do again what is sensitive, and that is on record", async () => {
    expect(await confirmedNow()).toBe(false);
    await confirmSession(own, proof());
    expect(await confirmedNow()).toBe(true);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "session.confirmed", actorId: own.actor.id },
    });
    expect(JSON.parse(event.detail)).toEqual({ method });
  });

  test("a session that has ended stays ended", async () => {
    await signOut(own);
    await expect(confirmSession(own, proof())).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

test.each([
  ["password", { password: "wrong" }],
  ["code", { code: "000000" }],
] as const)("a wrong %s confirms nothing, is on record, and has to wait after five", async (field, proof) => {
  for (let n = 0; n < PAIR_FAILURES_MAX; n += 1) {
    const attempt = confirmSession(own, proof);
    await expect(attempt).rejects.toMatchObject({
      code: "validation",
      context: { fields: { [field]: [expect.any(String)] } },
    });
  }
  await expect(confirmSession(own, proof)).rejects.toMatchObject({ code: "throttled" });
  expect(await confirmedNow()).toBe(false);
  const refused = { action: "session.refused", actorId: own.actor.id };
  expect(await db.auditEvent.count({ where: refused })).toBe(PAIR_FAILURES_MAX);
});

test("a code confirms once", async () => {
  const code = person.code();
  await confirmSession(own, { code });
  await expect(confirmSession(own, { code })).rejects.toMatchObject({ code: "validation" });
});

test("what one can confirm with is what one has", async () => {
  expect(await confirmationMethods(own)).toMatchObject({ hasPassword: true, hasTotp: true, passkeyCount: 0 });
  await sealing(
    operator,
    "users",
    db.user.update({ where: { id: own.actor.id }, data: { passwordHash: null } }),
  );
  await sealing(operator, "totps", db.totp.deleteMany({ where: { userId: own.actor.id } }));
  expect(await confirmationMethods(own)).toMatchObject({
    hasPassword: false,
    hasTotp: false,
    passkeyCount: 0,
  });
  await expect(confirmSession(own, { password: "" })).rejects.toMatchObject({ code: "validation" });
});
