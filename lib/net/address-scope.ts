import { isIPv6 } from "node:net";

const NETWORK_GROUPS = 4;

/**
 * What counts as one source of requests: an IPv4 address, or the /64 network of an IPv6 address, of which
 * a single customer has all 2^64. "unknown" where the address is not known.
 */
export function addressScope(ip: string | null): string {
  if (ip === null) return "unknown";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const [address = ""] = ip.split("%");
  return isIPv6(address) ? `${network(address)}::/64` : ip;
}

function network(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(missing).fill("0"), ...right];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
