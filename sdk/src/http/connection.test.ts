import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NotAllowedError, NotFoundError, StrongroomError, UnreachableError } from "../errors.js";
import { Strongroom } from "../strongroom.js";
import { API_KEY, json, problem, scripted } from "./scripted-server.fixture.js";

const secret = {
  id: "1",
  name: "A",
  description: "",
  category: "custom",
  audience: "all",
  version: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  updatedBy: "Ada",
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

async function failureOf(call: Promise<unknown>): Promise<StrongroomError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StrongroomError);
  return error as StrongroomError;
}

describe("settings", () => {
  it("come from the environment and are overridden by options", async () => {
    const { url, asked } = await scripted((_, res) => json(res, 200, secret));
    vi.stubEnv("STRONGROOM_URL", `${url}/`);
    vi.stubEnv("STRONGROOM_API_KEY", `${API_KEY}\n`);
    await new Strongroom().secrets.get("A");
    await new Strongroom({ apiKey: "other", environment: "staging", project: "p" }).secrets.get("A");
    expect(asked[0]).toMatchObject({
      url: "/api/v1/secrets/A",
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    expect(asked[1]?.url).toBe("/api/v1/secrets/A?project=p&environment=staging");
    expect(asked[1]?.headers.authorization).toBe("Bearer other");
  });

  it.each([
    [{ url: "", apiKey: "k" }, "STRONGROOM_URL"],
    [{ url: "http://h", apiKey: "" }, "STRONGROOM_API_KEY"],
    [{ url: "ftp://h", apiKey: "k" }, "https://"],
    [{ url: "http://user:pass@h", apiKey: "k" }, "password"],
    [{ url: "http://h", apiKey: "k\nx: y" }, "characters"],
    [{ url: "http://h", apiKey: "k", timeoutMs: 0 }, "timeoutMs"],
  ])("%o is refused", (options, words) => {
    expect(() => new Strongroom(options)).toThrow(words);
  });

  it("a browser is refused in cleartext words", () => {
    vi.stubGlobal("process", { versions: {} });
    expect(() => new Strongroom({ url: "http://h", apiKey: "k" })).toThrow("does not run in a browser");
  });
});

describe("the key", () => {
  it("is not in what inspect, JSON and String show of a client, nor in errors", async () => {
    const { client } = await scripted((_, res) => problem(res, 403, "forbidden"));
    const error = await failureOf(client.secrets.get("A"));
    for (const thing of [client, client.secrets, error]) {
      const shown = [inspect(thing, { depth: 9, showHidden: true, getters: true }), JSON.stringify(thing)];
      for (const text of [...shown, String(thing)]) expect(text).not.toContain(API_KEY.slice(8));
    }
  });

  it("does not follow a redirect", async () => {
    const other = await scripted((_, res) => json(res, 200, secret));
    const { client, url } = await scripted((_, res) =>
      res.writeHead(302, { location: `${other.url}/api/v1/secrets/A` }).end(),
    );
    const error = await failureOf(client.secrets.get("A"));
    expect(error).toMatchObject({ code: "notStrongroom", status: 302 });
    expect(error.message).toContain(`${url}/api/v1/secrets/A answered 302 a redirect`);
    expect(other.asked).toEqual([]);
  });
});

describe("failures", () => {
  it("carry what the server said", async () => {
    const errors = { name: ["Enter a name."] };
    const { client } = await scripted((_, res) =>
      problem(res, 422, "validation", { errors }, { "x-request-id": "r1" }),
    );
    const error = await failureOf(client.secrets.set("A", "v"));
    expect(error).toMatchObject({ code: "validation", status: 422, errors, requestId: "r1" });
    expect(error.detail).toBe("It is validation.");
  });

  it.each([
    [401, "unauthenticated", NotAllowedError],
    [403, "forbidden", NotAllowedError],
    [404, "notFound", NotFoundError],
    [409, "conflict", StrongroomError],
  ])("%i is %s", async (status, code, kind) => {
    const { client, asked } = await scripted((_, res) => problem(res, status, code));
    const error = await failureOf(client.secrets.get("A"));
    expect(error).toBeInstanceOf(kind);
    expect(error.code).toBe(code);
    expect(asked).toHaveLength(1);
  });

  it.each([200, 401, 404])("a page of HTML with %i names the address that sent it", async (status) => {
    const { client, url } = await scripted((_, res) =>
      res.writeHead(status, { "content-type": "text/html" }).end("<html>"),
    );
    const error = await failureOf(client.secrets.get("A"));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.detail).toContain(`${url}/api/v1/secrets/A answered ${status} with text/html`);
    if (status !== 200) expect((await failureOf(client.secrets.exists("A"))).code).toBe("notStrongroom");
  });

  it("a server that is away is tried again and then named", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const fetched = vi.fn(fetch);
    const client = new Strongroom({ url: "http://127.0.0.1:1", apiKey: "k", fetch: fetched, retryMs: 1_000 });
    const error = await failureOf(client.secrets.list());
    expect(error).toMatchObject({ code: "unreachable", status: undefined });
    expect(error.detail).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached: /);
    // After 0, 250 and 750 milliseconds; the next would come too late.
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it("a server that is slow is left after the time-out", async () => {
    const { url } = await scripted(() => {});
    const client = new Strongroom({ url, apiKey: "k", timeoutMs: 30, retryMs: 0 });
    expect(await failureOf(client.secrets.get("A"))).toMatchObject({ code: "timedOut" });
  });

  it("an answer that breaks off is unreachable, and a field that is missing is named", async () => {
    const { client } = await scripted((_, res) => json(res, 200, { ...secret, version: "3" }));
    expect((await failureOf(client.secrets.get("A"))).detail).toContain("a number in version");
  });

  it("a caller's signal ends a call at once", async () => {
    const { client } = await scripted(() => {});
    const controller = new AbortController();
    const call = failureOf(client.values({ signal: controller.signal }));
    controller.abort();
    expect((await call).code).toBe("aborted");
  });
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

describe("a request that is too large", () => {
  it.each([413, 414, 431])("%i of a proxy is no sign of a wrong address", async (status) => {
    const { client } = await scripted((_, res) =>
      res.writeHead(status, { "content-type": "text/html" }).end("<html>"),
    );
    const error = await failureOf(client.secrets.get("A"));
    expect(error).toMatchObject({ code: "tooLarge", status });
    expect(error.detail).not.toContain("Is it the address");
  });
});
