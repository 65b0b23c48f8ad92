import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { createMiddleware } from "hono/factory";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import type { Runtime } from "@/lib/runtime/registry";
import type { MachineFacts } from "@/lib/web/front";

export type MachineCtx = Ctx & { readonly actor: ApiKeyActor };

/** What Hono hands from step to step of one request. */
export interface MachineEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { readonly ctx: MachineCtx };
}

const USER_AGENT_LENGTH_MAX = 400;

/** What the front found out about a request, until it is answered. */
const factsOf = new WeakMap<IncomingMessage, MachineFacts>();

export function keepFacts(req: IncomingMessage, facts: MachineFacts): void {
  factsOf.set(req, facts);
}

export function requestIdOf(req: IncomingMessage): string {
  return factsOf.get(req)?.requestId ?? newId();
}

/** Builds the context of a request from the key in its `Authorization` header. */
export function authenticated({ db, pool, keys, audit, usage }: Runtime) {
  const now = () => new Date();
  return createMiddleware<MachineEnv>(async (c, next) => {
    const { incoming } = c.env;
    const request = {
      id: requestIdOf(incoming),
      ip: factsOf.get(incoming)?.clientAddress ?? null,
      userAgent: incoming.headers["user-agent"]?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
    };
    const actor = await authenticateKey({ pool, audit, usage, now, request }, bearerOf(incoming));
    c.set("ctx", { actor, db, pool, keys, audit, usage, now, request });
    await next();
  });
}

function bearerOf({ headers }: IncomingMessage): string {
  const [, key] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(headers.authorization ?? "") ?? [];
  if (key === undefined) {
    throw new AppError("unauthenticated", "Send an API key: Authorization: Bearer sr_live_…");
  }
  return key;
}
