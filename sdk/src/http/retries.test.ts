import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NotFoundError, UnreachableError } from "../errors.js";
import { Strongroom } from "../strongroom.js";
import { failureOf, secret } from "./failure.fixture.js";
import { API_KEY, json, problem, scripted } from "./scripted-server.fixture.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("retries", () => {
  it("try a read again after 500, 503 and a broken connection", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client, asked } = await scripted((_, res, number) => {
      if (number === 1) problem(res, 500, "internal");
      else if (number === 2) res.writeHead(503, { "content-type": "text/html" }).end("<html>");
      else if (number === 3) res.destroy();
      else json(res, 200, secret);
    });
    expect((await client.secrets.get("A")).version).toBe(3);
    expect(asked).toHaveLength(4);
  });

  it("leave a change that is not repeatable alone, other than after 429", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client, asked } = await scripted((_, res, number) =>
      number === 1
        ? problem(res, 429, "throttled", {}, { "retry-after": "0" })
        : problem(res, 503, "unavailable"),
    );
    expect((await failureOf(client.secrets.restore("A", 1))).status).toBe(503);
    expect(asked).toHaveLength(2);
  });

  it("try everything again after a 503 that says when to come back, and until the server is there", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client, asked } = await scripted((_, res, number) =>
      number < 5
        ? problem(res, 503, "unavailable", {}, { "retry-after": "0" })
        : json(res, 200, { version: 4, name: "B" }),
    );
    expect(await client.secrets.restore("A", 1)).toBe(4);
    expect(asked).toHaveLength(5);
  });

  it("wait as long as Retry-After says, and not at all for longer than the time that there is", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client, asked } = await scripted((_, res, number) => {
      if (number === 1) problem(res, 429, "throttled", {}, { "retry-after": "1" });
      else problem(res, 429, "throttled", {}, { "retry-after": "3600" });
    });
    const startedAt = performance.now();
    const error = await failureOf(client.secrets.get("A"));
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect(error).toMatchObject({ code: "throttled", retryAfterSeconds: 3_600 });
    expect(asked).toHaveLength(2);
  });

  it("can be turned off", async () => {
    const { url, asked } = await scripted((_, res) => problem(res, 503, "unavailable"));
    const client = new Strongroom({ url, apiKey: "k", retryMs: 0 });
    expect((await failureOf(client.secrets.get("A"))).code).toBe("unavailable");
    expect(asked).toHaveLength(1);
  });

  it("know that a lost answer to a deletion was a deletion", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client } = await scripted((_, res, number) =>
      number === 1 ? res.destroy() : problem(res, 404, "notFound"),
    );
    await expect(client.secrets.delete("A")).resolves.toBeUndefined();
  });

  it("do not take a name that was never there for one that they deleted", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client } = await scripted((_, res, number) =>
      number === 1 ? problem(res, 503, "unavailable") : problem(res, 404, "notFound"),
    );
    expect(await failureOf(client.secrets.delete("A"))).toBeInstanceOf(NotFoundError);
  });
});

describe("a write that got no answer", () => {
  const lost: [string, (res: ServerResponse) => void][] = [
    ["a connection that broke", (res) => res.destroy()],
    [
      "an answer that broke off",
      (res) => res.writeHead(200, { "content-length": 99 }).write("{", () => res.destroy()),
    ],
    ["a proxy's 502", (res) => res.writeHead(502, { "content-type": "text/html" }).end("<html>")],
    ["a proxy's 504", (res) => res.writeHead(504).end()],
    ["the server's own word", (res) => problem(res, 503, "outcomeUnknown")],
    ["silence", () => {}],
  ];

  it.each(lost)("after %s says that it may have been done, and is not sent again", async (_, answer) => {
    const { url, asked } = await scripted((_, res) => answer(res));
    const client = new Strongroom({ url, apiKey: API_KEY, timeoutMs: 100 });
    for (const write of [
      () => client.secrets.update("A", { description: "x" }),
      () => client.secrets.restore("A", 1),
      () => client.allowlist.send("pay", { amount: 1 }),
    ]) {
      // An endpoint may take longer than this test.
      if (_ === "silence" && asked.length === 2) break;
      const error = await failureOf(write());
      expect(error.code).toBe("outcomeUnknown");
      expect(error).not.toBeInstanceOf(UnreachableError);
      if (_ !== "the server's own word")
        expect(error.detail).toContain("may or may not have been carried out");
      expect(error.detail).not.toMatch(/nothing was/i);
    }
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it("is sent again where a second time changes nothing", async () => {
    const { client, asked } = await scripted((_, res, number) =>
      number === 1 ? res.destroy() : json(res, 200, { name: "A", version: 1, unchanged: true }),
    );
    expect(await client.secrets.set("A", "v")).toMatchObject({ version: 1 });
    expect(asked).toHaveLength(2);
  });

  it.each([
    [403, "forbidden"],
    [503, "unavailable"],
  ])("stays unknown whatever a later attempt is told, such as %i", async (status, code) => {
    const { url } = await scripted((_, res, number) =>
      number === 1 ? res.destroy() : problem(res, status, code),
    );
    const client = new Strongroom({ url, apiKey: API_KEY, retryMs: 800 });
    expect(await failureOf(client.secrets.set("A", "v"))).toMatchObject({ code: "outcomeUnknown", status });
  });

  it("is unreachable, and not unknown, when it could not be sent; then it is tried again", async () => {
    const fetched = vi.fn(fetch);
    const { url, close } = await scripted(() => {});
    close();
    const client = new Strongroom({ url, apiKey: "k", fetch: fetched, retryMs: 700 });
    for (const write of [() => client.secrets.set("A", "v"), () => client.secrets.restore("A", 1)]) {
      fetched.mockClear();
      expect(await failureOf(write())).toMatchObject({ code: "unreachable" });
      expect(fetched.mock.calls.length).toBeGreaterThan(1);
    }
  });

  it("and a read that got none is unreachable", async () => {
    const { url } = await scripted((_, res) => res.destroy());
    const client = new Strongroom({ url, apiKey: "k", retryMs: 0 });
    expect((await failureOf(client.secrets.reveal("A"))).code).toBe("unreachable");
    expect((await failureOf(client.values({ only: ["A".repeat(2_000)] }))).code).toBe("unreachable");
  });

  it("is said to be so when the caller stops it", async () => {
    const { client, asked } = await scripted(() => {});
    const controller = new AbortController();
    const call = failureOf(client.allowlist.send("pay", {}, { signal: controller.signal }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted", detail: expect.stringContaining("may or may not") });
  });
});
