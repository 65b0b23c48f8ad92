import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { DatabaseAddress } from "@/lib/db/client";
import { afterwards } from "./afterwards";

/** Stands between the program and a database, and does what networks and poolers do. */
export interface DatabaseProxy {
  readonly address: { readonly url: string };
  /** Whether start-up parameters other than user and database are dropped, as poolers may. */
  dropsParameters: boolean;
  /** Stops forwarding on all connections that are open: packets vanish, nothing is closed. */
  freeze(): void;
  /** Holds what is sent in either direction, also on connections that are made now, until `flow`. */
  stall(): void;
  /** Closes connections that are made now, until `flow`. Those that are open go on. */
  refuse(): void;
  /** Ends `stall` and `refuse`, and sends on what was held. */
  flow(): void;
  /** How many connections were refused. */
  refusedCount(): number;
  /** Closes all connections. */
  cut(): void;
  /** Forwards the next message from the program that holds this text, and then loses the answer. */
  cutAfter(text: string): void;
  /** How many connections are open. */
  count(): number;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  isFrozen: boolean;
  isBlind: boolean;
}

/** Starts a proxy before a database, gone after the test or file that calls this. */
export async function databaseProxy(address: DatabaseAddress): Promise<DatabaseProxy> {
  const links = new Set<Link>();
  let cutText: string | null = null;
  let isStalled = false;
  let isRefusing = false;
  let refused = 0;
  const stall = ({ client, server }: Link, isHeld: boolean) => {
    for (const socket of [client, server]) isHeld ? socket.pause() : socket.resume();
  };
  const proxy = createServer((client) => {
    if (isRefusing) {
      refused += 1;
      client.destroy();
      return;
    }
    const link: Link = { client, server: connectTo(address), isFrozen: false, isBlind: false };
    links.add(link);
    let isStarted = false;
    const close = () => {
      links.delete(link);
      client.destroy();
      link.server.destroy();
    };
    client.on("data", (chunk) => {
      if (link.isFrozen) return;
      const sent = !isStarted && state.dropsParameters ? withoutParameters(chunk) : chunk;
      isStarted = true;
      if (cutText === null || !sent.includes(cutText)) return void link.server.write(sent);
      cutText = null;
      link.isBlind = true;
      link.server.write(sent, () => setTimeout(close, 200));
    });
    link.server.on("data", (chunk) => {
      if (!link.isFrozen && !link.isBlind) client.write(chunk);
    });
    for (const socket of [client, link.server]) {
      socket.on("error", close);
      socket.on("close", () => link.isFrozen || close());
    }
    if (isStalled) stall(link, true);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const closeAll = () => {
    for (const { client, server } of links) {
      client.destroy();
      server.destroy();
    }
    links.clear();
  };
  afterwards(async () => {
    closeAll();
    proxy.close();
  });
  const bound = proxy.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  const state = {
    address: { url: urlThrough(address, port) },
    dropsParameters: false,
    freeze: () => {
      for (const link of links) link.isFrozen = true;
    },
    stall: () => {
      isStalled = true;
      for (const link of links) stall(link, true);
    },
    refuse: () => {
      isRefusing = true;
    },
    refusedCount: () => refused,
    flow: () => {
      isStalled = false;
      isRefusing = false;
      for (const link of links) stall(link, false);
    },
    cut: closeAll,
    cutAfter: (text: string) => {
      cutText = text;
    },
    count: () => links.size,
  };
  return state;
}

export function connectTo(address: DatabaseAddress): Socket {
  if (!("url" in address)) return connect(`${address.host}/.s.PGSQL.${address.port}`);
  const { hostname, port } = new URL(address.url);
  return connect(Number(port || "5432"), hostname);
}

export function urlThrough(address: DatabaseAddress, port: number): string {
  if (!("url" in address)) return `postgresql://${address.user}@127.0.0.1:${port}/${address.database}`;
  const url = new URL(address.url);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

/** The start-up message: length, protocol version, then names and values that each end with a zero. */
function withoutParameters(message: Buffer): Buffer {
  const words = message.toString("utf8", 8).split("\0");
  const kept: string[] = [];
  for (let i = 0; words[i]; i += 2) {
    if (words[i] === "user" || words[i] === "database") kept.push(`${words[i]}\0${words[i + 1]}\0`);
  }
  const body = Buffer.from(`${kept.join("")}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(message.readInt32BE(4), 4);
  return Buffer.concat([head, body]);
}
