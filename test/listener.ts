import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import type { TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

/** A server on loopback for one test, and every byte that it was sent. */
export interface Listener {
  readonly port: number;
  /** `127.0.0.1:PORT`, as an entry of the Owner's list. */
  readonly host: string;
  /** All that came in so far, as bytes on the wire. */
  received(): Buffer;
  /** How many connections were made so far. */
  connections(): number;
}

/** Answers HTTP on a port of its own until the test is over, or until `atEnd`: `afterAll` for the tests of a file. */
export function listen(
  answer: RequestListener,
  atEnd: (close: () => void) => void = onTestFinished,
): Promise<Listener> {
  return started(createServer({ keepAliveTimeout: 60_000 }, answer), atEnd);
}

/** Speaks for itself, byte by byte. */
export function listenRaw(speak: (socket: Socket) => void): Promise<Listener> {
  return started(createTcpServer(speak));
}

/** Answers HTTP over TLS. What it was sent are the bytes on the wire: those of a relay in front of it. */
export async function listenTls(options: TlsOptions, answer: RequestListener): Promise<Listener> {
  const { port } = await started(createTlsServer(options, answer));
  return listenRaw((socket) => {
    const inner = connect({ host: "127.0.0.1", port });
    inner.on("error", () => socket.destroy());
    socket.on("close", () => inner.destroy());
    socket.pipe(inner).pipe(socket);
  });
}

async function started(
  server: Server,
  atEnd: (close: () => void) => void = onTestFinished,
): Promise<Listener> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    // Below TLS nobody else may read.
    if (!(server instanceof TlsServer)) socket.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `127.0.0.1:${port}`,
    received: () => Buffer.concat(chunks),
    connections: () => sockets.size,
  };
}
