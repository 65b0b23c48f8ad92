import { expect, it } from "vitest";
import { json, problem, scripted } from "./http/scripted-server.fixture.js";

const at = "2026-01-01T00:00:00.000Z";
const rotation = {
  id: "r-1",
  project: "default",
  environment: "production",
  name: "A",
  trigger: "person",
  phase: "wait",
  state: "running",
  fromVersion: 1,
  toVersion: 2,
  attempts: 0,
  error: null,
  graceEndsAt: at,
  startedAt: at,
  startedBy: "ci",
  endedAt: null,
};
const policy = {
  rotator: { kind: "random", format: "hex", length: 32 },
  schedule: null,
  graceSeconds: 60,
  paused: false,
  credential: null,
  nextAt: null,
  isOverdue: false,
  updatedAt: at,
  updatedBy: "Ada",
  last: rotation,
  publicKey: null,
};

it("a secret is rotated, and its rotation is followed until the new value is current", async () => {
  let polls = 0;
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method === "POST" && url.endsWith("/rotate")) return json(res, 202, { id: "r-1" });
    if (method !== "GET") return void res.writeHead(204).end();
    if (url.includes("/rotation?") || url.endsWith("/rotation")) return json(res, 200, policy);
    if (url.includes("due=")) {
      const due = { project: "default", environment: "production", name: "A", rotator: "manual" };
      return json(res, 200, { items: [{ ...due, nextAt: at, isOverdue: true }], next: null });
    }
    if (url.includes("/rotations?")) return json(res, 200, { items: [rotation], next: null });
    polls += 1;
    return json(res, 200, polls === 1 ? { ...rotation, phase: "set", toVersion: null } : rotation);
  });
  const { rotations } = client;
  await rotations.setPolicy("A", { rotator: { kind: "random", format: "hex", length: 32 } });
  const id = await rotations.start("A", { emergency: true });
  expect((await rotations.wait(id)).toVersion).toBe(2);
  expect(polls).toBe(2);
  expect(await rotations.policy("A")).toEqual(policy);
  expect(await rotations.list({ state: "running" })).toEqual([rotation]);
  expect((await rotations.due(new Date(at)))[0]).toMatchObject({ name: "A", isOverdue: true });
  await rotations.undo(id);
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT /api/v1/secrets/A/rotation",
    "POST /api/v1/secrets/A/rotate",
    "GET /api/v1/rotations/r-1",
    "GET /api/v1/rotations/r-1",
    "GET /api/v1/secrets/A/rotation",
    "GET /api/v1/rotations?state=running&limit=200",
    "GET /api/v1/rotations?due=2026-01-01T00%3A00%3A00.000Z&limit=200",
    "POST /api/v1/rotations/r-1/undo",
  ]);
  expect(JSON.parse(asked[1]?.body ?? "")).toEqual({ emergency: true });
});

it("one that needs attention ends the wait, and says why", async () => {
  const stuck = { ...rotation, toVersion: null, state: "attention", error: "The service answered 500." };
  const { client } = await scripted((_, res) => json(res, 200, stuck));
  expect(await client.rotations.wait("r-1")).toMatchObject({ state: "attention", error: stuck.error });
});

it("is not begun a second time when the answer was lost", async () => {
  const { client, asked } = await scripted((_, res) => void res.destroy());
  await expect(client.rotations.start("A")).rejects.toMatchObject({ code: "outcomeUnknown" });
  expect(asked).toHaveLength(1);
});

it("an id that is none is not sent", async () => {
  const { client, asked } = await scripted((_, res) => problem(res, 404, "notFound"));
  await expect(client.rotations.get("../me")).rejects.toMatchObject({ code: "usage" });
  expect(asked).toEqual([]);
});
