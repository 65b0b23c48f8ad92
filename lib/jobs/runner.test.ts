import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newDatabase, testDatabase } from "@/test/database";
import { runSql, urlOf } from "@/test/server";
import { cronJob, enqueue, type Job, job } from "./job";
import { type JobRunner, migrateQueue, startJobs } from "./runner";
import { countJobs, listJobs, retryJob } from "./store";

const { db, pool } = await testDatabase();
const runners: JobRunner[] = [];
const done: string[] = [];
const mind = { isBroken: true };
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

type Context = { readonly name: string };
const note = job<Context, { text: string }>("note.write", async ({ name }, { text }) => {
  done.push(`${name} ${text}`);
});
const broken = job<Context, object>("note.break", async () => {
  if (mind.isBroken) throw new Error("contains canary-7c1f");
  done.push("mended");
});
const refused = job<Context, object>("note.refuse", async () => {
  throw new AppError("conflict", "This already exists.");
});
const due = cronJob<Context>("note.tick", "* * * * *", async () => {});
const jobs = [note, broken, refused, due] as Job<Context>[];

beforeAll(async () => {
  for (let instance = 0; instance < 2; instance += 1) {
    runners.push(await startJobs({ pool, log, jobs, contextFor: (name) => ({ name }) }));
  }
});

afterAll(() => Promise.all(runners.map((runner) => runner.close())));

describe("a job", () => {
  test("runs once its transaction has committed, on one of two instances", async () => {
    await inTransaction({ db }, async (tx) => {
      await enqueue(sqlIn(tx), note, { text: "committed" });
      expect(done).toEqual([]);
    });
    await expect.poll(() => done).toEqual(["note.write committed"]);
  });

  test("is not there when its transaction is rolled back", async () => {
    const change = inTransaction({ db }, async (tx) => {
      await enqueue(sqlIn(tx), note, { text: "rolled back" });
      throw new Error("no");
    });
    await expect(change).rejects.toThrow("no");
    await expect.poll(() => countJobs(pool)).toMatchObject({ waiting: 0, running: 0 });
    expect(done).not.toContain("note.write rolled back");
  });

  test("for later waits, and another one under its key replaces it", async () => {
    const runAt = new Date(Date.now() + 3_600_000);
    await enqueue(sqlOn(pool), note, { text: "first" }, { runAt, key: "k" });
    await enqueue(sqlOn(pool), note, { text: "second" }, { key: "k" });
    await expect.poll(() => done).toContain("note.write second");
    expect(done).not.toContain("note.write first");
  });

  test("that fails is retried later, is listed, and can be tried again at once", async () => {
    await enqueue(sqlOn(pool), broken, {});
    await expect.poll(() => countJobs(pool)).toMatchObject({ retrying: 1, running: 0 });
    const [listed] = await listJobs(pool, 10);
    expect(listed).toMatchObject({ name: "note.break", state: "retrying", attempts: 1, attemptsMax: 25 });
    expect(listed?.runAt.getTime()).toBeGreaterThan(Date.now());
    mind.isBroken = false;
    expect(await retryJob(pool, listed?.id ?? "")).toBe(true);
    await expect.poll(() => done).toContain("mended");
    expect(await retryJob(pool, listed?.id ?? "")).toBe(false);
  });

  test("leaves of its error in the database what is safe to show, and the rest in the log", async () => {
    await enqueue(sqlOn(pool), refused, {});
    mind.isBroken = true;
    await enqueue(sqlOn(pool), broken, {});
    await expect.poll(() => countJobs(pool)).toMatchObject({ retrying: 2 });
    const errors = (await listJobs(pool, 10)).map(({ lastError }) => lastError);
    expect(errors.sort()).toEqual(["This already exists.", "failed; the log says why"].sort());
    expect(JSON.stringify(log.warn.mock.calls.map(([{ err }]) => String(err)))).toContain("canary-7c1f");
  });
});

test("a job that takes long is told of the stop, which waits until it has cleaned up", async () => {
  const steps: string[] = [];
  const long = job<Context, object>("note.long", async (_, __, signal) => {
    steps.push("begun");
    await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 200));
    steps.push("cleaned up");
  });
  const contextFor = (name: string) => ({ name });
  const runner = await startJobs({ pool, log, jobs: [long] as Job<Context>[], contextFor });
  await enqueue(sqlOn(pool), long, {});
  await expect.poll(() => steps).toEqual(["begun"]);
  await runner.close();
  expect(steps).toEqual(["begun", "cleaned up"]);
});

test("what is due at fixed times is known once for all instances", async () => {
  const rows = await pool.query("SELECT identifier FROM graphile_worker._private_known_crontabs");
  expect(rows.rows).toEqual([{ identifier: "note.tick" }]);
});

test("a role that may not make the queue's schema is told what it lacks", async () => {
  const address = await newDatabase();
  const name = new URL(urlOf(address)).pathname.slice(1);
  await runSql(
    address,
    "DROP SCHEMA graphile_worker CASCADE",
    `REVOKE CREATE ON DATABASE ${name} FROM CURRENT_USER`,
  );
  const opened = openDatabase(address, () => {});
  await expect(migrateQueue(opened.pool)).rejects.toThrow(/GRANT CREATE ON DATABASE/);
  await closeDatabase(opened);
});
