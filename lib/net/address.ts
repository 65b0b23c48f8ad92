import { BlockList, isIP, isIPv4 } from "node:net";

/** What an address of the network is, as far as it matters to whoever is about to dial it. */
export type AddressKind =
  | "public"
  /** Within this machine, this network or nobody's: dialled for hosts that an Owner allowed, and for no other. */
  | "private"
  /** Link-local, or where clouds hand machines their credentials: never dialled. */
  | "never";

/** IANA's special-purpose registry, as far as it is not to be found on the internet. */
const PRIVATE_IPV4 = blockList("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

const NEVER_IPV4 = blockList("ipv4", [
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
  ["168.63.129.16", 32],
]);

/** Whatever is not global unicast is private: loopback, unique local, multicast and all that nobody was given yet. */
const GLOBAL_IPV6 = blockList("ipv6", [["2000::", 3]]);
const PRIVATE_IPV6 = blockList("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);

const NEVER_IPV6 = blockList("ipv6", [
  ["fe80::", 10],
  ["fd00:ec2::", 32],
  ["fd20:ce::", 64],
]);

/** Names by which machines in clouds find the same. */
const NEVER_NAMES =
  /^(metadata|instance-data|metadata\.goog|metadata\.google\.internal|instance-data\.ec2\.internal|metadata\.azure\.internal|metadata\.tencentyun\.com)$/;

/**
 * What an IPv4 or IPv6 address is, by its bits. An IPv6 address that stands for an IPv4 address is no better than that.
 * What is no address is never dialled.
 */
export function addressKind(address: string): AddressKind {
  // A zone ("fe80::1%eth0") is for link-local addresses only.
  if (isIP(address) === 0 || address.includes("%")) return "never";
  if (isIPv4(address)) return kindOfIPv4(address);
  if (NEVER_IPV6.check(address, "ipv6")) return "never";
  const groups = groupsOf(address);
  const inner = embedded(groups).map(kindOfIPv4);
  if (inner.includes("never")) return "never";
  if (stands(groups)) return inner[0] ?? "private";
  const isGlobal = GLOBAL_IPV6.check(address, "ipv6") && !PRIVATE_IPV6.check(address, "ipv6");
  return isGlobal ? "public" : "private";
}

/** Whether a host's name, in lower case, is one that is never asked for. */
export function isForbiddenName(host: string): boolean {
  return NEVER_NAMES.test(host);
}

function kindOfIPv4(address: string): AddressKind {
  if (NEVER_IPV4.check(address)) return "never";
  return PRIVATE_IPV4.check(address) ? "private" : "public";
}

/** Whether an IPv6 address is just a way to write or to reach one IPv4 address: ::ffff:0:0/96, or NAT64 (RFC 6052). */
function stands(groups: readonly number[]): boolean {
  return begins(groups, [0, 0, 0, 0, 0, 0xffff]) || begins(groups, [0x64, 0xff9b, 0, 0, 0, 0]);
}

/** Every IPv4 address that an IPv6 address may lead to; mostly none. */
function embedded(groups: readonly number[]): string[] {
  const pair = (at: number) => ipv4Of(groups[at] ?? 0, groups[at + 1] ?? 0);
  if (stands(groups)) return [pair(6)];
  // IPv4-compatible (RFC 4291), and NAT64 of a network's own (RFC 8215), whose prefix may have any of these lengths.
  if (begins(groups, [0, 0, 0, 0, 0, 0])) return [pair(6)];
  if (begins(groups, [0x64, 0xff9b, 1])) return [pair(6), ...nat64Inner(groups)];
  // 6to4 (RFC 3056); Teredo (RFC 4380), with its server and the client's address turned around.
  if (begins(groups, [0x2002])) return [pair(1)];
  if (begins(groups, [0x2001, 0])) {
    return [pair(2), ipv4Of(~(groups[6] ?? 0) & 0xffff, ~(groups[7] ?? 0) & 0xffff)];
  }
  return [];
}

/** RFC 6052, section 2.2: behind 48, 56 or 64 bits the address goes around bits 64 to 71. */
function nat64Inner(groups: readonly number[]): string[] {
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
  return [6, 7, 8].map((from) => {
    const own = bytes.filter((_, at) => at !== 8).slice(from, from + 4);
    return own.join(".");
  });
}

function begins(groups: readonly number[], prefix: readonly number[]): boolean {
  return prefix.every((group, at) => groups[at] === group);
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

/** The eight groups of 16 bits of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const hex = address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => ((Number(high) << 8) | Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
  const [before = [], after] = hex.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const missing = after ? 8 - before.length - after.length : 0;
  const all = [...before, ...Array.from({ length: missing }, () => "0"), ...(after ?? [])];
  return all.map((group) => Number.parseInt(group, 16));
}

function blockList(family: "ipv4" | "ipv6", subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
