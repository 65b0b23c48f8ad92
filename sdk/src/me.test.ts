import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { json, scripted } from "./http/scripted-server.fixture.js";

const { properties } = JSON.parse(readFileSync("docs/openapi.json", "utf8")).components.schemas.Me;

it("a key is told of whatever it is and may do", async () => {
  const person = { email: "kim@example.com", role: "member" };
  const me = {
    id: "k",
    person,
    name: "ci",
    project: null,
    environment: null,
    secrets: ["A"],
    expiresAt: null,
  };
  for (const kind of properties.kind.enum) {
    const told = { ...me, kind, permissions: properties.permissions.items.enum };
    const { client } = await scripted((_, res) => json(res, 200, told));
    expect(await client.me()).toEqual(told);
  }
});
