import { expect, it } from "vitest";
import { NotFoundError } from "./errors.js";
import { json, problem, scripted } from "./http/scripted-server.fixture.js";

const at = "2026-01-01T00:00:00.000Z";
const secret = {
  id: "s",
  name: "SHARED",
  environment: "production",
  description: "",
  category: "custom",
  audience: "all",
  version: 1,
  updatedAt: at,
  updatedBy: "Ada",
};
const mapping = { id: "m-1", name: "HERE", secret, createdAt: at, createdBy: "Ada" };

it("mappings are listed page by page, made and taken away", async () => {
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method === "DELETE") return void res.writeHead(204).end();
    if (method === "POST") return json(res, 201, { id: "m-1", name: "HERE" });
    return json(res, 200, { items: [mapping], next: url.includes("cursor") ? null : "c" });
  });
  const wanted = { name: "HERE", sharedEnvironment: "production", sharedName: "SHARED" };
  expect(await client.mappings.create(wanted)).toEqual({ id: "m-1", name: "HERE" });
  expect(await client.mappings.list()).toEqual([mapping, mapping]);
  await client.mappings.delete("m-1");
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /api/v1/shared-mappings",
    "GET /api/v1/shared-mappings?limit=200",
    "GET /api/v1/shared-mappings?limit=200&cursor=c",
    "DELETE /api/v1/shared-mappings/m-1",
  ]);
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual(wanted);
});

it("a mapping is not made a second time when the answer was lost", async () => {
  const { client, asked } = await scripted((_, res) => void res.destroy());
  const wanted = { name: "HERE", sharedEnvironment: "production", sharedName: "SHARED" };
  await expect(client.mappings.create(wanted)).rejects.toMatchObject({ code: "outcomeUnknown" });
  expect(asked).toHaveLength(1);
});

it("a mapping that is not there is an error, and what is no id is not sent", async () => {
  const { client, asked } = await scripted((_, res) => problem(res, 404, "notFound"));
  await expect(client.mappings.delete("m-2")).rejects.toBeInstanceOf(NotFoundError);
  for (const id of ["", "..", "a/b", "a?b"]) {
    await expect(client.mappings.delete(id)).rejects.toMatchObject({ code: "usage" });
  }
  expect(asked).toHaveLength(1);
});
