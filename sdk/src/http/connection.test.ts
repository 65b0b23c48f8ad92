import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NotAllowedError, NotFoundError, StrongroomError, UnreachableError } from "../errors.js";
import { Strongroom } from "../strongroom.js";
import { failureOf, secret } from "./failure.fixture.js";
import { API_KEY, json, problem, scripted } from "./scripted-server.fixture.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

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
  it("are changes that wait for approval: nothing was written, and the message says where", async () => {
    const request = { id: "1", title: "Store A", url: "https://s.example/requests/1" };
    const { client } = await scripted((_, res) => json(res, 202, { request }));
    const error = await failureOf(client.secrets.set("A", "v"));
    expect(error).toMatchObject({ code: "awaitingApproval", status: 202 });
    expect(error.message).toContain(request.url);
  });

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
