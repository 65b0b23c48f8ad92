import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import type { Ctx } from "@/lib/context";
import { dial, SYSTEM_DEPS, secured } from "@/lib/net/dial";
import { egressError, egressReason, failureWords, systemCode } from "@/lib/net/egress-error";
import { hostUrl, isAllowedPrivate } from "@/lib/net/outgoing-url";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";
import type { DatabaseLocation } from "./schema";

const CONNECT_MS_MAX = 10_000;
const ANSWER_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 1_024 * 1_024;

/** The address whose rules are those for a database. */
export function databaseUrl({ host, port, tls }: Pick<DatabaseLocation, "host" | "port" | "tls">): string {
  return hostUrl({ host, port, isTls: tls === "verify" });
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Whether a text is empty, or holds certificates in PEM that can all be read. */
export function areCertificates(text: string): boolean {
  const found = text.match(CERTIFICATES) ?? [];
  if (text !== "" && found.length === 0) return false;
  try {
    for (const pem of found) new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/** Begins what a connection is for. `secure`: puts it under TLS, once the other side agreed to that; null: without. */
export type Begin<T> = (
  socket: Socket,
  secure: ((socket: Socket) => Promise<Socket>) | null,
  signal: AbortSignal,
) => Promise<T>;

/**
 * Opens a connection to a database, by the rules for whatever is called: every address of the host is checked, private ones are
 * for Owners to allow, and without TLS only these are called. Throws `badGateway`; the connection is closed then.
 */
export async function connectTo<T>(ctx: Ctx, location: DatabaseLocation, begin: Begin<T>): Promise<T> {
  const callable = await callableUrl(ctx, databaseUrl(location));
  if ("issue" in callable) throw notCalled(callable.issue);
  const { host, port } = callable.url;
  const ca = location.ca || null;
  const mayBePrivate = isAllowedPrivate(callable.url, callable.policy);
  const signal = AbortSignal.timeout(CONNECT_MS_MAX);
  const agentKey = { isTls: false, alpn: null, host, port, mayBePrivate, ca };
  const secure = (plain: Socket) => secured(agentKey, plain, signal);
  let socket: Socket | undefined;
  try {
    socket = await dial(agentKey, SYSTEM_DEPS, signal);
    return await begin(socket, location.tls === "verify" ? secure : null, signal);
  } catch (error) {
    socket?.on("error", () => {}).destroy();
    if (egressReason(error) === "addressNotAllowed" && !mayBePrivate) throw notCalled(PRIVATE);
    throw failed(error) ?? error;
  }
}

const PRIVATE = "This host is private. An Owner can allow it in the settings.";

function notCalled(issue: string): AppError {
  return new AppError("badGateway", `The database is not called. ${issue}`);
}

export const NO_TLS = "The server offers no TLS.";

/** The error for a password that a server cannot be given without telling it. */
export function notSettable(why: string): AppError {
  return new AppError("conflict", `The password cannot be given to the server without telling it. ${why}`);
}

/** Why there is no connection any more, in words; null where it was for another reason. */
export function failed(error: unknown): AppError | null {
  const reason = egressReason(error);
  return reason && new AppError("badGateway", failureWords(reason, systemCode(error)));
}

/** The first that comes over a connection; what follows stays for others to read. Throws an egress error. */
export async function firstBytes(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  const closed = once(socket, "close", { signal }).then(() => Promise.reject(egressError("lost")));
  const data = once(socket, "data", { signal });
  socket.resume();
  try {
    const [bytes] = await Promise.race([data, closed]);
    socket.pause();
    return bytes;
  } catch (error) {
    throw signal.aborted ? egressError("timeout") : egressError("lost", error);
  }
}

/**
 * Has a connection end where what it brings is too much, or whoever reads it throws: what a server sends must not end the
 * program.
 */
export function guarded<S extends Socket>(socket: S): S {
  let bytes = 0;
  const inner = socket.emit.bind(socket);
  const emit = (event: string, ...rest: unknown[]) => {
    if (event !== "data") return inner(event, ...rest);
    const [chunk] = rest;
    bytes += Buffer.isBuffer(chunk) ? chunk.length : 0;
    try {
      if (bytes > ANSWER_BYTES_MAX) throw egressError("tooLarge");
      return inner(event, ...rest);
    } catch (error) {
      socket.destroy(egressReason(error) ? egressError("tooLarge") : egressError("unreadable"));
      return true;
    }
  };
  return Object.assign(socket, { emit });
}

/** Waits for an answer over a connection, which is cut when it takes longer than ten seconds, or than it is given. */
export async function answered<T>(
  socket: Socket,
  work: () => Promise<T>,
  msMax: number = ANSWER_MS_MAX,
): Promise<T> {
  const timer = setTimeout(() => socket.destroy(egressError("timeout")), msMax);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
