import type { RequestListener } from "node:http";
import { connect, type TcpNetConnectOpts } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { requestTo, testEgress } from "@/test/egress";
import { listen } from "@/test/listener";
import { SYSTEM_DEPS } from "./dial";
import { openEgress } from "./egress";

const { failed, answered } = testEgress();
const ok: RequestListener = (_, res) => res.end("ok");

describe("only addresses that may be dialled are dialled", () => {
  const nothing = { policy: { allowedPrivateHosts: [] } };
  const leadingTo = (...addresses: string[][]) => {
    const dialled: string[] = [];
    const asked = vi.fn(async () => {
      const next = addresses.length > 1 ? addresses.shift() : addresses[0];
      return (next ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    });
    const deps = {
      resolve: asked,
      connect: (options: TcpNetConnectOpts) => {
        const { lookup, host = "" } = options as never as {
          lookup: typeof import("node:dns").lookup;
          host: string;
        };
        lookup(host, { all: true }, (_, found) => dialled.push(...found.map(({ address }) => address)));
        // Nobody's port: what a test means to reach it says itself.
        return connect({ host: "127.0.0.1", port: 1 });
      },
    };
    const other = openEgress(deps);
    return { other, dialled, asked };
  };

  it.each([
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:808:808::80ff:fffe",
    "::127.0.0.1",
  ])("a name that leads to %s is refused before any connection", async (address) => {
    const { other, dialled } = leadingTo([address]);
    const failure = await failed("https://api.example.com/", nothing, other);
    expect(failure).toEqual({ reason: "addressNotAllowed", code: null, left: false });
    expect(dialled).toEqual([]);
  });

  it("a name that leads to a public and to a private address is refused", async () => {
    for (const pair of [
      ["8.8.8.8", "127.0.0.1"],
      ["2606:4700::1111", "10.0.0.1"],
      ["8.8.8.8", "::1"],
    ]) {
      const { other, dialled } = leadingTo(pair);
      expect((await failed("https://api.example.com/", nothing, other)).reason).toBe("addressNotAllowed");
      expect(dialled).toEqual([]);
    }
  });

  it("a name is looked up once for a connection, and what was checked is what is dialled", async () => {
    const { other, dialled, asked } = leadingTo(["8.8.8.8", "8.8.4.4"], ["127.0.0.1"]);
    expect((await failed("https://api.example.com/", nothing, other)).reason).toBe("notConnected");
    expect([asked.mock.calls.length, dialled]).toEqual([1, ["8.8.8.8", "8.8.4.4"]]);
    expect((await failed("https://api.example.com/", nothing, other)).reason).toBe("addressNotAllowed");
    expect([asked.mock.calls.length, dialled]).toEqual([2, ["8.8.8.8", "8.8.4.4"]]);
  });

  it("a connection that ends up elsewhere than it was dialled to carries nothing", async () => {
    const partner = await listen(ok);
    const other = openEgress({
      resolve: async () => [{ address: "8.8.8.8", family: 4 }],
      connect: () => connect({ host: "127.0.0.1", port: partner.port }),
    });
    expect(await failed("https://api.example.com/", nothing, other)).toMatchObject({
      reason: "addressNotAllowed",
      left: false,
    });
    expect(partner.received()).toHaveLength(0);
  });

  it.each(["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "fe80::1"])(
    "where clouds keep credentials is refused even for a host that an Owner allowed: %s",
    async (address) => {
      const { other, dialled } = leadingTo([address]);
      expect((await failed("http://intranet.example/", {}, other)).reason).toBe("addressNotAllowed");
      expect(dialled).toEqual([]);
    },
  );

  it("a literal address is checked like any other", async () => {
    const partner = await listen(ok);
    expect((await failed(`https://127.0.0.1:${partner.port}/`, nothing)).reason).toBe("addressNotAllowed");
    expect((await failed("https://[::1]/", nothing)).reason).toBe("addressNotAllowed");
    expect(partner.connections()).toBe(0);
  });

  it("a connection that was kept is not used once the Owner's permission is gone", async () => {
    const partner = await listen(ok);
    const address = `http://${partner.host}/`;
    await answered(address);
    await answered(address);
    expect(partner.connections()).toBe(1);
    expect((await failed(address, nothing)).reason).toBe("addressNotAllowed");
    expect(partner.received().toString().match(/POST/g)).toHaveLength(2);
  });

  it("a name that does not exist is told", async () => {
    const { other } = leadingTo([]);
    expect((await failed("https://api.example.com/", nothing, other)).reason).toBe("nameNotFound");
  });

  it("looking up a name ends in time", async () => {
    const other = openEgress({ ...SYSTEM_DEPS, resolve: () => new Promise(() => {}) });
    const outcome = await other.send(requestTo("https://api.example.com/"), AbortSignal.timeout(200));
    expect(outcome).toEqual({ failure: { reason: "timeout", code: null, left: false } });
  });
});
