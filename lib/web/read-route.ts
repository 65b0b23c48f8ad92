import "server-only";
import { type SignedInCtx, signedInContext } from "./context";
import { toAppError } from "./failure";
import { problemResponse } from "./problem";

type RouteHandler<P> = (request: Request, route: { readonly params: Promise<P> }) => Promise<Response>;

/**
 * A GET that a page of ours asks for more rows, a check or a file: for signed-in people JSON, or the response that was
 * loaded; problem+json otherwise.
 */
export function readRoute<P>(
  load: (ctx: SignedInCtx, params: P, query: URLSearchParams) => Promise<unknown>,
): RouteHandler<P> {
  return async (request, route) => {
    let requestId = "unknown";
    try {
      const ctx = await signedInContext();
      requestId = ctx.request.id;
      const loaded = await load(ctx, await route.params, new URL(request.url).searchParams);
      return loaded instanceof Response ? loaded : Response.json(loaded);
    } catch (error) {
      return problemResponse(toAppError(error, requestId));
    }
  };
}
