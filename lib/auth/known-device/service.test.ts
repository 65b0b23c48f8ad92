import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { changePassword, createPerson, makeOwner } from "@/lib/people/service";
import { testContext } from "@/test/context";
import { signInWithPassword } from "@/test/sign-in";
import { provePassword, type StartedSession, signOut, signOutEverywhereElse } from "../service";
import { ACCOUNT_FAILURES_MAX, PAIR_FAILURES_MAX } from "../throttle/throttle";
import { findKnownDevice } from "./service";
import { DEVICE_SECONDS_MAX } from "./token";

const { ctx: operator, clock, database } = await testContext();
const anonymous: Ctx = { ...operator, actor: { kind: "anonymous" } };
const password = "correct horse battery";
let count = 0;
let email: string;
let session: StartedSession;

const from = (ip: string, device: string | null = null): Ctx => ({
  ...anonymous,
  request: { ...anonymous.request, ip, device },
});
const known = () => findKnownDevice(from("192.0.2.9", session.device.token), email);
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => "in",
    (error: { code?: string }) => error.code ?? String(error),
  );
const tryOf = (input: Ctx, typed = password) => outcome(provePassword(input, { email, password: typed }));

beforeEach(async () => {
  count += 1;
  email = `device-${count}@example.com`;
  await createPerson(operator, { email, role: "member", password });
  session = await signInWithPassword(from(`198.51.100.${count}`), { email, password });
  clock.advanceSeconds(3_600);
});

describe("a browser that was signed in before", () => {
  test("gets in with the right password while others guess, at its address and everywhere", async () => {
    for (let n = 0; n < ACCOUNT_FAILURES_MAX; n += 1) await tryOf(from(`10.${count}.${n}.1`), "wrong");
    for (let n = 0; n < PAIR_FAILURES_MAX; n += 1) await tryOf(from("203.0.113.1"), "wrong");
    expect(await tryOf(from("203.0.113.1"))).toBe("throttled");
    expect(await tryOf(from("203.0.113.1", session.device.token))).toBe("in");
  });

  test("may guess as little as any other, and signing in again gives no new limit", async () => {
    const there = from("203.0.113.2", session.device.token);
    const again = await signInWithPassword(there, { email, password });
    const same = from("203.0.113.2", again.device.token);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => tryOf(same, "wrong")));
    expect(outcomes.filter((one) => one === "unauthenticated")).toHaveLength(PAIR_FAILURES_MAX);
    expect(await tryOf(there)).toBe("throttled");
    clock.advanceSeconds(15 * 60);
    expect(await tryOf(there)).toBe("in");
  });

  test("stays known after signing out", async () => {
    await signOut({ ...anonymous, actor: session.actor });
    expect(await known()).not.toBeNull();
  });

  test.each([
    [
      "a new password",
      () =>
        changePassword(
          { ...operator, actor: session.actor },
          { currentPassword: password, newPassword: "another horse battery" },
        ),
    ],
    ["signing out everywhere", () => signOutEverywhereElse({ ...operator, actor: session.actor })],
    [
      "a password that an operator sets",
      () => makeOwner(operator, { email, password: "another horse battery" }),
    ],
    ["time", async () => clock.advanceSeconds(DEVICE_SECONDS_MAX)],
  ])("is unknown after %s", async (_, change) => {
    expect(await known()).not.toBeNull();
    await change();
    expect(await known()).toBeNull();
  });

  test("that a clock that ran ahead made known is known for no longer", async () => {
    clock.advanceSeconds(400 * 86_400);
    session = await signInWithPassword(from("203.0.113.3"), { email, password });
    clock.advanceSeconds(-400 * 86_400);
    expect(await known()).toBeNull();
  });

  test("is known for its own account alone, and its token cannot be altered or made up", async () => {
    const { token } = session.device;
    const other = `other-${count}@example.com`;
    await createPerson(operator, { email: other, role: "member", password });
    expect(await findKnownDevice(from("192.0.2.9", token), other)).toBeNull();
    const [id, issued, mac] = token.split(".");
    const forged = [`${id}.${issued}`, `${id}.zzzzzz.${mac}`, `${"A".repeat(22)}.${issued}.${mac}`, "x", ""];
    for (const text of [...forged, session.token]) {
      expect([text, await findKnownDevice(from("192.0.2.9", text), email)]).toEqual([text, null]);
    }
  });

  test("has a token that is no session and stands in no table", async () => {
    const rows = JSON.stringify([
      await database.db.$queryRaw`SELECT u::text FROM users u`,
      await database.db.$queryRaw`SELECT t::text FROM throttles t`,
      await database.db.$queryRaw`SELECT s::text FROM sessions s`,
    ]);
    for (const part of session.device.token.split(".")) expect(rows).not.toContain(part);
  });
});
