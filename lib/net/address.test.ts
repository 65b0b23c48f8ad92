import { describe, expect, it } from "vitest";
import { addressKind } from "./address";

describe("an address is private", () => {
  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "2001:2::1",
    "2001:10::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
  ])("%s", (address) => expect(addressKind(address)).toBe("private"));

  it.each([
    ["mapped", "::ffff:127.0.0.1"],
    ["mapped, in hexadecimal", "::ffff:a00:1"],
    ["mapped, written out", "0:0:0:0:0:ffff:c0a8:0101"],
    ["NAT64", "64:ff9b::10.0.0.1"],
    ["NAT64 of a network's own", "64:ff9b:1::8.8.8.8"],
    ["6to4", "2002:7f00:1::1"],
    ["6to4 of a public address", "2002:808:808::1"],
    ["Teredo", "2001:0:808:808::1"],
    ["IPv4-compatible", "::127.0.0.1"],
    ["IPv4-compatible and public", "::8.8.8.8"],
    ["translated (RFC 2765)", "::ffff:0:127.0.0.1"],
  ])("IPv4 inside of IPv6, %s: %s", (_, address) => expect(addressKind(address)).toBe("private"));
});

describe("an address is never dialled, allowed or not", () => {
  it.each([
    "169.254.169.254",
    "169.254.170.2",
    "169.254.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%eth0",
    "::1%lo",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "64:ff9b:1:a9fe:a9:fe00::",
    "2002:a9fe:a9fe::1",
    "2001:0:a9fe:a9fe::1",
    "2001:0:808:808:0:0:5601:5601",
    "::169.254.169.254",
    "not an address",
    "127.1",
    "",
  ])("%s", (address) => expect(addressKind(address)).toBe("never"));
});

describe("an address is public", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82a::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
  ])("%s", (address) => expect(addressKind(address)).toBe("public"));
});
