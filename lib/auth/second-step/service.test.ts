import { describe, expect, test } from "vitest";
import { changePassword } from "@/lib/people/service";
import { sealing } from "@/test/seals";
import { type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";
import { removeTotp } from "../factors/service";
import { findPendingSignIn } from "../pending/service";
import { newSessionToken, sessionActor } from "../session";
import { totpCode } from "../totp/schema";
import { outcome, testSecondStep } from "./second-step.fixture";
import { signInByCode, signInByRecoveryCode } from "./service";

let person: TwoFactorPerson;
const { ctx, operator, clock, db } = await testSecondStep((made) => {
  person = made;
});

describe("a code of the authenticator", () => {
  test("after the right password starts a session that says by what", async () => {
    const { token, actor } = await signInByCode(ctx, await person.begin(), person.code());
    expect(await sessionActor(ctx, token)).toMatchObject({ email: person.email });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { actorId: actor.id, action: "session.started" },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(event.detail)).toEqual({ methods: ["password", "totp"] });
  });

  test("is accepted once, also in another sign-in (CVE-2025-6015)", async () => {
    const [first, second] = [await person.begin(), await person.begin()];
    const code = person.code();
    expect(await outcome(signInByCode(ctx, first, code))).toBe("in");
    expect(await outcome(signInByCode(ctx, second, code))).toBe("validation");
  });

  test("of two parallel requests lets exactly one in, in one sign-in and in several", async () => {
    const [first, second] = [await person.begin(), await person.begin()];
    const code = person.code();
    const outcomes = await Promise.all(
      [first, first, second, second].map((token) => outcome(signInByCode(ctx, token, code))),
    );
    expect(outcomes.filter((one) => one === "in")).toHaveLength(1);
  });

  test.each([
    ["in groups", (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ["with a dash", (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    [
      "in full-width digits",
      (code: string) => code.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d))),
    ],
    ["between spaces", (code: string) => `\t${code}\u00a0`],
  ])("is the same code %s", async (_, spelling) => {
    const code = person.code();
    expect(totpCode.parse(spelling(code))).toBe(code);
    expect(await outcome(signInByCode(ctx, await person.begin(), totpCode.parse(spelling(code))))).toBe("in");
    expect(await outcome(signInByCode(ctx, await person.begin(), code))).toBe("validation");
  });

  test.each(["", "12345", "1234567", "12345a", "１２３", "1".repeat(41), "٠١٢٣٤٥", "abc def"])(
    "is not what is not six digits: %j",
    (typed) => {
      expect(totpCode.safeParse(typed).success).toBe(false);
    },
  );

  test("of a clock that is 40 seconds off is accepted within one step, once", async () => {
    clock.advanceSeconds(15);
    const late = person.code(-40);
    expect(await outcome(signInByCode(ctx, await person.begin(), late))).toBe("in");
    expect(await outcome(signInByCode(ctx, await person.begin(), late))).toBe("validation");
    expect(await outcome(signInByCode(ctx, await person.begin(), person.code(15)))).toBe("in");
  });

  test.each([-75, 75, 3_600])("of a clock that is %i seconds off is refused", async (seconds) => {
    clock.advanceSeconds(15);
    expect(await outcome(signInByCode(ctx, await person.begin(), person.code(seconds)))).toBe("validation");
  });

  test("before the last accepted one is refused, though its time is not over", async () => {
    expect(await outcome(signInByCode(ctx, await person.begin(), person.code(30)))).toBe("in");
    expect(await outcome(signInByCode(ctx, await person.begin(), person.code()))).toBe("validation");
  });

  test("of somebody else is refused", async () => {
    const other = await twoFactorPerson(operator);
    clock.advanceSeconds(60);
    expect(await outcome(signInByCode(ctx, await person.begin(), other.code()))).toBe("validation");
  });

  test("that was wrong is on record without the code", async () => {
    await outcome(signInByCode(ctx, await person.begin(), "000000"));
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "session.refused", targetName: person.email },
    });
    expect(JSON.parse(event.detail)).toEqual({ reason: "wrong code" });
  });
});

describe("a recovery code", () => {
  test("lets one in once, however it is typed, and is on record with what is left", async () => {
    const [code = ""] = person.recoveryCodes;
    const typed = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")}`;
    const { actor } = await signInByRecoveryCode(ctx, await person.begin(), typed);
    expect(await outcome(signInByRecoveryCode(ctx, await person.begin(), code))).toBe("validation");
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "factor.recovered", targetName: actor.email },
    });
    expect(JSON.parse(event.detail)).toEqual({ left: 9 });
  });

  test("of two parallel requests lets exactly one in", async () => {
    const tokens = [await person.begin(), await person.begin()];
    const code = person.recoveryCodes[1] ?? "";
    const outcomes = await Promise.all(
      tokens.map((token) => outcome(signInByRecoveryCode(ctx, token, code))),
    );
    expect(outcomes.sort()).toEqual(["in", "validation"]);
  });

  test("of somebody else is refused", async () => {
    const other = await twoFactorPerson(operator);
    const code = other.recoveryCodes[0] ?? "";
    expect(await outcome(signInByRecoveryCode(ctx, await person.begin(), code))).toBe("validation");
  });
});

describe("a pending sign-in", () => {
  test("is no session, and a session no pending sign-in", async () => {
    const pending = await person.begin();
    expect(await sessionActor(ctx, pending)).toBeNull();
    const { token } = await signInByCode(ctx, pending, person.code());
    expect(await findPendingSignIn(ctx, token)).toBeNull();
    expect(await outcome(signInByCode(ctx, token, person.code(30)))).toBe("unauthenticated");
  });

  test("is over once it led to a session, and after ten minutes", async () => {
    const [used, old] = [await person.begin(), await person.begin()];
    await signInByCode(ctx, used, person.code());
    expect(await outcome(signInByCode(ctx, used, person.code(30)))).toBe("unauthenticated");
    clock.advanceSeconds(10 * 60);
    expect(await outcome(signInByCode(ctx, old, person.code()))).toBe("unauthenticated");
  });

  test.each([undefined, "", "x", newSessionToken()])("is not made up: %j", async (token) => {
    expect(await outcome(signInByCode(ctx, token, person.code()))).toBe("unauthenticated");
  });

  const where = () => ({ id: person.ctx.actor.id });
  test.each([
    [
      "a new password",
      () =>
        changePassword(person.ctx, { currentPassword: person.password, newPassword: "another one entirely" }),
    ],
    [
      "a suspension",
      () => sealing(ctx, "users", db.user.update({ where: where(), data: { status: "suspended" } })),
    ],
    ["a removal of the person", () => db.user.delete({ where: where() })],
    [
      "a removed factor",
      () => removeTotp({ ...person.ctx, actor: { ...person.ctx.actor, confirmedAt: clock.now() } }),
    ],
  ])("ends with %s", async (_, end) => {
    const token = await person.begin();
    await end();
    expect(await outcome(signInByCode(ctx, token, person.code()))).toBe("unauthenticated");
  });
});
