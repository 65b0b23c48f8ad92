import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from "node:net";
import { connect as connectTls } from "node:tls";
import { addressKind } from "./address";
import { egressError } from "./egress-error";

/** Whom to dial, and what is allowed there. Two that are alike may share connections. */
export interface AgentKey {
  readonly isTls: boolean;
  /** What is spoken, as TLS agrees on it (ALPN); null: nothing that has a name there. */
  readonly alpn: "http/1.1" | null;
  readonly host: string;
  readonly port: number;
  /** Whether an Owner allowed that its addresses are private. */
  readonly mayBePrivate: boolean;
  /** PEM of the authorities to trust instead of the usual ones. */
  readonly ca: string | null;
}

interface Address {
  readonly address: string;
  readonly family: number;
}

/** What dialling is done with: the system's, except in tests. */
export interface Deps {
  readonly resolve: (host: string) => Promise<readonly Address[]>;
  readonly connect: (options: TcpNetConnectOpts) => Socket;
}

export const SYSTEM_DEPS: Deps = {
  resolve: (host) => lookup(host, { all: true }),
  connect,
};

/**
 * Opens a connection over which nothing was sent yet, but for the handshake of TLS. The name is looked up once; each of
 * its addresses is checked, and only these are dialled. Throws an egress error; what was opened by then is closed.
 */
export async function dial(agentKey: AgentKey, deps: Deps, signal: AbortSignal): Promise<Socket> {
  const addresses = await checkedAddresses(agentKey, deps, signal);
  const socket = await connected(agentKey, addresses, deps, signal);
  if (!mayBeDialled(agentKey, socket.remoteAddress ?? "")) {
    socket.destroy();
    throw egressError("addressNotAllowed");
  }
  return agentKey.isTls ? secured(agentKey, socket, signal) : socket;
}

/** One address that may not be dialled spoils the lot: a name that leads here and there is not to be trusted. */
async function checkedAddresses(
  agentKey: AgentKey,
  { resolve }: Deps,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const { host } = agentKey;
  const family = isIP(host);
  const found = family ? [{ address: host, family }] : await orAborted(resolve(host), signal, "nameNotFound");
  if (found.length === 0) throw egressError("nameNotFound");
  if (!found.every(({ address }) => mayBeDialled(agentKey, address))) throw egressError("addressNotAllowed");
  return found;
}

function mayBeDialled({ mayBePrivate }: AgentKey, address: string): boolean {
  const kind = addressKind(address);
  return kind === "public" || (kind === "private" && mayBePrivate);
}

async function connected(
  { host, port }: AgentKey,
  addresses: readonly Address[],
  { connect }: Deps,
  signal: AbortSignal,
): Promise<Socket> {
  const pinned: LookupFunction = (_host, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family);
  };
  const socket = connect({ host, port, lookup: pinned, autoSelectFamily: true, noDelay: true });
  return ready(socket, "connect", signal, "notConnected");
}

/**
 * Begins TLS on a connection that `dial` opened without, as protocols do that agree on it first. What the environment of the
 * process says about trusting certificates does not count here. Throws as `dial` does.
 */
export async function secured(
  { host, alpn, ca }: Pick<AgentKey, "host" | "alpn" | "ca">,
  socket: Socket,
  signal: AbortSignal,
): Promise<Socket> {
  const secure = connectTls({
    socket,
    host,
    servername: isIP(host) ? "" : host,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(alpn !== null && { ALPNProtocols: [alpn] }),
    ...(ca !== null && { ca }),
  });
  return ready(secure, "secureConnect", signal, "notTrusted");
}

type Step = "nameNotFound" | "notConnected" | "notTrusted";

async function ready<S extends Socket>(
  socket: S,
  event: string,
  signal: AbortSignal,
  step: Step,
): Promise<S> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    // Whatever comes after this is nobody's to hear.
    socket.on("error", () => {}).destroy();
    throw signal.aborted ? egressError("timeout") : egressError(step, error);
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal, step: Step): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(egressError("timeout"));
    signal.addEventListener("abort", () => reject(egressError("timeout")), { once: true });
  });
  const done = work.catch((error: unknown) => Promise.reject(egressError(step, error)));
  return Promise.race([done, aborted]);
}
