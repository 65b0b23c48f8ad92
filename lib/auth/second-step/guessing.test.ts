import { describe, expect, test } from "vitest";
import { createPerson } from "@/lib/people/service";
import { failure } from "@/test/failure";
import { beginTwoFactor, type TwoFactorPerson } from "@/test/second-factor";
import { provePassword } from "../service";
import {
  ADDRESS_FAILURES_MAX,
  FACTOR_FAILURES_MAX,
  PAIR_FAILURES_MAX,
  WAIT_SECONDS,
} from "../throttle/throttle";
import { outcome, testSecondStep } from "./second-step.fixture";
import { signInByCode, signInByRecoveryCode } from "./service";

let person: TwoFactorPerson;
const { ctx, operator, clock } = await testSecondStep((made) => {
  person = made;
});

describe("guessing codes", () => {
  test("waits after five failures, for the right code too, whatever was typed between; a recovery code gets in", async () => {
    for (let n = 0; n < PAIR_FAILURES_MAX; n += 1) {
      // The right password again and again takes nothing back.
      expect(await outcome(signInByCode(ctx, await person.begin(), "000000"))).toBe("validation");
    }
    const token = await person.begin();
    expect(await outcome(signInByCode(ctx, token, person.code()))).toBe("throttled");
    expect(await outcome(signInByRecoveryCode(ctx, token, "0000-0000-0000-0000"))).toBe("throttled");
    expect(await outcome(signInByRecoveryCode(ctx, token, person.recoveryCodes[0] ?? ""))).toBe("in");
    clock.advanceSeconds(WAIT_SECONDS);
    expect(await outcome(signInByCode(ctx, await person.begin(), person.code()))).toBe("in");
  });

  test("from many addresses waits after twenty failures, and the password still works", async () => {
    const from = (n: number) => ({ ...ctx, request: { ...ctx.request, ip: `198.51.100.${n}` } });
    const token = await person.begin();
    const tries = Array.from({ length: FACTOR_FAILURES_MAX + 5 }, (_, n) => n);
    const outcomes: string[] = [];
    for (const n of tries) outcomes.push(await outcome(signInByCode(from(n), token, "000000")));
    expect(outcomes.filter((one) => one === "validation")).toHaveLength(FACTOR_FAILURES_MAX);
    expect(outcomes.at(-1)).toBe("throttled");
    await expect(provePassword(from(99), person)).resolves.toMatchObject({ email: person.email });
  });
});

describe("at an address from where too many passwords were wrong", () => {
  const ip = "203.0.113.77";
  const there = { ...ctx, actor: { kind: "anonymous" }, request: { ...ctx.request, ip } } as const;
  const tryOf = (email: string, password: string) => outcome(provePassword(there, { email, password }));

  test("the right password and a second factor get in; a password that is enough by itself waits", async () => {
    for (let n = 0; n < ADDRESS_FAILURES_MAX; n += 1)
      expect(await tryOf(`nobody-${n}@example.com`, "wrong")).toBe("unauthenticated");
    const { email, password } = person;
    const token = await beginTwoFactor(there, { email, password });
    expect(await outcome(signInByCode(there, token, person.code()))).toBe("in");
    const plain = { email: "plain@example.com", password: "correct horse battery staple" };
    await createPerson(operator, { ...plain, role: "auditor" });
    // Nothing tells these apart: neither who exists, nor who has a second factor, nor whose password is right.
    const answers = [
      await failure(provePassword(there, plain)),
      await failure(provePassword(there, { ...plain, password: "wrong" })),
      await failure(provePassword(there, { email, password: "wrong" })),
      await failure(provePassword(there, { email: "nobody@example.com", password: "wrong" })),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "throttled" });
    const elsewhere = { ...there, request: { ...there.request, ip: "203.0.113.78" } };
    await expect(provePassword(elsewhere, plain)).resolves.toMatchObject({ email: plain.email });
  });
});
