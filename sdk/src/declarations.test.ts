import { expect, it } from "vitest";
import { json, problem, scripted } from "./http/scripted-server.fixture.js";

const item = { name: "A", requirement: "required", status: "set", mistake: null };

it("declarations are read and replaced whole", async () => {
  const { client, asked } = await scripted(({ method }, res) =>
    method === "PUT"
      ? json(res, 200, { required: 1, optional: 0, triggers: 0, unchanged: false })
      : json(res, 200, { items: [item, { ...item, name: "B", mistake: "Too long." }], next: null }),
  );
  expect(await client.declarations.put({ required: ["A"] })).toEqual({
    required: 1,
    optional: 0,
    triggers: 0,
    unchanged: false,
  });
  expect((await client.declarations.get()).map(({ name, mistake }) => [name, mistake])).toEqual([
    ["A", null],
    ["B", "Too long."],
  ]);
  expect(asked.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
    'PUT /api/v1/declarations {"required":["A"]}',
    "GET /api/v1/declarations ",
  ]);
});

it("errors in declarations come as the server names them", async () => {
  const errors = { required: ["Name 2 is declared twice."] };
  const { client } = await scripted((_, res) => problem(res, 422, "validation", { errors }));
  await expect(client.declarations.put({ required: ["A", "A"] })).rejects.toMatchObject({ errors });
});

it("a declaration that is none is an error", async () => {
  const { client } = await scripted((_, res) =>
    json(res, 200, { items: [{ ...item, status: "perhaps" }], next: null }),
  );
  await expect(client.declarations.get()).rejects.toMatchObject({ code: "notStrongroom" });
});
