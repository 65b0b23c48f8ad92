import { expect, it } from "vitest";
import { json, scripted } from "./http/scripted-server.fixture.js";

const at = "2026-01-01T00:00:00.000Z";
const values = {
  ...{ url: "postgresql://u:p@db:5432/app", username: "u", password: "p" },
  ...{ host: "db", port: 5432, database: "app" },
};
const lease = {
  ...{ id: "l-1", project: "default", environment: "production", source: "orders", user: "sr_ci_1" },
  ...{ state: "active", createdAt: at, createdBy: "ci", expiresAt: at, maxAt: at },
  ...{ endReason: null, endedAt: null, attempts: 0, error: null },
};

it("a user is leased, renewed, listed and revoked", async () => {
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method === "DELETE") return void res.writeHead(204).end();
    if (method === "GET") return json(res, 200, { items: [lease], next: null });
    if (url.endsWith("/renew")) return json(res, 200, { id: "l-1", expiresAt: at });
    return json(res, 201, { id: "l-1", values, expiresAt: at });
  });
  const { leases } = client;
  expect(await leases.create({ source: "orders", ttlSeconds: 90 })).toEqual({
    ...{ id: "l-1", values, expiresAt: at },
  });
  expect(await leases.renew("l-1")).toEqual({ id: "l-1", expiresAt: at });
  expect(await leases.list({ ended: true })).toEqual([lease]);
  await leases.revoke("l-1");
  await expect(leases.revoke("../secrets")).rejects.toMatchObject({ code: "usage" });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /api/v1/leases",
    "POST /api/v1/leases/l-1/renew",
    "GET /api/v1/leases?ended=true&limit=200",
    "DELETE /api/v1/leases/l-1",
  ]);
});
