import type { RequestListener } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { testEgress } from "@/test/egress";
import { listen } from "@/test/listener";
import { SENDS_MAX, SENDS_MAX_EACH } from "./egress";

const { egress, failed, answered } = testEgress();
const ok: RequestListener = (_, res) => res.end("ok");

describe("what is sent", () => {
  it("is the request as it was given, to the host that was named", async () => {
    const partner = await listen((req, res) => res.end(JSON.stringify([req.url, req.headers])));
    const { body } = await answered(`http://${partner.host}/a?b=c`, {
      headers: [["X-One", "1"]],
      query: [["d&e", "ü=/"]],
    });
    expect(JSON.parse(body.toString())).toEqual([
      "/a?b=c&d%26e=%C3%BC%3D%2F",
      {
        host: partner.host,
        "user-agent": "Strongroom",
        "accept-encoding": "identity",
        "x-one": "1",
        "content-length": "2",
        connection: "keep-alive",
      },
    ]);
  });

  it.each([
    ["a line break in a header", { headers: [["X-A", "a\r\nHost: evil"]] as const }],
    ["a zero in a header", { headers: [["X-A", "a\0b"]] as const }],
    ["a line break in a header's name", { headers: [["X-A\r\nX-B", "a"]] as const }],
  ])("is nothing at all with %s", async (_, more) => {
    const partner = await listen(ok);
    expect(await failed(`http://${partner.host}/`, more)).toMatchObject({
      reason: "notSendable",
      left: false,
    });
    expect(partner.received()).toHaveLength(0);
  });

  it("goes past the proxies of the environment", async () => {
    const proxy = await listen(ok);
    const partner = await listen((_, res) => res.end("direct"));
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) {
      vi.stubEnv(name, `http://${proxy.host}`);
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect((await answered(`http://${partner.host}/`)).body.toString()).toBe("direct");
    expect(proxy.connections()).toBe(0);
  });

  it("follows no redirect", async () => {
    const elsewhere = await listen(ok);
    for (const status of [301, 302, 303, 307, 308]) {
      const partner = await listen((_, res) => {
        res.writeHead(status, { Location: `http://${elsewhere.host}/` }).end();
      });
      expect((await answered(`http://${partner.host}/`)).status).toBe(status);
    }
    const same = await listen((req, res) => {
      if (req.url === "/next") return res.end("followed");
      return res.writeHead(307, { Location: "/next" }).end();
    });
    expect((await answered(`http://${same.host}/`)).status).toBe(307);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe("at once", () => {
  const gate = () => {
    let open = () => {};
    const held = new Promise<void>((done) => {
      open = done;
    });
    return {
      hold: (...holders: string[]) => egress.within(holders, () => held).catch(({ code }) => code),
      open,
    };
  };
  const refused = (results: readonly unknown[]) => results.filter((code) => code === "throttled").length;

  it("there is room for so many sends of one holder, and for so many of all; who is refused may come back", async () => {
    const { hold, open } = gate();
    const one = Array.from({ length: SENDS_MAX_EACH + 1 }, () => hold("one"));
    expect(await one.at(-1)).toBe("throttled");
    const others = Array.from({ length: SENDS_MAX }, (_, i) => hold(`other ${i}`));
    expect(await others.at(-1)).toBe("throttled");
    open();
    expect(refused(await Promise.all([...one, ...others]))).toBe(1 + SENDS_MAX_EACH);
    expect(await egress.within(["one"], async () => "room again")).toBe("room again");
  });

  it("64 slow sends of one key, to whatever endpoints, leave room for others; so do those of several keys", async () => {
    const { hold, open } = gate();
    const slow = Array.from({ length: SENDS_MAX }, (_, i) => hold(`endpoint ${i % 4}`, "key A"));
    const others = Array.from({ length: 8 }, (_, i) => hold("endpoint 9", `key ${i}`));
    const more = Array.from({ length: SENDS_MAX }, (_, i) => hold(`endpoint ${i + 20}`, "key B"));
    const last = hold("endpoint 99", "key C");
    open();
    expect([refused(await Promise.all(slow)), refused(await Promise.all(others)), await last]).toEqual([
      SENDS_MAX - SENDS_MAX_EACH,
      0,
      undefined,
    ]);
    expect(refused(await Promise.all(more))).toBeGreaterThan(SENDS_MAX / 2);
  });
});
