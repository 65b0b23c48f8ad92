import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterwards } from "../../afterwards";

/** The way from an instance to its database, which can be long, silent, gone, or lead elsewhere. */
export interface Network {
  readonly url: string;
  /** Where it leads, for connections from now on. */
  port: number;
  /** How long every packet takes. */
  delayMs: number;
  /** Packets of all that is open vanish for good, and for as long as `isSilent`, those of new connections. */
  silence(): void;
  isSilent: boolean;
  cut(): void;
}

/** Opens one for the test or file that calls this. */
export async function openNetwork(databaseUrl: string): Promise<Network> {
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(network.port, "127.0.0.1");
    const both = [client, upstream] as const;
    for (const [from, to] of [both, [upstream, client] as const]) {
      sockets.add(from);
      let sent = Promise.resolve();
      from.on("data", (chunk) => {
        if (silent.has(from) || network.isSilent) return void silent.add(from).add(to);
        if (network.delayMs === 0) return void sent.then(() => to.write(chunk));
        const wait = sleep(network.delayMs);
        sent = sent.then(() => wait).then(() => void to.write(chunk));
      });
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        if (!silent.has(from)) to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  const network: Network = {
    url: Object.assign(new URL(databaseUrl), { port: String((server.address() as AddressInfo).port) }).href,
    port: Number(url.port),
    delayMs: 0,
    isSilent: false,
    silence: () => {
      for (const socket of sockets) silent.add(socket);
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
  afterwards(() => {
    network.cut();
    server.close();
  });
  return network;
}
