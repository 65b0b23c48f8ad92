import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { DatabaseAddress } from "@/lib/db/client";

export interface CuttableProxy {
  /** A URL of the database that leads through the door. */
  readonly url: string;
  /** Cuts every connection and takes no new one, as if the database's machine were gone. */
  cut(): void;
  restore(): void;
  close(): void;
}

/** A door in front of a database server that can be shut: connections run through it byte for byte. */
export async function openCuttableProxy(database: DatabaseAddress): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = dial(database);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => {});
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: urlThrough(database, port),
    cut,
    restore: () => {
      isCut = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

function dial(database: DatabaseAddress): Socket {
  if ("url" in database) {
    const { hostname, port } = new URL(database.url);
    return connect(Number(port || 5432), hostname);
  }
  return database.host.startsWith("/")
    ? connect(`${database.host}/.s.PGSQL.${database.port}`)
    : connect(database.port, database.host);
}

function urlThrough(database: DatabaseAddress, port: number): string {
  if ("url" in database) {
    const url = new URL(database.url);
    url.hostname = "127.0.0.1";
    url.port = String(port);
    return url.href;
  }
  return `postgresql://${encodeURIComponent(database.user)}@127.0.0.1:${port}/${database.database}`;
}
