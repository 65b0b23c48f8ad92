import { BlockList, isIP } from "node:net";

/** Tells who sent a request, from the socket's address and the `X-Forwarded-For` header. Null when nobody can tell. */
export type ClientAddressReader = (
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
) => string | null;

/**
 * Believes `X-Forwarded-For` only as far as it was written by a proxy of ours: from the right, each entry counts when
 * everything after it is a trusted proxy. What a client writes into the header itself is never reached.
 */
export function clientAddressReader(trustedProxies: readonly string[]): ClientAddressReader {
  const isTrusted = trustedProxyCheck(trustedProxies);
  return (socketAddress, forwardedFor) => {
    let address = bareAddress(socketAddress ?? "");
    const hops = forwardedFor?.split(",") ?? [];
    while (address !== null && hops.length > 0 && isTrusted(address)) {
      const before = bareAddress(hops.pop()?.trim() ?? "");
      if (before === null) break;
      address = before;
    }
    return address;
  };
}

/** Tells whether an address, as a socket gives it, is that of a trusted proxy. */
export function trustedProxyCheck(
  trustedProxies: readonly string[],
): (address: string | undefined) => boolean {
  const trusted = blockListOf(trustedProxies);
  return (address) => {
    const bare = bareAddress(address ?? "");
    return bare !== null && isIn(trusted, bare);
  };
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** The address without port, brackets, zone or IPv4-in-IPv6 prefix. Null when it is none. */
function bareAddress(text: string): string | null {
  const unbracketed = /^\[(.+)\](:\d+)?$/.exec(text)?.[1] ?? text;
  const withoutPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(unbracketed)?.[1] ?? unbracketed;
  const withoutZone = withoutPort.split("%")[0] ?? "";
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone)?.[1] ?? withoutZone;
  return isIP(address) === 0 ? null : address;
}
