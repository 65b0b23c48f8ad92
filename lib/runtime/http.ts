import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import type { Settings } from "@/lib/platform/settings";
import { HEADER_LINES_MAX } from "@/lib/web/gateway-header-section";
import { NO_PAGE_POLICY, securityHeaders } from "@/lib/web/gateway-headers";

/** How long requests under way may go on after the program was told to stop. */
const DRAIN_MS = 10_000;

/** How long a connection stays open after an answer that ends it. */
const LINGER_MS = 1_000;

/** The most bytes that the names and values of a request's headers may have. */
const HEADER_BYTES_MAX = 16_384;

/** Starts to listen. Throws an Error of one line when the port is taken or may not be used. */
export async function listen(
  server: Server,
  { host, port }: Pick<Settings, "host" | "port">,
  setting = "PORT",
): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (error) {
    throw new Error(`cannot listen on ${host} port ${port}: ${listenReason(error, port, setting)}`, {
      cause: error,
    });
  }
}

function listenReason(error: unknown, port: number, setting: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `another program uses it; stop that one, or choose another with ${setting}=${port + 1}`;
  if (code === "EACCES") return "the system does not allow it; ports below 1024 need the right to use them";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return "this machine does not have that address; see HOST";
  return error instanceof Error ? error.message : String(error);
}

/**
 * An HTTP server that limits how long a client may take to send a request or leave a connection silent. Every request
 * that can be parsed reaches `onRequest`, also those that Node would answer by itself, such as one without a Host. What
 * cannot be parsed is answered here, with the headers of every other response.
 */
export function makeServer(
  settings: Pick<Settings, "origin">,
  mode: "production" | "development",
  onRequest: RequestListener,
): Server {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 2_000,
    // Longer than the 60 seconds for which load balancers usually keep connections: they close first, not we.
    keepAliveTimeout: 65_000,
    requireHostHeader: false,
    // Said here, so that NODE_OPTIONS cannot loosen them.
    insecureHTTPParser: false,
    maxHeaderSize: HEADER_BYTES_MAX,
  });
  server.timeout = 120_000;
  // Node drops the lines after these, unseen: one more than allowed, so that the gateway refuses whatever had lines dropped.
  server.maxHeadersCount = HEADER_LINES_MAX + 1;
  const latest = new WeakMap<Duplex, Exchange>();
  const handle: RequestListener = (req, res) => {
    latest.set(req.socket, { req, res });
    onRequest(req, res);
  };
  for (const event of ["request", "checkContinue", "checkExpectation"]) server.on(event, handle);
  const respond = bareResponder(settings.origin);
  const answer = (socket: Duplex, status: string): void => {
    if (socket.writable && mayAnswer(latest.get(socket))) respond(socket, status);
    else socket.destroy();
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET") socket.destroy();
    else answer(socket, statusOf(error.code));
  });
  if (mode === "production") server.on("upgrade", (_req, socket) => answer(socket, "400 Bad Request"));
  server.on("connect", (_req, socket) => answer(socket, "405 Method Not Allowed"));
  return server;
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/**
 * Whether the client waits for an answer to what could not be parsed. It does not amid the answer to the latest request,
 * nor when that answer was given before the rest of the request turned out to be broken.
 */
function mayAnswer(latest: Exchange | undefined): boolean {
  if (!latest) return true;
  return latest.req.complete ? latest.res.writableFinished : !latest.res.headersSent;
}

/** Answers with a status line and headers on a connection that has no response object, and closes it. */
function bareResponder(origin: string): (socket: Duplex, status: string) => void {
  const headers = Object.entries(securityHeaders(origin, NO_PAGE_POLICY));
  const plain = [...headers, ["Cache-Control", "no-store"], ["Connection", "close"], ["Content-Length", "0"]];
  const block = plain.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return (socket, status) => {
    socket.end(`HTTP/1.1 ${status}\r\n${block}\r\n`);
    // Time to read the answer; whoever goes on sending does not keep the connection.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

function statusOf(code: string | undefined): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") return "413 Content Too Large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
  return "400 Bad Request";
}

/** Takes no new connections, lets requests under way finish for ten seconds at most, then cuts what is left. */
export async function drain(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  // A kept-alive connection turns idle after its last answer; Node closes only those that are idle when asked.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearTimeout(timer);
  clearInterval(sweep);
}
