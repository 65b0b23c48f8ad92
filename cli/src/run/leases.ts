import { isTakeOverName } from "@/sdk/src/process/take-over-names";
import { Failure, type FailureKind, usage } from "../failure";
import { isRecord } from "../json";
import { printable } from "../printable";
import type { Scope } from "../scope";
import { type Shell, warn } from "../shell";

/** `--lease NAME=SOURCE`: which variable gets the connection URL of a user that is leased from which source. */
export interface LeaseOrder {
  readonly variable: string;
  readonly source: string;
}

/** Leases for as long as a program runs. */
export interface HeldLeases {
  /** The URLs, by their variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends them. What fails is told, and ends by itself. */
  end(): Promise<void>;
}

interface Lease extends LeaseOrder {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/** For how long the server is tried when a lease ends: nobody waits for the end of a program any longer. */
const END_RETRY_MS = 5_000;
const FINAL: readonly FailureKind[] = ["usage", "notFound", "notAllowed"];
const PAUSE_MS_MIN = 1_000;
const PAUSE_MS_MAX = 24 * 60 * 60_000;

export function parseOrder(text: string): LeaseOrder {
  const [, variable, source] = /^([A-Za-z_][A-Za-z0-9_]*)=([a-z][a-z0-9-]*)$/.exec(text) ?? [];
  if (variable === undefined || source === undefined) throw usage("--lease takes NAME=SOURCE");
  if (/^STRONGROOM_/i.test(variable))
    throw usage("--lease: variables that begin with STRONGROOM_ are reserved");
  return { variable, source };
}

/** Refuses variables that take over the program that is started. */
export function refuseTakeOver(orders: readonly LeaseOrder[], allowed: readonly string[]): void {
  const taking = orders.find(({ variable }) => isTakeOverName(variable) && !allowed.includes(variable));
  if (taking) throw usage(`--lease: ${taking.variable} can take over the program that is started`);
}

/** Leases what is ordered, all of it or nothing, and renews it whenever half of the time is over, until it is ended. */
export async function holdLeases(
  shell: Shell,
  scope: Scope,
  orders: readonly LeaseOrder[],
): Promise<HeldLeases> {
  const results = await Promise.allSettled(orders.map((order) => lease(scope, order)));
  const leases = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stops: (() => void)[] = [];
  const end = async () => {
    for (const stop of stops) stop();
    await Promise.all(leases.map((one) => endOne(shell, scope, one)));
  };
  const failed = results.find((result) => result.status === "rejected");
  if (failed) {
    await end();
    throw failed.reason;
  }
  stops.push(...leases.map((one) => keepRenewed(shell, scope, one)));
  return {
    variables: Object.fromEntries(leases.map(({ variable, url }) => [variable, url])),
    end,
  };
}

async function lease({ server, query }: Scope, order: LeaseOrder): Promise<Lease> {
  const { source } = order;
  const { id, values, expiresAt } = await server.ask("POST", "/leases", { query, body: { source } });
  const { url } = isRecord(values) ? values : {};
  if (![id, url, expiresAt].every((text) => typeof text === "string"))
    throw new Failure("unreachable", `${server.url} answered without a lease`);
  return {
    ...order,
    id: String(id),
    url: String(url),
    expiresAt: new Date(String(expiresAt)),
  };
}

/** Returns how to stop. */
function keepRenewed(shell: Shell, { server }: Scope, { id, source, expiresAt }: Lease): () => void {
  let end = expiresAt.getTime();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const schedule = () => {
    const left = end - Date.now();
    if (isStopped || left <= 0) return;
    timer = setTimeout(renew, Math.min(Math.max(left / 2, PAUSE_MS_MIN), PAUSE_MS_MAX)).unref();
  };
  const renew = async () => {
    try {
      const renewed = await server.ask("POST", `/leases/${encodeURIComponent(id)}/renew`, { body: {} });
      end = Date.parse(String(renewed.expiresAt));
    } catch (error) {
      if (isStopped) return;
      const reason = error instanceof Error ? error.message : "unknown reason";
      warn(
        shell,
        `the lease of ${source} could not be renewed and ends ${endText(end)}: ${printable(reason)}`,
      );
      // It has ended, or ends when it has to: asking again would change nothing.
      if (error instanceof Failure && FINAL.includes(error.kind)) return;
    }
    schedule();
  };
  schedule();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

async function endOne(shell: Shell, { server }: Scope, { id, source }: Lease): Promise<void> {
  try {
    await server.ask("DELETE", `/leases/${encodeURIComponent(id)}`, { retryMs: END_RETRY_MS });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    warn(shell, `the lease of ${source} could not be ended; it ends by itself: ${printable(reason)}`);
  }
}

function endText(end: number): string {
  return Number.isFinite(end) ? `at ${new Date(end).toISOString()}` : "soon";
}
