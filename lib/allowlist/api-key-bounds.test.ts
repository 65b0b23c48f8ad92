import { beforeAll, describe, expect, test } from "vitest";
import { testEndpoints } from "./endpoints.fixture";
import { patchEndpoint } from "./patch/service";
import { secretUses } from "./references/service";
import { endpointQuery } from "./schema";
import { sendThrough } from "./sending/service";
import { deleteEndpoint, findEndpoint, listEndpoints } from "./service";
import { verifyEndpoint } from "./verification/service";

const { db, owner, here, bearer, create, update, keyed, lastEvent } = await testEndpoints();

beforeAll(async () => {
  await create("pay", { configuration: bearer("PAY_KEY") });
  await create("intranet");
});

describe("an API key", () => {
  test("names only secrets that it may read itself", async () => {
    const configuration = bearer("PAY_KEY");
    await expect(create("by-key", { configuration }, await keyed({}))).rejects.toMatchObject({
      code: "forbidden",
    });
    const reader = { permissions: ["admin", "secrets:read"] };
    const narrowed = await keyed({ ...reader, secrets: ["PAY_TOKEN"] });
    await expect(create("by-key", { configuration }, narrowed)).rejects.toMatchObject({ code: "forbidden" });
    const agents = bearer("FOR_AGENTS");
    const service = await keyed(reader);
    await expect(create("by-key", { configuration: agents }, service)).rejects.toMatchObject({
      code: "validation",
    });
    await create("by-key", { configuration }, service);
    await create("by-agent", { configuration: agents }, await keyed({ ...reader, kind: "agent" }));
  });

  test("does not turn an endpoint with secrets that it may not read to another address", async () => {
    const change = update("by-agent", { url: "https://evil.example.com/" }, await keyed({}));
    await expect(change).rejects.toMatchObject({ code: "forbidden" });
    const reader = await keyed({ permissions: ["admin", "secrets:read"] });
    await expect(update("by-agent", { url: "https://evil.example.com/" }, reader)).rejects.toMatchObject({
      code: "validation",
    });
    for (const key of [await keyed({}), reader]) {
      for (const patch of [{ url: "https://evil.example.com/" }, { method: "PUT" as const }]) {
        const change = patchEndpoint(key, here, "by-agent", patch);
        await expect(change).rejects.toMatchObject({ code: "forbidden", context: {} });
      }
    }
  });

  test("changes a description without a word on secrets that it may not read", async () => {
    for (const key of [await keyed({}), await keyed({ permissions: ["admin", "secrets:read"] })]) {
      const description = `By ${key.actor.kind} ${Math.random()}`;
      expect(await patchEndpoint(key, here, "by-agent", { description })).toMatchObject({ description });
      expect((await lastEvent()).detail).toEqual({ description: expect.any(Object) });
    }
    const { configuration } = await findEndpoint(owner, here, "by-agent");
    expect(configuration).toMatchObject(bearer("FOR_AGENTS"));
  });

  test("that is narrowed knows only of endpoints all of whose secrets are among its own", async () => {
    const both = {
      headers: [...bearer("PAY_KEY").headers, { name: "X-Key", value: { from: { secret: "PAY_TOKEN" } } }],
    };
    await create("with-both", { configuration: both });
    await create("with-one", { configuration: bearer("PAY_TOKEN") });
    await create("with-none");
    const permissions = ["admin", "secrets:read", "secrets:list", "allowlist:send"];
    const narrowed = await keyed({ permissions, secrets: ["pay_token"] });
    const { items } = await listEndpoints(narrowed, here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toEqual(["intranet", "with-none", "with-one"]);
    const refused = () => db.auditEvent.count({ where: { action: "access.refused" } });
    const target = { ...here, name: "with-both" };
    for (const attempt of [
      () => findEndpoint(narrowed, here, "with-both"),
      () => patchEndpoint(narrowed, here, "with-both", { description: "x" }),
      () => patchEndpoint(narrowed, here, "with-both", { isActive: false }),
      () => update("with-both", { configuration: bearer("PAY_TOKEN") }, narrowed),
      () => deleteEndpoint(narrowed, { ...target, confirmation: "with-both" }),
      () => verifyEndpoint(narrowed, target),
      () => sendThrough(narrowed, target, {}),
    ]) {
      const before = await refused();
      await expect(attempt()).rejects.toMatchObject({ code: "notFound" });
      expect(await refused()).toBe(before + 1);
    }
    await patchEndpoint(narrowed, here, "with-one", { description: "x", isActive: false });
    await deleteEndpoint(narrowed, { ...here, name: "with-one", confirmation: "with-one" });
    const secret = await db.secret.findFirstOrThrow({ where: { name: "PAY_TOKEN" } });
    const uses = await secretUses(narrowed, { ...here, secret: { id: secret.id } });
    expect(uses).toEqual({ count: 1, uses: [] });
    for (const name of ["with-both", "with-none"])
      await deleteEndpoint(owner, { ...here, name, confirmation: name });
  });

  test("is told no name of a secret that it may not know of", async () => {
    const { configuration } = await findEndpoint(await keyed({}), here, "by-agent");
    expect(configuration.headers[0]?.value).toEqual({ prefix: "Bearer ", from: { secret: "" } });
  });

  test("with admin alone lists endpoints too", async () => {
    const { items } = await listEndpoints(await keyed({}), here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toContain("by-agent");
  });

  test("with allowlist:send alone lists endpoints, and reads no configuration", async () => {
    const sender = await keyed({ permissions: ["allowlist:send"] });
    const { items } = await listEndpoints(sender, here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toContain("pay");
    expect(items[0]).not.toHaveProperty("configuration");
    await expect(findEndpoint(sender, here, "pay")).rejects.toMatchObject({ code: "forbidden" });
  });
});
