import "server-only";
import type { Ctx } from "@/lib/context";
import { anonymousContext, type SignedInCtx, signedInContext } from "./context";
import { toAppError } from "./failure";
import { problemResponse } from "./problem";

type RouteHandler<P> = (request: Request, route: { readonly params: Promise<P> }) => Promise<Response>;
type Load<P, C> = (ctx: C, params: P, query: URLSearchParams) => Promise<unknown>;

/**
 * A GET that a page of ours asks for more rows, a check or a file: for signed-in people JSON, or the response that was
 * loaded; problem+json otherwise.
 */
export function readRoute<P>(load: Load<P, SignedInCtx>): RouteHandler<P> {
  return answering(signedInContext, load);
}

/** The same for the few things that are told before anybody has signed in. */
export function publicReadRoute<P>(load: Load<P, Ctx>): RouteHandler<P> {
  return answering(anonymousContext, load);
}

function answering<P, C extends Ctx>(context: () => Promise<C>, load: Load<P, C>): RouteHandler<P> {
  return async (request, route) => {
    let requestId = "unknown";
    try {
      const ctx = await context();
      requestId = ctx.request.id;
      const loaded = await load(ctx, await route.params, new URL(request.url).searchParams);
      return loaded instanceof Response ? loaded : Response.json(loaded);
    } catch (error) {
      return problemResponse(toAppError(error, requestId));
    }
  };
}
