import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { sessionActor } from "@/lib/auth/session";
import type { Actor, UserActor } from "@/lib/authorization/actor";
import { type Ctx, type RequestInfo, requestContext } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { runtime } from "@/lib/runtime/registry";
import { currentDevice, currentSession } from "@/lib/web/cookies";

export type SignedInCtx = Ctx<UserActor>;

const requestInfo = cache(async (): Promise<RequestInfo> => {
  const input = await headers();
  return {
    id: input.get("x-strongroom-request-id") ?? newId(),
    ip: input.get("x-strongroom-client-ip"),
    userAgent: input.get("user-agent")?.slice(0, 400) ?? null,
    device: (await currentDevice()) ?? null,
  };
});

/** One look at the session per request, however many parts of a page ask. */
const currentActor = cache(async (): Promise<UserActor | null> => {
  return sessionActor(runtime().services, await currentSession());
});

async function contextOf<A extends Actor>(actor: A): Promise<Ctx<A>> {
  return requestContext(runtime().services, { actor, request: await requestInfo() });
}

/** For what works without signing in: the set-up page and signing in itself. */
export async function anonymousContext(): Promise<Ctx> {
  return contextOf({ kind: "anonymous" });
}

/** Whoever makes the request, or null when nobody is signed in. */
export async function optionalContext(): Promise<SignedInCtx | null> {
  const actor = await currentActor();
  return actor ? contextOf(actor) : null;
}

/** For actions and data routes. Throws `unauthenticated`. */
export async function signedInContext(): Promise<SignedInCtx> {
  const ctx = await optionalContext();
  if (!ctx) throw new AppError("unauthenticated", "Session expired. Sign in to continue.");
  return ctx;
}

/** For pages: leads to the sign-in page, and from there back to where one was. */
export async function pageContext(): Promise<SignedInCtx> {
  return (await optionalContext()) ?? redirect(await signInPath());
}

/** The sign-in page that leads back to the page of this request. */
export async function signInPath(): Promise<string> {
  const path = (await headers()).get("x-strongroom-path") ?? "/";
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
