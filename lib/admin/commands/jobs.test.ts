import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { enqueue, job } from "@/lib/jobs/job";
import { testContext } from "@/test/context";
import { retry, showJobs } from "./jobs";

const { ctx, as, asRole } = await testContext();
const note = job<unknown, object>("note.write", async () => {});

test("lists what waits, and says in its exit code that something has failed for good", async () => {
  expect(await showJobs(ctx)).toMatchObject({ lines: ["No jobs are waiting."], isBad: false });
  await enqueue(sqlOn(ctx.pool), note, {});
  const waiting = await showJobs(ctx);
  expect(waiting.isBad).toBe(false);
  expect(waiting.lines[0]).toMatch(/^\d+ {2}note\.write {2}waiting, due \d{4}-/);
  await ctx.pool.query(
    "UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'Timed out.'",
  );
  const failed = await showJobs(ctx);
  expect(failed.isBad).toBe(true);
  expect(failed.lines[0]).toMatch(/failed, attempt 25 of 25, due .*: Timed out\.$/);
});

test("a failed job is tried again with all its attempts", async () => {
  const [listed] = (await showJobs(ctx)).data.jobs as { id: string }[];
  await retry(ctx, listed?.id ?? "");
  expect((await showJobs(ctx)).data.jobs).toMatchObject([{ state: "waiting", attempts: 0 }]);
});

test.each(["0", "999999", "1; DROP TABLE users", "-1", "99999999999999999999"])(
  "says that there is no job %s",
  async (id) => {
    await expect(retry(ctx, id)).rejects.toThrow("there is no job");
  },
);

test("is for who may see and change the settings", async () => {
  for (const role of ["super_admin", "auditor", "member"] as const) {
    const person = as(await asRole(role));
    await expect(showJobs(person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(retry(person, "1")).rejects.toMatchObject({ code: "forbidden" });
  }
});
