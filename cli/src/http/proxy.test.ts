import { describe, expect, it } from "vitest";
import { proxyFor } from "./proxy";

const PROXY = "http://proxy.example:3128";
const chosen = (address: string, env: Record<string, string>) =>
  proxyFor(new URL(address), env)?.origin ?? null;
const exempt = (address: string, noProxy: string) =>
  chosen(address, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy }) === null;

describe("a proxy", () => {
  it("is the one of HTTPS_PROXY, in either spelling, with or without its scheme", () => {
    expect(chosen("https://s.example", { HTTPS_PROXY: PROXY })).toBe(PROXY);
    expect(chosen("https://s.example", { https_proxy: "proxy.example:3128" })).toBe(PROXY);
    expect(chosen("https://s.example", { https_proxy: "", HTTPS_PROXY: "https://other.example" })).toBeNull();
    expect(chosen("https://s.example", {})).toBeNull();
  });

  it("never gets the key of a plain http server, nor what is for this machine", () => {
    const env = { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY, http_proxy: PROXY, ALL_PROXY: PROXY };
    for (const address of [
      "http://s.example",
      "https://localhost:3000",
      "https://127.0.0.1",
      "https://[::1]:8443",
    ])
      expect(chosen(address, env)).toBeNull();
  });

  it.each(["socks5://h:1", "not a url", "file:///x", "http://user:geheim@"])(
    "that is none, such as %s, is refused without repeating a password",
    (text) => {
      const asked = () => proxyFor(new URL("https://s.example"), { HTTPS_PROXY: text });
      expect(asked).toThrow("HTTPS_PROXY is not");
      expect(asked).not.toThrow("geheim");
    },
  );
});

describe("NO_PROXY", () => {
  it.each([
    ["s.example", "*"],
    ["s.example", "other.example, s.example"],
    ["s.example", "other.example S.EXAMPLE"],
    ["a.s.example", "s.example"],
    ["a.s.example", ".s.example"],
    ["a.s.example", "*.s.example"],
    ["s.example:8443", "s.example:8443"],
    ["s.example", "s.example:443"],
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["[fd00::1]", "fd00::/8"],
    ["[fd00::1]", "fd00::1"],
    ["[fd00::1]:8443", "[fd00::1]:8443"],
  ])("lets %s pass with %s", (host, list) => expect(exempt(`https://${host}`, list)).toBe(true));

  it.each([
    ["s.example", ""],
    ["s.example", ","],
    ["s.example", "."],
    ["evils.example", "s.example"],
    ["s.example", "a.s.example"],
    ["s.example:8443", "s.example:443"],
    ["11.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.0.0.0/99"],
    ["10.1.2.3", "10.0.0.0/"],
    ["s.example", "10.0.0.0/8"],
    ["1.10.1.2", "10.1.2"],
    ["[fd00::1]", "10.0.0.0/8"],
  ])("does not let %s pass with %s", (host, list) => expect(exempt(`https://${host}`, list)).toBe(false));
});
