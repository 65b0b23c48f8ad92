import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Settings } from "@/lib/platform/settings";
import { NO_PAGE_POLICY, securityHeaders } from "@/lib/web/front-headers";

/** How long requests under way may go on after the program was told to stop. */
const DRAIN_MS = 10_000;

/** How long a connection stays open after an answer that ends it. */
const LINGER_MS = 1_000;

/** Starts to listen. Throws an Error of one line when the port is taken or may not be used. */
export async function listen(server: Server, { host, port }: Pick<Settings, "host" | "port">): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (error) {
    throw new Error(`cannot listen on ${host} port ${port}: ${listenReason(error, port)}`, { cause: error });
  }
}

function listenReason(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `another program uses it; stop that one, or choose another with PORT=${port + 1}`;
  if (code === "EACCES") return "the system does not allow it; ports below 1024 need the right to use them";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return "this machine does not have that address; see HOST";
  return error instanceof Error ? error.message : String(error);
}

/**
 * An HTTP server that limits how long a client may take to send a request or leave a connection silent, and answers
 * what never becomes a request, such as a malformed one, with the headers of every other response.
 */
export function makeServer(
  settings: Pick<Settings, "origin">,
  mode: "production" | "development",
  onRequest: RequestListener,
): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      connectionsCheckingInterval: 2_000,
      // Longer than the 60 seconds for which load balancers usually keep connections: they close first, not we.
      keepAliveTimeout: 65_000,
    },
    onRequest,
  );
  server.timeout = 120_000;
  const headers = Object.entries(securityHeaders(settings.origin, NO_PAGE_POLICY));
  const plain = [...headers, ["Cache-Control", "no-store"], ["Connection", "close"], ["Content-Length", "0"]];
  const block = plain.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const answer = (socket: Duplex, status: string): void => {
    if (!socket.writable) return void socket.destroy();
    socket.end(`HTTP/1.1 ${status}\r\n${block}\r\n`);
    // Time to read the answer; whoever goes on sending does not keep the connection.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET") return void socket.destroy();
    answer(socket, statusOf(error.code));
  });
  if (mode === "production") server.on("upgrade", (_req, socket) => answer(socket, "400 Bad Request"));
  server.on("connect", (_req, socket) => answer(socket, "405 Method Not Allowed"));
  return server;
}

function statusOf(code: string | undefined): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
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
