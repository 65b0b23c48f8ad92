import type { IncomingMessage } from "node:http";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { isPersonalKeyText } from "@/lib/api-keys/key-text";
import type { ApiKeyActor, PersonalKeyActor } from "@/lib/authorization/actor";
import { type Ctx, type RequestInfo, requestContext } from "@/lib/context";
import { authenticatePersonalKey } from "@/lib/personal-keys/authentication/service";
import { AppError } from "@/lib/platform/app-error";
import type { Runtime } from "@/lib/runtime/registry";
import type { ChangeFeed } from "@/lib/secrets/change-stream/worker";
import { type BoundEnvironment, type Prefetched, prefetchedWithKey } from "@/lib/secrets/reveal/prefetch";
import type { MachineFacts } from "@/lib/web/gateway";
import type { BoundScopes } from "./bound-scopes";

/** Who asks: a machine, or a person through one of their keys. */
export type MachineCtx = Ctx<ApiKeyActor | PersonalKeyActor> & { readonly feed: ChangeFeed };

/** What the API runs on: the program's runtime, what changes in the database, and what keys are bound to. */
export type MachineRuntime = Runtime & { readonly feed: ChangeFeed; readonly boundScopes: BoundScopes };

const USER_AGENT_LENGTH_MAX = 400;

/** Where a request came from, as the audit log keeps it. */
export function requestOf({ headers }: IncomingMessage, facts: MachineFacts): RequestInfo {
  return {
    id: facts.requestId,
    ip: facts.clientAddress,
    userAgent: headers["user-agent"]?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
  };
}

/** What a request shows to be let in, beside its own words. */
interface Shown {
  readonly keyText: string;
  readonly facts: MachineFacts;
}

/**
 * The context of a request, from the text of its API key; `prefetch` reads more beside the key when it is known what the
 * key is bound to. Throws `unauthenticated`.
 */
export async function machineContext(
  { services, feed, boundScopes }: MachineRuntime,
  req: IncomingMessage,
  { keyText, facts }: Shown,
  prefetch: ((environment: BoundEnvironment) => Prefetched) | null,
): Promise<MachineCtx> {
  const request = requestOf(req, facts);
  if (isPersonalKeyText(keyText)) {
    const actor = await authenticatePersonalKey({ ...services, request }, keyText);
    return { ...requestContext(services, { actor, request }), feed };
  }
  const environment = prefetch && boundScopes.guess(keyText);
  const ahead = environment && prefetch(environment);
  const key = await authenticateKey({ ...services, request }, keyText);
  if (prefetch && !environment) boundScopes.remember(keyText, key.actor);
  const prefetched = { ...ahead, ...prefetchedWithKey(key) };
  return { ...requestContext(services, { actor: key.actor, request, prefetched }), feed };
}

/** The text of the API key in an `Authorization` header; null when there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  const [, key = null] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? "") ?? [];
  return key;
}

export function noKey(): AppError {
  return new AppError("unauthenticated", "Send an API key: Authorization: Bearer sr_live_…");
}
