import { beforeAll, expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { newEndpoint } from "../schema";
import { createEndpoint } from "../service";
import { FOUND_MAX } from "./model";
import { findEndpointsByName } from "./service";

const { ctx, as, asRole } = await testContext();
const owner = as(await asRole("owner"));
const here = { project: "default", environment: "production" };
const there = { project: "default", environment: "staging" };
const url = "https://api.example.com/v1";
const create = (name: string, scope = here) =>
  createEndpoint(owner, newEndpoint.parse({ ...scope, name, url, description: "For cards_ and refunds" }));
const names = async (text: string, by = owner) =>
  (await findEndpointsByName(by, here, text)).map(({ name }) => name);

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  for (const name of ["Cards", "gift-cards", "refunds"]) await create(name);
  await create("cards-of-staging", there);
  for (let i = 0; i <= FOUND_MAX; i += 1) await create(`many-${i}`);
});

test("endpoints of one environment are found by any part of their names, whatever its case", async () => {
  expect(await names("cARDs")).toEqual(["Cards", "gift-cards"]);
  expect(await findEndpointsByName(owner, there, "cards")).toEqual([
    { name: "cards-of-staging", method: "POST", url },
  ]);
});

test("by nothing else, and no letter stands for others", async () => {
  for (const text of ["", "example", "%", "cards_", "x".repeat(200)]) expect(await names(text)).toEqual([]);
});

test("never more than a handful", async () => {
  expect(await names("many")).toHaveLength(FOUND_MAX);
});

test("by those who may look, and by nobody else", async () => {
  expect(await names("refunds", as(await asRole("auditor")))).toEqual(["refunds"]);
  const member = as(await asRole("member"));
  await expect(findEndpointsByName(member, here, "refunds")).rejects.toMatchObject({ code: "forbidden" });
});
