import { BlockList, isIP } from "node:net";
import { usage } from "../failure";
import { isLoopback } from "./loopback";

/**
 * The proxy for an address, or null for none: `https_proxy` or `HTTPS_PROXY`, unless `no_proxy` or `NO_PROXY` names the host.
 * This machine is always reached directly, and so is `http://`: through a proxy the API key could be read there.
 */
export function proxyFor(url: URL, env: Readonly<Record<string, string | undefined>>): URL | null {
  if (url.protocol !== "https:" || isLoopback(url.hostname)) return null;
  const input = env.https_proxy ?? env.HTTPS_PROXY ?? "";
  if (input === "" || isExempt(url, env.no_proxy ?? env.NO_PROXY ?? "")) return null;
  const text = input.includes("://") ? input : `http://${input}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  // The address may hold a password, so it is not repeated.
  if (proxy === null || !/^https?:$/.test(proxy.protocol))
    throw usage("HTTPS_PROXY is not the address of a proxy, such as http://proxy.example.com:3128");
  return proxy;
}

/** Names with commas or blanks between: a host and what is below it, with or without a port, a range of addresses, or `*`. */
function isExempt({ hostname, port }: URL, list: string): boolean {
  const host = bare(hostname);
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isInRange(host, entry);
      const [, named = "", wantedPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== (port || "443")) return false;
      const name = bare(named).replace(/^\*?\./, "");
      return name !== "" && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
    });
}

function isInRange(host: string, range: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const [family, networkFamily] = [isIP(host), isIP(bare(network))];
  const prefix = Number(bits);
  const isRange = family !== 0 && family === networkFamily && /^\d{1,3}$/.test(bits);
  if (!isRange || prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const ranges = new BlockList();
  ranges.addSubnet(bare(network), prefix, type);
  return ranges.check(host, type);
}

/** An address of IPv6 without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
