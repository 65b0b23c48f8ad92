import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { DatabaseAddress } from "@/lib/db/client";
import { afterwards } from "../afterwards";
import { connectTo, urlThrough } from "../database-proxy";

/** A moment of an operation: at its n-th statement from now, before the database gets it or when it has done it. */
export interface Point {
  readonly statement: number;
  readonly when: "before" | "after";
}

/** Stands before a database and knows one statement from the next. */
export interface StatementProxy {
  readonly address: { readonly url: string };
  /** Has `strike` called at that moment, once; then the connection that it was on is lost, and its answer with it. */
  arm(point: Point, strike?: () => void): void;
  /** How many statements passed since `arm`. */
  passed(): number;
  /** Takes back what has not happened, and says whether it has. */
  disarm(): boolean;
}

/** A message of PostgreSQL's protocol: one letter, its length, its content. */
interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Starts a proxy before a database, gone after the test or file that calls this. */
export async function statementProxy(database: DatabaseAddress): Promise<StatementProxy> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let armed: { readonly point: Point; readonly strike: () => void } | null = null;

  const server = createServer((client) => {
    const upstream = connectTo(database);
    const close = () => {
      client.destroy();
      upstream.destroy();
    };
    const strike = () => {
      armed?.strike();
      armed = null;
      close();
    };
    let isStruck = false;
    const fromClient = messageReader(true);
    const fromServer = messageReader(false);
    client.on("data", (chunk) => {
      for (const { type, bytes } of fromClient(chunk)) {
        if (isStruck) return;
        // What ends a statement: a simple query, or the Sync after its parts.
        if (type === "Q" || type === "S") passed += 1;
        isStruck = armed !== null && (type === "Q" || type === "S") && passed === armed.point.statement;
        if (isStruck && armed?.point.when === "before") return strike();
        upstream.write(bytes);
      }
    });
    upstream.on("data", (chunk) => {
      if (!isStruck) return void client.write(chunk);
      // Ready for the next one: this one is done.
      if (fromServer(chunk).some(({ type }) => type === "Z")) strike();
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", close);
      socket.on("close", () => {
        sockets.delete(socket);
        close();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    address: { url: urlThrough(database, (server.address() as AddressInfo).port) },
    arm: (point, strike = () => {}) => {
      passed = 0;
      armed = { point, strike };
    },
    passed: () => passed,
    disarm: () => {
      const hasHappened = armed === null;
      armed = null;
      return hasHappened;
    },
  };
}

/** Cuts a stream into messages. The first of a client has no letter. */
function messageReader(isClient: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = !isClient;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return messages;
      const type = isStarted ? String.fromCharCode(rest[0] ?? 0) : "";
      messages.push({ type, bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      isStarted = true;
    }
  };
}
