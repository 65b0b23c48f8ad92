import { describe, expect, it } from "vitest";
import { allowedHostIssue, isAllowedPrivate, outgoingUrlIssue, parseOutgoingUrl } from "./outgoing-url";

const nothing = { allowedPrivateHosts: [] };
const some = {
  allowedPrivateHosts: ["intranet.example", "127.0.0.1:8443", "[::1]", "localhost", "169.254.169.254"],
};

describe("an address is refused when", () => {
  it.each([
    ["it is none", "api.example.com"],
    ["it is empty", ""],
    ["its scheme is another", "ftp://api.example.com/"],
    ["its scheme is a script", "javascript:alert(1)"],
    ["its scheme is in upper case", "HTTPS://api.example.com/"],
    ["it is relative to a scheme", "//api.example.com/"],
    ["slashes are missing", "https:api.example.com"],
    ["there is a third slash", "https:///api.example.com/"],
    ["it is not https", "http://api.example.com/"],
    ["it holds a user", "https://user@api.example.com/"],
    ["it holds a user and a password", "https://api.good.com:x@evil.test/"],
    ["it holds an empty user", "https://@evil.test/"],
    ["a backslash hides the host", "https://api.good.com\\@evil.test/"],
    ["a backslash stands for a slash", "https:\\\\evil.test/"],
    ["it has a fragment", "https://api.example.com/#part"],
    ["it has an empty fragment", "https://api.example.com/#"],
    ["it has a blank", "https://api.example.com/a b"],
    ["it has a tab in the host", "https://api.exam\tple.com/"],
    ["it has a line break", "https://api.example.com/\r\nX: y"],
    ["it has a zero", "https://api.example.com/\0"],
    ["the host is written in full width", "https://ａｐｉ.example.com/"],
    ["the host has the full stop of another script", "https://api。example.com/"],
    ["the host is of another script", "https://аpi.example.com/"],
    ["the host has circled digits", "https://①②⑦.⓪.⓪.①/"],
    ["the host ends in a dot", "https://api.example.com./"],
    ["a label of the host is empty", "https://api..example.com/"],
    ["the host begins with a dot", "https://.example.com/"],
    ["the host is percent-encoded", "https://api%2eexample.com/"],
    ["the host has a wildcard", "https://*.example.com/"],
    ["the host begins with a hyphen", "https://-x.example.com/"],
    ["the port is 0", "https://api.example.com:0/"],
    ["the port is none", "https://api.example.com:/"],
    ["the port is too large", "https://api.example.com:65536/"],
    ["the port has a zero in front", "https://api.example.com:0443/"],
    ["dots lead up the path", "https://api.example.com/a/../b"],
    ["encoded dots lead up the path", "https://api.example.com/a/%2e%2e/b"],
    ["it is too long", `https://api.example.com/${"a".repeat(2_048)}`],
    ["the host is loopback by name", "https://localhost/"],
    ["the host is loopback below a name", "https://x.localhost/"],
    ["it is loopback", "https://127.0.0.1/"],
    ["it is loopback in decimal", "https://2130706433/"],
    ["it is loopback in octal", "https://0177.0.0.1/"],
    ["it is loopback in hexadecimal", "https://0x7f.0.0.1/"],
    ["it is loopback in short", "https://127.1/"],
    ["it is private", "https://10.0.0.1/"],
    ["it is private", "https://192.168.0.1/"],
    ["it is link-local", "https://169.254.1.1/"],
    ["it is loopback of IPv6", "https://[::1]/"],
    ["it is IPv4 in IPv6", "https://[::ffff:7f00:1]/"],
    ["it is IPv4 in IPv6 with dots", "https://[::ffff:127.0.0.1]/"],
    ["it is NAT64 of a private address", "https://[64:ff9b::a00:1]/"],
    ["it is NAT64 of a network's own", "https://[64:ff9b:1::808:808]/"],
    ["it is unique local", "https://[fd00::1]/"],
    ["it has a zone", "https://[fe80::1%25eth0]/"],
    ["it is where clouds keep credentials", "https://169.254.169.254/latest/"],
    ["it is where Google keeps credentials", "https://metadata.google.internal/"],
  ])("%s: %s", (_, text) => {
    const issue = outgoingUrlIssue(text, nothing);
    expect(issue).toMatch(/^[A-Z]/);
  });

  it.each([
    "https://169.254.169.254/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://metadata.google.internal/",
    "http://METADATA/",
  ])("it leads to credentials of machines, even where an Owner allowed it: %s", (text) => {
    const host = text.split("/")[2] ?? "";
    expect(outgoingUrlIssue(text, { allowedPrivateHosts: [host] })).toContain("never called");
  });

  it.each([
    "http://intranet.example.evil.test/",
    "http://evilintranet.example/",
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://[::2]/",
  ])("it is only similar to what an Owner allowed: %s", (text) => {
    expect(outgoingUrlIssue(text, some)).toMatch(/private|https/);
  });
});

describe("an address is taken when", () => {
  it.each([
    "https://api.example.com",
    "https://api.example.com/",
    "https://API.Example.com/v1/payments?mode=live",
    "https://api.example.com?x=1",
    "https://api.example.com:443/",
    "https://api.example.com:8443/a%20b",
    "https://xn--bcher-kva.example/",
    "https://some_service.example.com/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
  ])("it is public: %s", (text) => expect(outgoingUrlIssue(text, nothing)).toBeNull());

  it.each([
    "http://intranet.example/",
    "https://intranet.example:9443/",
    "http://127.0.0.1:8443/",
    "http://[::1]/",
    "http://localhost:3000/",
  ])("an Owner allowed its host: %s", (text) => expect(outgoingUrlIssue(text, some)).toBeNull());
});

it("an address is read into what is dialled and what is said there", () => {
  expect(parseOutgoingUrl("https://API.Example.com:8443/a?b=c")).toEqual({
    isHttps: true,
    host: "api.example.com",
    port: 8443,
    authority: "api.example.com:8443",
    path: "/a",
    search: "?b=c",
  });
  expect(parseOutgoingUrl("http://[::1]")).toEqual({
    isHttps: false,
    host: "::1",
    port: 80,
    authority: "[::1]",
    path: "/",
    search: "",
  });
});

describe("an entry of the Owner's list", () => {
  it.each([
    "intranet.example",
    "intranet.example:443",
    "intranet.example:80",
    "10.0.0.7",
    "[::1]:8443",
    "db",
  ])("is taken: %s", (entry) => expect(allowedHostIssue(entry)).toBeNull());

  it.each([
    "",
    "https://intranet.example",
    "intranet.example/path",
    "Intranet.example",
    "*.example",
    "intranet.example.",
    "10.0.0.0/8",
    "::1",
    "0177.0.0.1",
    "user@host",
    "host:0",
    "host:",
    "host:99999",
    "a b",
    "169.254.169.254",
    "169.254.169.254:80",
    "[fd00:ec2::254]",
    "metadata.google.internal",
  ])("is refused: %s", (entry) => expect(allowedHostIssue(entry)).toMatch(/^[A-Z]/));

  it("with a port allows that port alone, without one every port", () => {
    const policy = { allowedPrivateHosts: ["a:443", "b"] };
    const allowed = (host: string, port: number) => isAllowedPrivate({ host, port }, policy);
    expect([allowed("a", 443), allowed("a", 80), allowed("b", 1), allowed("c", 443)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
