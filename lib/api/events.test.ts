import { afterEach, describe, expect, it } from "vitest";
import { narrowToRead, openApiKeyUse, widenKey } from "@/lib/api-keys/reads/service";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { type Batch, openChangeFeed, STREAMS_PER_KEY_MAX } from "@/lib/secrets/change-stream/worker";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import { testApi } from "@/test/api/api";

const { call, makeKey, base, ctx, database, asRole } = await testApi();
const key = await makeKey();

interface Told {
  readonly event: string;
  readonly id: number;
  readonly data: Record<string, unknown>;
}

const open: AbortController[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.abort();
});

/** Opens a stream and reads its first ping. */
async function watch(text: string, lastEventId?: number) {
  const abort = new AbortController();
  open.push(abort);
  const headers = {
    authorization: `Bearer ${text}`,
    ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
  };
  const res = await fetch(`${base}/api/v1/events`, { headers, signal: abort.signal });
  expect([res.status, res.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const told: Told[] = [];
  let isOver = false;
  const read = async () => {
    let rest = "";
    for await (const chunk of res.body as unknown as AsyncIterable<Uint8Array>) {
      rest += Buffer.from(chunk).toString();
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, event = "", id = "", data = "{}"] = /^event: (.*)\nid: (.*)\ndata: (.*)$/.exec(block) ?? [];
        told.push({ event, id: Number(id), data: JSON.parse(data) });
      }
    }
  };
  void read()
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  await expect.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ event: "ping", data: {} });
  return {
    told,
    isOver: () => isOver,
    changes: () => told.filter(({ event }) => event === "secret.changed").map(({ data }) => data),
  };
}

const store = (name: string, value: string, extra = {}) =>
  call(key, "POST /secrets", { name, value, ...extra });

describe("a stream of changes", () => {
  it("tells of new, replaced, renamed and deleted secrets, and never a value", async () => {
    const stream = await watch(key);
    const steps = [
      () => store("EV_A", "canary-value-one"),
      () => store("EV_A", "canary-value-two"),
      () => call(key, "PATCH /secrets/EV_A", { name: "EV_B" }),
      () => call(key, "DELETE /secrets/EV_B"),
    ];
    // One after another: what is gone by the time it is told of is told of in fewer words.
    for (const [done, step] of steps.entries()) {
      await step();
      await expect.poll(stream.changes).toHaveLength(done + 1);
    }
    expect(stream.changes()).toEqual([
      { name: "EV_A", version: 1, change: "created", shared: false },
      { name: "EV_A", version: 2, change: "replaced", shared: false },
      { name: "EV_B", version: 2, change: "renamed", renamedFrom: "EV_A", shared: false },
      { name: "EV_B", version: null, change: "deleted", shared: false },
    ]);
    expect(JSON.stringify(stream.told)).not.toContain("canary-value");
    expect(stream.told.map(({ id }) => id)).toEqual(
      [...stream.told.map(({ id }) => id)].sort((a, b) => a - b),
    );
  });

  it("goes on after the last event that was seen, and says when it is too much to tell", async () => {
    const first = await watch(key);
    const [{ id = 0 } = {}] = first.told;
    await store("RESUME", "1");
    await store("RESUME", "2");
    const second = await watch(key, id);
    await expect.poll(second.changes).toHaveLength(2);
    const [, seen] = second.told;
    const third = await watch(key, seen?.id);
    await expect
      .poll(third.changes)
      .toEqual([{ name: "RESUME", version: 2, change: "replaced", shared: false }]);
    const future = await watch(key, 999_999_999);
    await expect.poll(() => future.told.map(({ event }) => event)).toContain("reset");
    expect((await call(key, "GET /events", undefined, { "last-event-id": "x" })).status).toBe(422);
  });

  it("tells nothing of secrets and audiences that the key may not know of", async () => {
    await store("SEEN", "0");
    const narrowed = await watch(await makeKey({ names: ["seen"] }));
    const agent = await watch(await makeKey({ kind: "agent" }));
    const agentKey = await makeKey({ kind: "agent" });
    await call(agentKey, "POST /secrets", { name: "FOR_AGENTS", value: "1", audience: "agents" });
    await store("SEEN", "1");
    await expect.poll(agent.changes).toHaveLength(2);
    const service = await watch(key);
    await call(agentKey, "DELETE /secrets/FOR_AGENTS");
    await store("SEEN", "2");
    await expect.poll(narrowed.changes).toHaveLength(2);
    expect(narrowed.changes().every(({ name }) => name === "SEEN")).toBe(true);
    // Each stream is told in its own time.
    await expect.poll(() => service.changes().map(({ name }) => name)).toEqual(["SEEN"]);
  });

  it("of an environment tells of a shared secret under the name that it is mapped to", async () => {
    const platform = await makeKey({ project: "platform" });
    await call(platform, "POST /secrets", { name: "SHARED_TOKEN", value: "1" });
    const here = { project: "default", environment: "production" };
    const stream = await watch(key);
    const source = await watch(platform);
    const { id } = await createMapping(ctx, {
      ...here,
      name: "TOKEN",
      sharedEnvironment: "production",
      sharedName: "SHARED_TOKEN",
    });
    await expect.poll(stream.changes).toHaveLength(1);
    await call(platform, "POST /secrets", { name: "SHARED_TOKEN", value: "2" });
    await expect.poll(stream.changes).toHaveLength(2);
    expect((await call(key, "POST /secrets/TOKEN/reveal")).json).toMatchObject({ value: "2", version: 2 });
    expect((await call(key, "GET /values?names=TOKEN")).json.values).toEqual({ TOKEN: "2" });
    expect((await call(key, "POST /secrets/SHARED_TOKEN/reveal")).status).toBe(404);
    await deleteMapping(ctx, { ...here, mappingId: id });
    await expect
      .poll(source.changes)
      .toEqual([{ name: "SHARED_TOKEN", version: 2, change: "replaced", shared: true }]);
    await expect.poll(stream.changes).toEqual([
      { name: "TOKEN", version: 1, change: "created", shared: true },
      { name: "TOKEN", version: 2, change: "replaced", shared: true },
      { name: "TOKEN", version: null, change: "deleted", shared: true },
    ]);
  });

  it("is told on another instance too, and goes on after its connection was lost", async () => {
    const other = openDatabase(database.address, () => {});
    const warned: unknown[] = [];
    const log = { warn: (...what: unknown[]) => void warned.push(what) };
    const feed = openChangeFeed({ ...other, seals: ctx.seals, log, now: () => new Date() });
    try {
      const seen: (string | null)[] = [];
      const onBatch = ({ changes }: Batch) => void seen.push(...changes.map(({ name }) => name));
      await feed.watch({
        keyId: (await ctx.db.apiKey.findFirstOrThrow({ where: { revokedAt: null, isNarrowed: false } })).id,
        secretIds: null,
        onBatch,
        onEnd: () => {},
      });
      await store("FROM_AFAR", "1");
      await expect.poll(() => seen).toEqual(["FROM_AFAR"]);
      await ctx.pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
      );
      await store("AFTER_THE_LOSS", "1");
      await expect.poll(() => seen).toEqual(["FROM_AFAR", "AFTER_THE_LOSS"]);
      expect(warned.length).toBeGreaterThan(0);
    } finally {
      await feed.close();
      await closeDatabase(other);
    }
  });

  it("ends soon after its key is revoked", async () => {
    const made = await createApiKey(ctx, {
      name: "short-lived",
      kind: "service",
      project: "default",
      environment: "production",
      permissions: ["secrets:read"],
      secrets: null,
      expires: "90d",
    });
    const stream = await watch(made.text);
    await revokeApiKey(ctx, { project: "default", keyId: made.key.id });
    await expect.poll(stream.isOver).toBe(true);
  });

  it("ends soon after its key is narrowed or widened, so that the next one tells what the key sees then", async () => {
    const { key: made, text } = await createApiKey(ctx, {
      ...{ name: "wide", kind: "service", project: "default", environment: "production" },
      ...{ permissions: ["secrets:read"], secrets: null, expires: "90d" },
    });
    await store("READ_ONCE", "1");
    const { id } = await database.db.secret.findFirstOrThrow({ where: { name: "READ_ONCE" } });
    ctx.usage.noteReads(made.id, [{ secretId: id, version: 1 }], ctx.now());
    await ctx.usage.flush();
    const owner = { ...ctx, actor: await asRole("owner") };
    const { readTag: tag } = await openApiKeyUse(owner, "default", made.id);
    const ref = { project: "default", keyId: made.id };
    const wide = await watch(text);
    await narrowToRead(ctx, { ...ref, tag });
    await expect.poll(wide.isOver).toBe(true);
    const narrow = await watch(text);
    await widenKey(ctx, { ...ref, secrets: null });
    await expect.poll(narrow.isOver).toBe(true);
  });

  it("is one of 50 of a key at most, however many are opened at once, and gives its place back", async () => {
    const text = await makeKey();
    const abort = new AbortController();
    open.push(abort);
    const headers = { authorization: `Bearer ${text}` };
    const all = await Promise.all(
      Array.from({ length: STREAMS_PER_KEY_MAX * 3 }, () =>
        fetch(`${base}/api/v1/events`, { headers, signal: abort.signal }),
      ),
    );
    const statuses = all.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(STREAMS_PER_KEY_MAX);
    expect(statuses.filter((status) => status === 429)).toHaveLength(STREAMS_PER_KEY_MAX * 2);
    const other = await watch(await makeKey());
    expect(other.isOver()).toBe(false);
    abort.abort();
    await expect.poll(() => watch(text).then(() => "open")).toBe("open");
  });
});
