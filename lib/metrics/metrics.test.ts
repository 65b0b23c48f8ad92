import { expect, test } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { openHeartbeat } from "@/lib/instances/heartbeat";
import { cronJob } from "@/lib/jobs/job";
import { migrateQueue, startJobs } from "@/lib/jobs/runner";
import { createPerson } from "@/lib/people/service";
import { beginActivity, endActivity } from "@/lib/platform/activity";
import { newId } from "@/lib/platform/ids";
import { VERSION } from "@/lib/platform/version";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { newDatabase } from "@/test/database";
import { plansOf } from "@/test/explain";
import { failure } from "@/test/failure";
import { signInWithPassword } from "@/test/sign-in";
import { openFigures } from "./figures";
import { openMetrics } from "./metrics";
import { databaseFigures } from "./store";

const { ctx, as, database } = await testContext();
const { pool } = database;
const webhook = { name: "webhook", target: "https://canary-host.example", kinds: null, send: async () => {} };
const outlets = { ...ctx.outlets, streams: [webhook] };
const figures = openFigures({ pool, outlets, now: () => new Date(), dataDir: ".", backups: ctx.backups });
const metrics = await openMetrics({ pool, audit: ctx.audit, figures });
afterwards(() => metrics.close());

/** The value of one line, by its name and labels. */
const sampleOf = async (name: string) => {
  const line = (await metrics.text()).split("\n").find((text) => text.startsWith(`strongroom_${name} `));
  return line === undefined ? null : Number(line.split(" ").at(-1));
};

test("tell what is done, refused and waits, by labels that nobody gave", async () => {
  const marker = "canary-4e7d";
  await createPerson(ctx, {
    email: `${marker}@example.com`,
    role: "owner",
    password: `long enough ${marker}`,
  });
  await failure(
    signInWithPassword(as({ kind: "anonymous" }), {
      email: `${marker}@example.com`,
      password: `wrong ${marker}`,
    }),
  );
  const failing = cronJob("sessions.prune", "0 0 1 1 *", async () => {
    throw new Error(marker);
  });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const runner = await startJobs({ pool, log, jobs: [failing], contextFor: () => ctx });
  await pool.query("SELECT graphile_worker.add_job('sessions.prune', max_attempts => 1)");
  await expect.poll(() => sampleOf('job_failures_total{job="sessions.prune"}')).toBe(1);
  await runner.close();
  endActivity(beginActivity({ kind: "request", name: "/x", routeClass: "page" }), "200", false);
  endActivity(beginActivity({ kind: "outgoing", name: "endpoint" }), "503", true);
  endActivity(beginActivity({ kind: "outgoing", name: "endpoint" }), "timeout", true);
  const heartbeat = await openHeartbeat({ pool, log, id: newId(), masterKeyIds: async () => [] });
  await expect.poll(() => sampleOf("instances"), { timeout: 8_000 }).toBe(1);
  expect(await sampleOf('refusals_total{action="session.refused"}')).toBe(1);
  expect(await sampleOf('requests_total{class="page",status="200"}')).toBe(1);
  expect(await sampleOf('request_duration_seconds_count{class="page"}')).toBe(1);
  expect(await sampleOf('outgoing_requests_total{outcome="5xx"}')).toBe(1);
  expect(await sampleOf('outgoing_requests_total{outcome="timeout"}')).toBe(1);
  expect(await sampleOf(`build_info{version="${VERSION}"}`)).toBe(1);
  expect(await sampleOf("jobs_failed")).toBe(1);
  expect(await sampleOf("database_up")).toBe(1);
  expect(await sampleOf("master_key_age_seconds")).toBeGreaterThanOrEqual(0);
  expect(await sampleOf('audit_stream_failing{stream="webhook"}')).toBe(0);
  expect(await metrics.text()).not.toMatch(/canary/);
  await heartbeat.close();
}, 20_000);

test("without the database, what it knows is left out and the rest is told", async () => {
  const gone = openDatabase(await newDatabase(), () => {});
  await closeDatabase(gone);
  const source = { pool: gone.pool, outlets: ctx.outlets, now: ctx.now, dataDir: ".", backups: ctx.backups };
  const alone = await openMetrics({ pool: gone.pool, audit: ctx.audit, figures: openFigures(source) });
  const text = await alone.text();
  expect(text).toContain("strongroom_database_up 0");
  expect(text).toContain("process_resident_memory_bytes");
  expect(text).not.toMatch(/^strongroom_(instances|sessions_active|jobs_failed) /m);
  alone.close();
});

test("cost one statement every few seconds, however many ask", async () => {
  let asked = 0;
  const counting = new Proxy(pool, {
    get: (target, name) => {
      if (name === "query") asked += 1;
      const found = Reflect.get(target, name);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
  const read = openFigures({
    pool: counting,
    outlets: ctx.outlets,
    now: ctx.now,
    dataDir: ".",
    backups: ctx.backups,
  });
  await read();
  const once = asked;
  await Promise.all(Array.from({ length: 20 }, read));
  expect(asked).toBe(once);
});

test("read no table from end to end", async () => {
  await migrateQueue(pool);
  const [plan] = await plansOf(pool, (sql) => databaseFigures(sql).catch(() => null));
  expect(plan).toMatch(/sessions_expires_at_idx/);
  expect(plan).toMatch(/project_keys_active_created_at/);
  expect(plan).not.toMatch(/Seq Scan on (?!audit_head|audit_index|master_keys)/);
  expect((await databaseFigures(sqlOn(pool))).bytes).toBeGreaterThan(0);
});
