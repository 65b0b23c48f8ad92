import type { IncomingMessage } from "node:http";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { Ctx, RequestInfo } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { Runtime } from "@/lib/runtime/registry";
import { type Foreseen, foreseeValues, type Home } from "@/lib/secrets/disclosure/foresight";
import type { ChangeFeed } from "@/lib/secrets/watching/worker";
import type { MachineFacts } from "@/lib/web/front";
import type { Homes } from "./homes";

export type MachineCtx = Ctx & { readonly actor: ApiKeyActor; readonly feed: ChangeFeed };

/** What the API runs on: the program's runtime, what changes in the database, and where keys are at home. */
export type MachineRuntime = Runtime & { readonly feed: ChangeFeed; readonly homes: Homes };

const USER_AGENT_LENGTH_MAX = 400;

const now = (): Date => new Date();

/** What a request shows to be let in, beside its own words. */
interface Shown {
  readonly keyText: string;
  readonly facts: MachineFacts;
}

/**
 * The context of a request, from the text of its API key; `foresee` asks for more beside the key where its home is known.
 * Throws `unauthenticated`.
 */
export async function machineContext(
  { settings, db, pool, keys, seals, audit, usage, egress, feed, homes }: MachineRuntime,
  { headers }: IncomingMessage,
  { keyText, facts }: Shown,
  foresee: ((home: Home) => Foreseen) | null,
): Promise<MachineCtx> {
  const request: RequestInfo = {
    id: facts.requestId,
    ip: facts.clientAddress,
    userAgent: headers["user-agent"]?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
  };
  const home = foresee && homes.guess(keyText);
  const ahead = home && foresee(home);
  const actor = await authenticateKey({ pool, seals, audit, usage, now, request }, keyText);
  if (foresee && !home) homes.remember(keyText, actor);
  const foreseen = { ...ahead, ...(actor.home && foreseeValues(actor.home)) };
  const singleSignOn = settings.singleSignOn?.rules ?? null;
  return { actor, db, pool, keys, seals, audit, usage, egress, feed, now, request, singleSignOn, foreseen };
}

/** The text of the API key in an `Authorization` header; null when there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  const [, key = null] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? "") ?? [];
  return key;
}

export function noKey(): AppError {
  return new AppError("unauthenticated", "Send an API key: Authorization: Bearer sr_live_…");
}
