import { expect, it } from "vitest";
import { clientAddressReader } from "./gateway-address";

it("ignores X-Forwarded-For without trusted proxies", () => {
  expect(clientAddressReader([])("198.51.100.9", "203.0.113.1")).toBe("198.51.100.9");
});

it("believes proxies from the right only, so a client cannot choose its address", () => {
  const addressOf = clientAddressReader(["10.0.0.0/8", "fd00::/8", "127.0.0.1"]);
  expect(addressOf("10.0.0.1", "203.0.113.1")).toBe("203.0.113.1");
  expect(addressOf("10.0.0.1", "1.1.1.1, 203.0.113.1, 10.0.0.2")).toBe("203.0.113.1");
  expect(addressOf("::ffff:127.0.0.1", "203.0.113.1")).toBe("203.0.113.1");
  expect(addressOf("fd00::7", "2001:db8::1")).toBe("2001:db8::1");
  expect(addressOf("198.51.100.9", "203.0.113.1")).toBe("198.51.100.9");
});

it("stops at what is no address", () => {
  const addressOf = clientAddressReader(["10.0.0.0/8"]);
  expect(addressOf("10.0.0.1", "unknown")).toBe("10.0.0.1");
  expect(addressOf("10.0.0.1", "203.0.113.1, <script>")).toBe("10.0.0.1");
  expect(addressOf("10.0.0.1", "")).toBe("10.0.0.1");
  expect(addressOf(undefined, "203.0.113.1")).toBeNull();
});

it("reads addresses with ports, brackets, zones and an IPv4 prefix", () => {
  const addressOf = clientAddressReader(["10.0.0.0/8"]);
  expect(addressOf("10.0.0.1", "203.0.113.1:5012")).toBe("203.0.113.1");
  expect(addressOf("10.0.0.1", "[2001:db8::1]:443")).toBe("2001:db8::1");
  expect(addressOf("fe80::1%eth0", undefined)).toBe("fe80::1");
  expect(addressOf("10.0.0.1", "::ffff:203.0.113.1")).toBe("203.0.113.1");
});
