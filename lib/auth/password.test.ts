import { expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { hashPassword, isPassword } from "./password";
import { newPassword, password } from "./schema";
import { runningMax, withSemaphore } from "./semaphore";

const kept = await hashPassword("correct horse battery");

test("a password is kept as Argon2id with 19 MiB, two passes, one lane and a salt of its own", async () => {
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword("correct horse battery")).not.toBe(kept);
});

test("only the password itself opens, to the last space, in either spelling of its accents", async () => {
  expect(await isPassword(kept, "correct horse battery")).toBe(true);
  for (const other of ["correct horse battery ", "Correct horse battery", "correct horse batter", ""]) {
    expect(await isPassword(kept, other)).toBe(false);
  }
  const accented = await hashPassword("caf\u00e9 caf\u00e9 caf\u00e9");
  expect(await isPassword(accented, "cafe\u0301 cafe\u0301 cafe\u0301")).toBe(true);
});

test("nothing opens an account that has no password", async () => {
  expect(await isPassword(null, "correct horse battery")).toBe(false);
  expect(await isPassword(null, "")).toBe(false);
});

test("an unknown account is hashed for as a known one is", async () => {
  const known = await cpuMs(() => isPassword(kept, "wrong password here"));
  const unknown = await cpuMs(() => isPassword(null, "wrong password here"));
  // A check without a hash would take a thousandth.
  expect(unknown).toBeGreaterThan(known / 5);
  expect(unknown).toBeLessThan(known * 5);
});

test.each([
  ["twelve chars", true],
  ["eleven char", false],
  ["🔑🔑🔑🔑🔑🔑", false],
  ["🔑🔒🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑", true],
  [`${"a".repeat(1_023)}b`, true],
  [`${"a".repeat(1_024)}b`, false],
  ["", false],
])("a new password is judged by its length: %j", (typed, isGood) => {
  expect(newPassword.safeParse(typed).success).toBe(isGood);
});

test("a password of an earlier rule can still be typed to sign in", () => {
  expect(password.safeParse("short").success).toBe(true);
  expect(password.safeParse("a".repeat(1_025)).success).toBe(false);
});

test("a flood of sign-ins runs a few at a time, and beyond the queue is told to come back", async () => {
  let [running, most] = [0, 0];
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
  };
  const answers = await Promise.allSettled(Array.from({ length: 1_000 }, () => withSemaphore(work)));
  const refused = answers.filter((answer) => answer.status === "rejected");
  expect(most).toBe(runningMax());
  expect(refused).toHaveLength(1_000 - 256 - runningMax());
  expect(refused[0]).toMatchObject({ reason: { code: "throttled" } });
  await expect(withSemaphore(async () => "free again")).resolves.toBe("free again");
});

test("a place is free again after work that failed", async () => {
  for (let i = 0; i < 20; i += 1)
    await withSemaphore(() => Promise.reject(new Error("broken"))).catch(() => {});
  await expect(withSemaphore(async () => "free")).resolves.toBe("free");
});
