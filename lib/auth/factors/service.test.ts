import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { sealing, UNSEALED } from "@/test/seals";
import { codeOf, type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";
import { findPendingSignIn } from "../pending/service";
import { makeRecoveryCodes } from "../recovery/service";
import { signInByCode, signInByRecoveryCode } from "../second-step/service";
import { sessionActor } from "../session";
import { confirmTotp, startTotp, totpSetup } from "../totp/service";
import { ownFactors, removeTotp } from "./service";

const { ctx: operator, as, clock, database } = await testContext();
const { db } = database;
const ctx = as({ kind: "anonymous" });
let person: TwoFactorPerson;
let own: TwoFactorPerson["ctx"];
beforeEach(async () => {
  await require(false);
  clock.advanceSeconds(600);
  person = await twoFactorPerson(operator);
  own = person.ctx;
  clock.advanceSeconds(60);
});

async function require(requiresSecondFactor: boolean) {
  await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor } }));
}

async function addPasskey(userId: string) {
  const id = newId();
  const bytes = new Uint8Array(Buffer.from(id));
  const key = { credentialId: bytes, publicKey: bytes, counter: 0, transports: [], name: "Key" };
  await sealing(
    ctx,
    "passkeys",
    db.passkey.create({
      data: { seal: UNSEALED, ...key, id, userId, isBackedUp: false, createdAt: clock.now() },
    }),
  );
}

async function signInAnew(code: string) {
  return signInByRecoveryCode(ctx, await person.begin(), code);
}

const lateOwn = () => ({ ...own, actor: { ...own.actor, confirmedAt: new Date(0) } });

describe("setting up an authenticator app", () => {
  test("keeps its secret sealed to its person", async () => {
    const { secret } = await db.totp.findUniqueOrThrow({ where: { userId: own.actor.id } });
    expect(secret).toMatch(/^[\w+/]{16}:[\w+/]{27}=:[\w+/]{22}==$/);
    const other = await twoFactorPerson(operator);
    await sealing(ctx, "totps", db.totp.update({ where: { userId: other.ctx.actor.id }, data: { secret } }));
    const attempt = signInByCode(ctx, await other.begin(), person.code());
    await expect(attempt).rejects.toMatchObject({ code: "sealBroken" });
  });

  test("counts for nothing until a first code, shows its secret no longer then, and takes it once", async () => {
    await startTotp(own);
    const setup = await totpSetup(own);
    expect(setup?.secret).toMatch(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect(await totpSetup(own)).toEqual(setup);
    const code = codeOf(setup?.secret ?? "", clock.now());
    await expect(confirmTotp(own, code === "000000" ? "000001" : "000000")).rejects.toMatchObject({
      code: "validation",
    });
    const both = await Promise.allSettled([confirmTotp(own, code), confirmTotp(own, code)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await totpSetup(own)).toBeNull();
  });

  test("takes too long after 15 minutes, and shows nothing to a session without a recent proof", async () => {
    await startTotp(own);
    expect(await totpSetup(lateOwn())).toBeNull();
    clock.advanceSeconds(15 * 60);
    await expect(
      confirmTotp({ ...own, actor: { ...own.actor, confirmedAt: clock.now() } }, "123456"),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("makes ten codes the first time, and leaves them when an app replaces another and ends other sessions", async () => {
    expect(new Set(person.recoveryCodes).size).toBe(10);
    for (const code of person.recoveryCodes)
      expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const { token } = await signInAnew(person.recoveryCodes[0] ?? "");
    await startTotp(own);
    const code = codeOf((await totpSetup(own))?.secret ?? "", clock.now());
    expect(await confirmTotp(own, code)).toEqual([]);
    expect(await sessionActor(ctx, token)).toBeNull();
    expect((await ownFactors(own)).recoveryCodesLeft).toBe(9);
  });

  test("ends pending sign-ins that began before", async () => {
    const pending = await person.begin();
    await startTotp(own);
    await confirmTotp(own, codeOf((await totpSetup(own))?.secret ?? "", clock.now()));
    expect(await findPendingSignIn(ctx, pending)).toBeNull();
  });
});

describe("removing the authenticator app", () => {
  test("ends the recovery codes with the last factor, pending sign-ins and other sessions", async () => {
    const { token } = await signInAnew(person.recoveryCodes[0] ?? "");
    const pending = await person.begin();
    await removeTotp(own);
    expect(await sessionActor(ctx, token)).toBeNull();
    expect(await findPendingSignIn(ctx, pending)).toBeNull();
    expect(await ownFactors(own)).toMatchObject({ hasTotp: false, recoveryCodesLeft: 0, totpSince: null });
    await expect(removeTotp(own)).rejects.toMatchObject({ code: "notFound" });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "factor.removed", actorId: own.actor.id },
    });
    expect(JSON.parse(event.detail)).toEqual({ kind: "totp", endedSessions: 1 });
  });

  test("is refused as the last factor where the organisation requires one, and allowed beside a passkey", async () => {
    await require(true);
    await expect(removeTotp(own)).rejects.toMatchObject({ code: "conflict" });
    expect(await ownFactors(own)).toMatchObject({ hasTotp: true, recoveryCodesLeft: 10, isRequired: true });
    await addPasskey(own.actor.id);
    await removeTotp(own);
    expect(await ownFactors(own)).toMatchObject({ hasTotp: false, passkeyCount: 1, recoveryCodesLeft: 10 });
  });
});

describe("recovery codes", () => {
  test("are kept as keyed hashes that differ from person to person, and end when new ones are made", async () => {
    const rows = await db.recoveryCode.findMany({ where: { userId: own.actor.id } });
    expect(rows).toHaveLength(10);
    const stored = Buffer.concat(rows.map(({ codeHash }) => Buffer.from(codeHash))).toString("latin1");
    for (const code of person.recoveryCodes) expect(stored).not.toContain(code.replaceAll("-", ""));
    const made = await makeRecoveryCodes(own);
    expect(made.filter((code) => person.recoveryCodes.includes(code))).toEqual([]);
    await expect(signInAnew(person.recoveryCodes[0] ?? "")).rejects.toMatchObject({ code: "validation" });
    await expect(signInAnew(made[0] ?? "")).resolves.toMatchObject({ actor: { email: person.email } });
  });

  test("are not made for somebody without a second factor", async () => {
    await removeTotp(own);
    await expect(makeRecoveryCodes(own)).rejects.toMatchObject({ code: "conflict" });
  });
});

test.each([
  ["starting an authenticator", () => startTotp(lateOwn())],
  ["confirming an authenticator", () => confirmTotp(lateOwn(), "123456")],
  ["removing an authenticator", () => removeTotp(lateOwn())],
  ["making recovery codes", () => makeRecoveryCodes(lateOwn())],
])("%s asks for a recent proof", async (_, attempt) => {
  const before = await db.auditEvent.count();
  await expect(attempt()).rejects.toMatchObject({ code: "confirmationNeeded" });
  expect(await db.auditEvent.count()).toBe(before);
});
