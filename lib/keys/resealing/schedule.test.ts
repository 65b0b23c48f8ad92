import { expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { resealAll, rotateOldKey } from "./service";

const DAY = 24 * 3_600;
const { ctx, clock, database } = await testContext({ actor: { kind: "operator", name: "test" } });
const job = { ...ctx, actor: { kind: "job", name: "projectKeys.rotateOld" }, projectKeyDays: 90 } as const;

const keys = async () => {
  const rows = await database.db.projectKey.findMany({
    include: { project: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ project, isActive }) => `${project.slug} ${isActive ? "in use" : "replaced"}`);
};

test("keys that are older than the settings say are replaced, the oldest first, one after the other", async () => {
  await createProject(ctx, { slug: "first" });
  clock.advanceSeconds(DAY);
  await createProject(ctx, { slug: "second" });
  const inUse = ["first in use", "second in use"];
  clock.advanceSeconds(89 * DAY);
  await rotateOldKey({ ...job, projectKeyDays: null });
  await rotateOldKey(job);
  expect(await keys()).toEqual(inUse);

  clock.advanceSeconds(2 * DAY);
  await rotateOldKey(job);
  expect(await keys()).toEqual(["first replaced", "second in use", "first in use"]);
  await rotateOldKey(job);
  expect(await keys()).toEqual(["first replaced", "second in use", "first in use"]);

  clock.advanceSeconds(3_600);
  await resealAll(job, [], () => false);
  expect(await keys()).toEqual(["second in use", "first in use"]);
  await rotateOldKey(job);
  expect(await keys()).toEqual(["second replaced", "first in use", "second in use"]);
});

test("a project whose old key cannot be erased keeps the others for a day at most", async () => {
  clock.advanceSeconds(91 * DAY);
  await rotateOldKey(job);
  expect(await keys()).toEqual(["second replaced", "first replaced", "second in use", "first in use"]);
});
