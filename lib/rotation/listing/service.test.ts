import { afterEach, expect, test } from "vitest";
import { openListing } from "@/lib/secrets/listing/service";
import { secretQuery } from "@/lib/secrets/schema";
import { testRotation } from "../rotation.fixture";
import { endGrace } from "../running/service";
import { exportRotations, rotationMarks } from "./service";

const t = await testRotation();
const { owner, scope, service } = t;
const OK = service.answer;
afterEach(() => {
  service.answer = OK;
});

test("secrets are marked with what is to be said of their rotation, and the list is narrowed by it", async () => {
  const manual = { rotator: { kind: "manual" }, schedule: { everyDays: 1, windowMinutes: 0 } };
  const plain = await t.stored("PLAIN");
  const overdue = await t.rotated("OVERDUE", manual);
  await t.later(24 * 60 * 60 + 1);
  const grace = await t.rotated("GRACE");
  const failing = await t.byWebhook("FAILING");
  service.answer = (_, response) => response.writeHead(500).end();
  const { id } = await t.start("GRACE");
  await t.start("FAILING");
  await t.run();
  const ids = [plain, overdue, grace, failing].map((secret) => secret.id);
  expect(await rotationMarks(owner, scope, ids)).toEqual({
    [overdue.id]: "overdue",
    [grace.id]: "grace",
    [failing.id]: "failing",
  });
  const listed = async (rotation: string) => {
    const { page, count } = await openListing(owner, scope, secretQuery.parse({ rotation }));
    return [count, ...page.items.map(({ name }) => name)];
  };
  expect([await listed("overdue"), await listed("failing")]).toEqual([
    [1, "OVERDUE"],
    [1, "FAILING"],
  ]);
  expect((await listed("anything else"))[0]).toBeGreaterThan(3);
  await endGrace(owner, id);
  await t.run();
  expect(await rotationMarks(owner, scope, [grace.id])).toEqual({});
});

test("a file has all rotations in a state, the newest first", async () => {
  const { project } = scope;
  const names = [];
  for await (const { name } of await exportRotations(owner, { project }, ["done"])) names.push(name);
  expect(names).toEqual(["GRACE"]);
});
