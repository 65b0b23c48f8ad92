import { describe, expect, test } from "vitest";
import { countTry } from "@/lib/auth/throttle/store";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { UNSEALED } from "@/test/seals";
import { pruneChallenges, prunePendingSignIns, pruneSessions, pruneThrottles } from "./jobs";

const { as, asRole, clock, database } = await testContext();
const { db, pool } = database;
const MINUTE = 60;
const YEAR = 365 * 86_400;
const later = (seconds: number) => new Date(clock.now().getTime() + seconds * 1_000);
const bytes = (text: string) => new Uint8Array(Buffer.from(text.padEnd(32)));
const ctx = as({ kind: "job", name: "test" });

function rowsEnding(ends: Readonly<Record<string, number>>): { id: string; expiresAt: Date }[] {
  return Object.values(ends).map((seconds) => ({ id: newId(), expiresAt: later(seconds) }));
}

describe("what is over is deleted, also what a clock that ran ahead made, and nothing else", () => {
  test("sessions", async () => {
    const { id: userId } = await asRole("member");
    await db.session.deleteMany();
    const ends = { over: -1, now: 0, open: MINUTE, longest: 30 * 86_400, ahead: YEAR };
    const rows = rowsEnding(ends);
    const [createdAt, lastUsedAt, confirmedAt] = [later(-MINUTE), later(-MINUTE), later(-MINUTE)];
    await db.session.createMany({
      data: rows.map((row) => ({
        ...row,
        ...{ userId, createdAt, lastUsedAt, confirmedAt },
        tokenHash: bytes(row.id),
        seal: UNSEALED,
      })),
    });
    await pruneSessions.run(ctx, null);
    const left = await db.session.findMany({ select: { id: true }, orderBy: { expiresAt: "asc" } });
    expect(left.map(({ id }) => id)).toEqual([rows[2]?.id, rows[3]?.id]);
  });

  test("pending sign-ins", async () => {
    const { id: userId } = await asRole("member");
    const rows = rowsEnding({ over: -1, open: 10 * MINUTE, ahead: YEAR });
    await db.pendingSignIn.createMany({
      data: rows.map((row) => ({
        ...row,
        ...{ userId, createdAt: later(-MINUTE), methods: ["password"] },
        tokenHash: bytes(row.id),
        seal: UNSEALED,
      })),
    });
    await prunePendingSignIns.run(ctx, null);
    expect(await db.pendingSignIn.findMany({ select: { id: true } })).toEqual([{ id: rows[1]?.id }]);
  });

  test("answered challenges, some minutes after nobody can answer them again", async () => {
    const ends = { long: -6 * MINUTE, short: -4 * MINUTE, open: MINUTE };
    const data = Object.entries(ends).map(([name, end]) => ({ hash: bytes(name), expiresAt: later(end) }));
    await db.spentChallenge.createMany({ data });
    await pruneChallenges.run(ctx, null);
    expect(await db.spentChallenge.count()).toBe(2);
    expect(await db.spentChallenge.count({ where: { hash: bytes("long") } })).toBe(0);
  });

  test("throttles, not those that still make somebody wait", async () => {
    const bound = (key: string) => ({ key: Buffer.from(key), failuresMax: 1, windowSeconds: 15 * MINUTE });
    await countTry(pool, bound("old"), clock.now());
    clock.advanceSeconds(10 * MINUTE);
    await countTry(pool, bound("new"), clock.now());
    clock.advanceSeconds(5 * MINUTE);
    await pruneThrottles.run(ctx, null);
    const left = await db.throttle.findMany({ select: { key: true } });
    expect(left.map(({ key }) => Buffer.from(key).toString())).toEqual(["new"]);
  });
});

test("more than one batch is deleted in one run", async () => {
  await pool.query(
    `INSERT INTO throttles (key, failures, window_ends_at)
     SELECT sha256(n::text::bytea), 1, $1 FROM generate_series(1, 1201) AS n`,
    [later(-1)],
  );
  await pruneThrottles.run(ctx, null);
  expect(await db.throttle.count({ where: { windowEndsAt: { lte: clock.now() } } })).toBe(0);
});
