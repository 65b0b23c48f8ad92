import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import { openCredential } from "@/lib/secrets/credentials/service";
import { callsOf } from "../kinds/call";
import type { ManagerClient } from "../kinds/kind";
import { isManagerError } from "../kinds/manager-error";
import { clientOf } from "../kinds/registry";
import { findOpenable, type OpenableManager } from "./store";

/** After that the credential is opened again, so that it shows in the audit log that it is in use. */
const OPEN_MS_MAX = 60 * 60 * 1_000;
const OPEN_MAX = 200;

interface Opened {
  readonly client: ManagerClient;
  readonly openedAt: number;
}

/** Clients of this instance's database, by manager, configuration and credential: a sign-in and the SDK are kept with them. */
const clients = new WeakMap<Pool, Map<string, Promise<Opened>>>();

/** Speaks to a manager, with its credential as it is at this moment. Throws `conflict` when that is not there any more. */
export async function openManager(ctx: Ctx, manager: OpenableManager): Promise<ManagerClient> {
  const opened = clients.get(ctx.pool) ?? new Map<string, Promise<Opened>>();
  clients.set(ctx.pool, opened);
  const key = [manager.id, manager.updatedAt.toISOString(), manager.credentialVersionId].join(" ");
  const kept = await opened.get(key)?.catch(() => null);
  if (kept && ctx.now().getTime() - kept.openedAt < OPEN_MS_MAX) return kept.client;
  const fresh = open(ctx, manager);
  for (const old of opened.keys()) if (old.startsWith(manager.id)) opened.delete(old);
  opened.set(key, fresh);
  fresh.catch(() => opened.delete(key));
  const [oldest] = opened.size > OPEN_MAX ? opened.keys() : [];
  if (oldest !== undefined) opened.delete(oldest);
  return (await fresh).client;
}

/** The same by its id. Throws `conflict` when it is not there any more. */
export async function openManagerById(ctx: Ctx, id: string): Promise<ManagerClient> {
  const [manager] = await findOpenable(ctx, [id]);
  if (!manager) throw new AppError("conflict", "The external manager is not here any more.");
  return openManager(ctx, manager);
}

async function open(
  ctx: Ctx,
  { environmentId, credentialId, name, config }: OpenableManager,
): Promise<Opened> {
  const use = { purpose: "manager", of: name } as const;
  const credential = await openCredential(ctx, { id: environmentId }, credentialId, use);
  const client = clientOf(callsOf(ctx, config.ca), config, credential);
  return { client, openedAt: ctx.now().getTime() };
}

/** Of what went wrong with a manager, what the caller is told: it names the manager. Passes on every other error. */
export function managerFailure(name: string, error: unknown): unknown {
  if (!isManagerError(error)) return error;
  const { retryAfterSeconds } = error;
  const context = retryAfterSeconds === null ? {} : { retryAfterSeconds };
  return new AppError("badGateway", `${name}: ${error.message}`, context);
}
