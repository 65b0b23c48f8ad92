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

  it("a browser is refused in clear words", () => {
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
    const client = new Strongroom({ url: "http://127.0.0.1:1", apiKey: "k", fetch: fetched });
    const error = await failureOf(client.secrets.list());
    expect(error).toMatchObject({ code: "unreachable", status: undefined });
    expect(error.detail).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached: /);
    expect(fetched).toHaveBeenCalledTimes(4);
  });

  it("a server that is slow is left after the time-out", async () => {
    const { url } = await scripted(() => {});
    const client = new Strongroom({ url, apiKey: "k", timeoutMs: 30 });
    const error = await failureOf(client.secrets.update("A", { description: "" }));
    expect(error).toMatchObject({ code: "timedOut" });
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

  it("wait as long as Retry-After says, and not at all for longer than 30 seconds", async () => {
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

  it("know that a lost answer to a deletion was a deletion", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { client } = await scripted((_, res, number) =>
      number === 1 ? res.destroy() : problem(res, 404, "notFound"),
    );
    await expect(client.secrets.delete("A")).resolves.toBeUndefined();
  });
});
