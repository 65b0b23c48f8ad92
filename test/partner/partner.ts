import { createServer, type IncomingMessage, type Server } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
} from "node:net";
import type { Agreement } from "./agreement";
import { type Opened, openMessage, sealAnswer } from "./message";
import { isSigned } from "./signing";

/** A request as the partner understood it. */
export interface Received extends Opened {
  readonly method: string;
  readonly headers: IncomingMessage["headers"];
  /** Null: no signature was agreed on. */
  readonly isSigned: boolean | null;
}

export interface Partner {
  readonly url: string;
  readonly received: readonly Received[];
  /** Every byte that went over the wire since the last call, in both directions. */
  takeTraffic(): Buffer;
  close(): Promise<void>;
}

/** What a partner does: `agreed` is asked for at each request, so that it may change; `answer` makes what is answered. */
export interface PartnerOptions {
  readonly agreed: () => Agreement;
  readonly answer?: (received: Received) => unknown;
  readonly now?: () => Date;
}

/**
 * Starts the other side of an endpoint on a free port of the loopback: it decrypts, checks the signature, and answers
 * encrypted. It is written from the documentation alone and shares no code with the product. 400 for what it cannot read.
 */
export async function startPartner({
  agreed,
  answer = ({ data, query }) => ({ data, query }),
  now = () => new Date(),
}: PartnerOptions): Promise<Partner> {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    try {
      const entry = await read(agreed(), req, now());
      received.push(entry);
      const { type, body } = await sealAnswer(agreed(), answer(entry));
      res.writeHead(200, { "content-type": type }).end(body);
    } catch (error) {
      res.writeHead(400, { "content-type": "text/plain" }).end(`${error}`);
    }
  });
  const port = await listen(server);
  const wire = await tap(port);
  return {
    url: `http://127.0.0.1:${wire.port}`,
    received,
    takeTraffic: wire.take,
    async close() {
      server.closeAllConnections();
      await Promise.all([server, wire.server].map((one) => new Promise((done) => one.close(done))));
    },
  };
}

async function read(agreed: Agreement, req: IncomingMessage, now: Date): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { searchParams } = new URL(req.url ?? "/", "http://partner");
  const type = req.headers["content-type"] ?? "";
  const { signature } = agreed;
  const opened =
    body.length === 0 && agreed.request.kind !== "query"
      ? { data: null, query: Object.fromEntries(searchParams) }
      : await openMessage(agreed, type, body.toString(), searchParams);
  return {
    ...opened,
    method: req.method ?? "",
    headers: req.headers,
    isSigned: signature && isSigned(signature, req.headers, body, now),
  };
}

/** A way to a port that keeps a copy of all that goes through it. */
async function tap(port: number) {
  let kept: Buffer[] = [];
  const server = createTcpServer((from) => {
    const to = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on("data", (bytes: Buffer) => kept.push(bytes));
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  const take = () => {
    const all = Buffer.concat(kept);
    kept = [];
    return all;
  };
  return { server, port: await listen(server), take };
}

function listen(server: Server | TcpServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
