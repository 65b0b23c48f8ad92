import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "@/lib/platform/ids";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { testApi } from "@/test/api/api";
import { UNSEALED } from "@/test/seals";
import { ENDPOINTS } from "./routes";

const { call, ctx, database, makeKey } = await testApi();
const everywhere = await makeKey({
  project: null,
  permissions: ["secrets:list", "declarations:write", "admin", "allowlist:send", "audit:read"],
});

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Every item of a list, page by page, with the sizes of the pages. */
async function walk<T>(path: string, limit: number): Promise<{ items: T[]; sizes: number[] }> {
  const [items, sizes]: [T[], number[]] = [[], []];
  const address = `${path}${path.includes("?") ? "&" : "?"}limit=${limit}`;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const answer = await call(everywhere, `GET ${address}${cursor === "" ? "" : `&cursor=${cursor}`}`);
    expect([path, answer.status]).toEqual([path, 200]);
    const page: Page<T> = answer.json;
    items.push(...page.items);
    sizes.push(page.items.length);
    cursor = page.next;
  }
  return { items, sizes };
}

test("every list of the API takes a limit and a cursor", () => {
  const lists = ENDPOINTS.filter(({ spec }) => {
    const { schema } = spec.answers[200] ?? {};
    return schema instanceof z.ZodObject && "items" in schema.shape && "next" in schema.shape;
  });
  expect(lists.length).toBeGreaterThan(8);
  for (const { spec } of lists) {
    const parameters = Object.keys(spec.query?.shape ?? {});
    expect([spec.path, parameters]).toEqual([spec.path, expect.arrayContaining(["limit", "cursor"])]);
  }
});

test("the list of projects ends with the last of them, however many there are", async () => {
  const slugs = Array.from({ length: 510 }, (_, i) => `many-${String(i).padStart(4, "0")}`);
  await database.db.project.createMany({
    data: slugs.map((slug) => ({ id: newId(), slug, name: slug, createdAt: ctx.now(), seal: UNSEALED })),
  });
  const { items, sizes } = await walk<{ slug: string }>("/projects", 200);
  expect(items.map(({ slug }) => slug)).toEqual(["default", "platform", ...slugs]);
  expect(sizes).toEqual([200, 200, 112]);
  const first = (await call(everywhere, "GET /projects?limit=1")).json;
  const foreign = await call(everywhere, `GET /api-keys?cursor=${first.next}`);
  expect([foreign.status, Object.keys(foreign.json.errors)]).toEqual([422, ["cursor"]]);
});

test("lists that are bounded come whole, or in pages when a limit is given", async () => {
  const required = Array.from({ length: 260 }, (_, i) => `NAME_${i}`);
  await call(everywhere, "PUT /declarations?project=default", { required });
  const scope = "?project=default&environment=production";
  const whole = (await call(everywhere, `GET /declarations${scope}`)).json;
  expect([whole.items.length, whole.next]).toEqual([260, null]);
  const { items, sizes } = await walk<{ name: string }>(`/declarations${scope}`, 100);
  expect([items.map(({ name }) => name), sizes]).toEqual([required, [100, 100, 60]]);
  const environments = await walk<{ slug: string }>("/projects/default/environments", 2);
  expect(environments.items.map(({ slug }) => slug)).toEqual(["production", "staging", "development"]);
});

test("the change log of a secret goes by the limit that is given", async () => {
  const scope = { project: "default", environment: "production" };
  const text = { description: "", category: "custom", audience: "all" } as const;
  const { id } = await createSecret(ctx, { ...scope, ...text, name: "LOGGED", value: "v" });
  for (const revision of [1, 2, 3, 4]) {
    const description = `${revision}`;
    await editSecret(ctx, { ...scope, ...text, name: "LOGGED", description, secretId: id, revision });
  }
  const { items, sizes } = await walk<{ seq: number }>(
    "/secrets/LOGGED/changes?project=default&environment=production",
    2,
  );
  expect([new Set(items.map(({ seq }) => seq)).size, sizes]).toEqual([5, [2, 2, 1]]);
});
