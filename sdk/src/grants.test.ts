import { expect, it } from "vitest";
import { NotFoundError } from "./errors.js";
import { json, problem, scripted } from "./http/scripted-server.fixture.js";

const at = "2026-01-01T00:00:00.000Z";
const target = { project: "shop", environment: "production", secret: null, pattern: "STRIPE_*" };
const grant = {
  ...{ id: "g-1", subject: { person: "kim@example.com" }, target, capability: "set" },
  ...{ expiresAt: null, createdAt: at, createdBy: "Ada" },
};
const toGroup = { ...grant, id: "g-2", subject: { group: "billing" }, expiresAt: at };

it("grants are listed page by page, of a project and to a secret, made and ended", async () => {
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method === "DELETE") return void res.writeHead(204).end();
    if (method === "POST") return json(res, 201, { id: "g-1", matches: 2 });
    const isLast = url.includes("cursor");
    return json(res, 200, { items: [isLast ? toGroup : grant], next: isLast ? null : "c" });
  });
  const wanted = { subject: { group: "billing" }, target: { project: "shop" }, capability: "see" } as const;
  expect(await client.grants.create(wanted)).toEqual({ id: "g-1", matches: 2 });
  expect(await client.grants.list()).toEqual([grant, toGroup]);
  expect(await client.grants.to("a/b")).toEqual([grant, toGroup]);
  await client.grants.delete("g-1");
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /api/v1/grants",
    "GET /api/v1/grants?limit=200",
    "GET /api/v1/grants?limit=200&cursor=c",
    "GET /api/v1/secrets/a%2Fb/access?limit=200",
    "GET /api/v1/secrets/a%2Fb/access?limit=200&cursor=c",
    "DELETE /api/v1/grants/g-1",
  ]);
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual(wanted);
});

it("a grant is not made a second time when the answer was lost, and what is no id is not sent", async () => {
  const { client, asked } = await scripted(({ method }, res) =>
    method === "POST" ? void res.destroy() : problem(res, 404, "notFound"),
  );
  const wanted = { subject: { person: "x" }, target: { project: "shop" }, capability: "see" } as const;
  await expect(client.grants.create(wanted)).rejects.toMatchObject({ code: "outcomeUnknown" });
  await expect(client.grants.delete("g-2")).rejects.toBeInstanceOf(NotFoundError);
  for (const id of ["", "..", "a/b", "a?b"])
    await expect(client.grants.delete(id)).rejects.toMatchObject({ code: "usage" });
  expect(asked).toHaveLength(2);
});
