import { describe, expect, it } from "vitest";
import { NotFoundError } from "../errors.js";
import { secret } from "../http/failure.fixture.js";
import { json, problem, scripted } from "../http/scripted-server.fixture.js";

describe("secrets", () => {
  it("are stored with a value byte for byte", async () => {
    const { client, asked } = await scripted((_, res) =>
      json(res, 201, { name: "A", version: 1, unchanged: false }),
    );
    const stored = await client.secrets.set("A", " v\n", { description: "d" });
    expect(stored).toEqual({ name: "A", version: 1, unchanged: false });
    expect(asked[0]).toMatchObject({ method: "POST", url: "/api/v1/secrets" });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ name: "A", value: " v\n", description: "d" });
  });

  it("are imported in one request, each with what became of it", async () => {
    const secrets = [{ name: "A", version: 1, outcome: "created" }] as const;
    const { client, asked } = await scripted((_, res) => json(res, 200, { dryRun: false, secrets }));
    const input = [{ name: "A", value: " v\n", expectedVersion: 0 }];
    expect(await client.secrets.import(input)).toEqual(secrets);
    expect(asked[0]).toMatchObject({ method: "POST", url: "/api/v1/secrets/import" });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ secrets: input, dryRun: false });
  });

  it("are changed at the expected version alone: another one is an error of its own", async () => {
    const { client, asked } = await scripted((_, res) => problem(res, 412, "preconditionFailed"));
    const settled = await Promise.allSettled([
      client.secrets.set("A", "v", { expectedVersion: 3 }),
      client.secrets.update("A", { description: "d", expectedVersion: 3 }),
      client.secrets.restore("A", 1, { expectedVersion: 3 }),
      client.secrets.delete("A", { expectedVersion: 3 }),
    ]);
    const refused = { status: "rejected", reason: { code: "preconditionFailed" } };
    expect(settled).toMatchObject([refused, refused, refused, refused]);
    const bodies = asked.flatMap(({ body }) => (body ? [JSON.parse(body).expectedVersion] : []));
    expect(bodies).toEqual([3, 3, 3]);
    expect(asked.find(({ method }) => method === "DELETE")?.headers["if-match"]).toBe('"3"');
  });

  it("are listed page by page", async () => {
    const { client, asked } = await scripted(({ url }, res) =>
      url.includes("cursor")
        ? json(res, 200, { items: [{ ...secret, name: "B" }], next: null })
        : json(res, 200, { items: [secret], next: "c/1" }),
    );
    const found = await client.secrets.list({ search: "x y" });
    expect(found.map(({ name }) => name)).toEqual(["A", "B"]);
    expect(asked.map(({ url }) => url)).toEqual([
      "/api/v1/secrets?search=x+y&limit=200",
      "/api/v1/secrets?search=x+y&limit=200&cursor=c%2F1",
    ]);
  });

  it("exist or do not", async () => {
    const { client, asked } = await scripted(({ url }, res) =>
      url.endsWith("A") ? res.writeHead(200).end() : problem(res, 404, "notFound"),
    );
    expect(await client.secrets.exists("A")).toBe(true);
    expect(await client.secrets.exists("B/../A?")).toBe(false);
    expect(await client.secrets.exists("..")).toBe(false);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "HEAD /api/v1/secrets/A",
      "HEAD /api/v1/secrets/B%2F..%2FA%3F",
    ]);
  });

  it("are revealed, deleted, renamed and restored", async () => {
    const { client, asked } = await scripted(({ method, url }, res) => {
      if (method === "DELETE") res.writeHead(204).end();
      else if (url.endsWith("reveal")) json(res, 200, { name: "A", value: "v", version: 2 });
      else json(res, 200, { name: "B", version: 4 });
    });
    expect((await client.secrets.reveal("A", { version: 2 })).value).toBe("v");
    await client.secrets.delete("A");
    expect(await client.secrets.update("A", { name: "B" })).toBe("B");
    expect(await client.secrets.restore("B", 1)).toBe(4);
    expect(asked.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'POST /api/v1/secrets/A/reveal {"version":2}',
      "DELETE /api/v1/secrets/A ",
      'PATCH /api/v1/secrets/A {"name":"B"}',
      "POST /api/v1/secrets/B/versions/1/restore {}",
    ]);
  });
});

describe("values", () => {
  it("are asked for once and then whether they still hold", async () => {
    let value = "1";
    const { client, asked } = await scripted(({ headers }, res) => {
      const etag = `"${value}"`;
      if (headers["if-none-match"] === etag) res.writeHead(304, { etag }).end();
      else json(res, 200, { values: { A: value }, version: value }, { etag });
    });
    const first = await client.values({ only: ["A"] });
    first.A = "changed by the caller";
    expect(await client.values({ only: ["A"] })).toEqual({ A: "1" });
    value = "2";
    expect(await client.values({ only: ["A"] })).toEqual({ A: "2" });
    expect(asked.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"', '"1"']);
  });

  it("of other names are asked for anew, and under the spelling that was asked for", async () => {
    const { client, asked } = await scripted((_, res) =>
      json(res, 200, { values: { A: "1", B: "2" }, version: "x" }, { etag: '"x"' }),
    );
    expect(await client.values({ only: ["b", "A", "b"] })).toEqual({ b: "2", A: "1" });
    expect(await client.values()).toEqual({ A: "1", B: "2" });
    expect(asked.map(({ url, headers }) => [url, headers["if-none-match"]])).toEqual([
      ["/api/v1/values?names=A%2Cb", undefined],
      ["/api/v1/values", undefined],
    ]);
  });

  it("of 1,000 names are one read, whose names stand in its body, and are kept like others", async () => {
    const { client, asked } = await scripted(({ headers, body }, res) => {
      if (headers["if-none-match"] === '"x"') return res.writeHead(304).end();
      const { names } = JSON.parse(body) as { names: string[] };
      json(res, 200, { values: Object.fromEntries(names.map((name) => [name, "v"])) }, { etag: '"x"' });
    });
    const only = Array.from({ length: 1_000 }, (_, i) => `${"N".repeat(100)}${i}`);
    for (const _ of [1, 2]) expect(Object.keys(await client.values({ only }))).toHaveLength(1_000);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /api/v1/values",
      "POST /api/v1/values",
    ]);
  });

  it("named __proto__ are values like any other", async () => {
    const { client } = await scripted((_, res) => {
      res.writeHead(200, { "content-type": "application/json" });
      res.end('{"values":{"__proto__":"v","constructor":"w"},"version":"x"}');
    });
    const values = await client.values();
    expect(Object.entries(values)).toEqual([
      ["__proto__", "v"],
      ["constructor", "w"],
    ]);
  });

  it("that are not there make one error with their names", async () => {
    const errors = { names: ["There is no secret B here."] };
    const { client } = await scripted((_, res) => problem(res, 404, "notFound", { errors }));
    const call = client.values({ only: ["A", "B"] });
    await expect(call).rejects.toBeInstanceOf(NotFoundError);
    await expect(call).rejects.toMatchObject({ errors });
    await expect(client.values({ only: ["A,B"] })).rejects.toMatchObject({ code: "usage" });
  });
});
