import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { testApi } from "@/test/api/api";

const { call, makeKey, base, ctx } = await testApi();
const key = await makeKey();
const staging = await makeKey({ environment: "staging" });

const reveal = (of: string, name: string, query = "") => call(of, `POST /secrets/${name}/reveal${query}`, {});
const valueIn = async (of: string, name: string) => (await reveal(of, name)).json.value;
const reveals = () => ctx.db.auditEvent.count({ where: { action: "secret.revealed" } });

/** A key of which the API knows by now what it is bound to, so that it reads ahead beside the key. */
async function knownKey(): Promise<string> {
  const made = await makeKey();
  await call(made, "POST /secrets", { name: "KNOWN", value: "known" });
  for (let i = 0; i < 2; i += 1) expect(await valueIn(made, "KNOWN")).toBe("known");
  return made;
}

const end = (made: string, column: string) =>
  ctx.pool.query(`UPDATE api_keys SET ${column} = $1 WHERE public_id = $2`, [ctx.now(), made.split("_")[2]]);

it.each(["revoked_at", "expires_at"])(
  "a key that ends (%s) between two requests is refused",
  async (column) => {
    const made = await knownKey();
    const { headers } = await call(made, "GET /values");
    const again = { "if-none-match": headers.get("etag") ?? "" };
    expect((await call(made, "GET /values", undefined, again)).status).toBe(304);
    const before = await reveals();
    await end(made, column);
    expect((await reveal(made, "KNOWN")).status).toBe(401);
    expect((await call(made, "GET /values", undefined, again)).status).toBe(401);
    expect(await reveals()).toBe(before);
  },
);

it("a key whose secret part is wrong gets nothing of what was prefetched", async () => {
  const made = await knownKey();
  const before = await reveals();
  const wrong = `${made.slice(0, -3)}${made.endsWith("xyz") ? "abc" : "xyz"}`;
  expect((await reveal(wrong, "KNOWN")).status).toBe(401);
  expect((await call(wrong, "GET /values")).status).toBe(401);
  expect(await reveals()).toBe(before);
});

it("what changed between two requests is what the next one gets", async () => {
  const made = await knownKey();
  await call(made, "POST /secrets", { name: "CHANGING", value: "one" });
  expect(await valueIn(made, "CHANGING")).toBe("one");
  await call(made, "POST /secrets", { name: "CHANGING", value: "two" });
  expect(await valueIn(made, "changing")).toBe("two");
  expect((await call(made, "POST /secrets/CHANGING/reveal", { version: 1 })).json.value).toBe("one");
  await call(made, "PATCH /secrets/CHANGING", { name: "RENAMED" });
  expect((await reveal(made, "CHANGING")).status).toBe(404);
  expect(await valueIn(made, "RENAMED")).toBe("two");
  await call(made, "DELETE /secrets/RENAMED");
  expect((await reveal(made, "RENAMED")).status).toBe(404);
});

it("many keys of several places at once each get what is theirs, and nobody's error is another's", async () => {
  await call(key, "POST /secrets", { name: "SAME", value: "of production" });
  await call(staging, "POST /secrets", { name: "SAME", value: "of staging" });
  await call(key, "POST /secrets", { name: "OTHER", value: "1" });
  const narrow = await makeKey({ names: ["OTHER"] });
  const asked = [
    [key, "SAME", [200, "of production"]],
    [staging, "SAME", [200, "of staging"]],
    [narrow, "SAME", [404, undefined]],
    [key, "NONE", [404, undefined]],
    [key, "no name", [404, undefined]],
    ["sr_live_nothing", "SAME", [401, undefined]],
  ] as const;
  for (let round = 0; round < 3; round += 1) {
    const all = Array.from({ length: 60 }, (_, i) => asked[i % asked.length] ?? asked[0]);
    const answers = await Promise.all(all.map(([of, name]) => reveal(of, encodeURIComponent(name))));
    expect(answers.map(({ status, json }) => [status, json.value])).toEqual(
      all.map(([, , wanted]) => wanted),
    );
  }
});

it("a query that names another environment than the key's goes by the query", async () => {
  await call(key, "POST /secrets", { name: "PLACED", value: "of production" });
  expect(await valueIn(key, "PLACED")).toBe("of production");
  expect((await reveal(key, "PLACED", "?environment=staging")).status).toBe(404);
  expect((await call(key, "GET /values?environment=staging")).status).toBe(404);
  expect((await reveal(key, "PLACED", "?environment=production")).json.value).toBe("of production");
});

it("what is shared with a key's environment is no longer unchanged once it is mapped, replaced or taken away", async () => {
  const everywhere = {
    project: null,
    permissions: ["secrets:list", "secrets:read", "secrets:write", "admin"],
  } as const;
  const owner = await makeKey(everywhere);
  const reader = await makeKey();
  const share = (value: string) =>
    call(owner, "POST /secrets?project=platform&environment=production", { name: "SHARED", value });
  await share("one");
  let tag = (await call(reader, "GET /values")).headers.get("etag") ?? "";
  const valueNow = async () => {
    const { status, json, headers } = await call(reader, "GET /values", undefined, { "if-none-match": tag });
    tag = headers.get("etag") ?? "";
    expect((await call(reader, "GET /values", undefined, { "if-none-match": tag })).status).toBe(304);
    return status === 304 ? "unchanged" : json.values.MAPPED;
  };
  expect(await valueNow()).toBe("unchanged");
  const mapping = { name: "MAPPED", sharedEnvironment: "production", sharedName: "SHARED" };
  const mapped = await call(owner, "POST /shared-mappings?project=default&environment=production", mapping);
  expect(mapped.status).toBe(201);
  expect(await valueNow()).toBe("one");
  await share("two");
  expect(await valueNow()).toBe("two");
  await call(owner, `DELETE /shared-mappings/${mapped.json.id}?project=default&environment=production`);
  expect(await valueNow()).toBeUndefined();
});

it("whoever is slow to send the body gets what is there when it came", async () => {
  const made = await knownKey();
  await call(made, "POST /secrets", { name: "SLOW", value: "old" });
  expect(await valueIn(made, "SLOW")).toBe("old");
  const socket = connect(Number(new URL(base).port), "127.0.0.1");
  await once(socket, "connect");
  const head = `POST /api/v1/secrets/SLOW/reveal HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${made}\r\n`;
  socket.write(`${head}Connection: close\r\nContent-Length: 2\r\n\r\n`);
  await new Promise((done) => setTimeout(done, 200));
  await call(made, "POST /secrets", { name: "SLOW", value: "new" });
  socket.write("{}");
  expect(await text(socket)).toContain('"value":"new"');
});
