import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { sealing, UNSEALED } from "@/test/seals";
import { newSessionToken, sessionActor, sessionCookie, sessionTokenHash } from "./session";

const { ctx, clock, database } = await testContext();
const { db } = database;

async function session(input: { email?: string } = {}) {
  const [userId, id, token, now] = [newId(), newId(), newSessionToken(), clock.now()];
  const email = input.email ?? `person-${userId.slice(-8)}@example.com`;
  await sealing(
    ctx,
    "users",
    db.user.create({
      data: { seal: UNSEALED, id: userId, email, name: "Person", role: "super_admin", createdAt: now },
    }),
  );
  const expiresAt = new Date(now.getTime() + 12 * 60 * 60 * 1000);
  const times = { createdAt: now, lastUsedAt: now, confirmedAt: now, expiresAt };
  await sealing(
    ctx,
    "sessions",
    db.session.create({ data: { seal: UNSEALED, id, tokenHash: sessionTokenHash(token), userId, ...times } }),
  );
  return { id, userId, token };
}

async function useFor(token: string, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 20) {
    clock.advanceSeconds(20 * 60);
    if (!(await sessionActor(ctx, token))) return;
  }
}

describe("a session", () => {
  test("carries the role that the person has at this moment", async () => {
    const { token, userId } = await session();
    expect(await sessionActor(ctx, token)).toMatchObject({ role: "super_admin" });
    await sealing(ctx, "users", db.user.update({ where: { id: userId }, data: { role: "member" } }));
    expect(await sessionActor(ctx, token)).toMatchObject({ role: "member" });
  });

  test("of a suspended or deleted person dies at once", async () => {
    const [suspended, deleted] = [await session(), await session()];
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: suspended.userId }, data: { status: "suspended" } }),
    );
    await db.user.delete({ where: { id: deleted.userId } });
    expect(await sessionActor(ctx, suspended.token)).toBeNull();
    expect(await sessionActor(ctx, deleted.token)).toBeNull();
  });

  test("ends after 30 minutes without use", async () => {
    const { token } = await session();
    clock.advanceSeconds(29 * 60 + 59);
    expect(await sessionActor(ctx, token)).not.toBeNull();
    clock.advanceSeconds(30 * 60);
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  test("ends after 12 hours however much it is used", async () => {
    const { token } = await session();
    await useFor(token, 11 * 60 + 40);
    expect(await sessionActor(ctx, token)).not.toBeNull();
    clock.advanceSeconds(20 * 60);
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  test("that was seen to be over stays over when the clock is set back", async () => {
    const { token } = await session();
    const start = clock.now();
    clock.advanceSeconds(400 * 24 * 60 * 60);
    expect(await sessionActor(ctx, token)).toBeNull();
    clock.set(start);
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  test("writes its last use at most once a minute", async () => {
    const { id, token } = await session();
    const lastUse = async () => (await db.session.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    const before = await lastUse();
    clock.advanceSeconds(59);
    await sessionActor(ctx, token);
    expect(await lastUse()).toEqual(before);
    clock.advanceSeconds(1);
    await sessionActor(ctx, token);
    expect(await lastUse()).toEqual(clock.now());
  });
});

test.each([
  undefined,
  "",
  "x",
  "a".repeat(44),
  "a".repeat(100_000),
  "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
  `${"a".repeat(42)}\u0000`,
  newSessionToken(),
])("what is not the token of a session stands for nobody: %j", async (token) => {
  await session();
  expect(await sessionActor(ctx, token)).toBeNull();
});

test("the hash that the database holds is no token", async () => {
  const { token } = await session();
  const hash = Buffer.from(sessionTokenHash(token));
  expect(await sessionActor(ctx, hash.toString("base64url"))).toBeNull();
  expect(await sessionActor(ctx, hash.toString("hex"))).toBeNull();
});

test("the cookie is HttpOnly and Lax, and on https also Secure and bound to the host", () => {
  expect(sessionCookie("https://vault.example")).toEqual({
    name: "__Host-strongroom-session",
    options: { httpOnly: true, sameSite: "lax", secure: true, path: "/" },
  });
  expect(sessionCookie("http://localhost:3000")).toEqual({
    name: "strongroom-session",
    options: { httpOnly: true, sameSite: "lax", secure: false, path: "/" },
  });
});
