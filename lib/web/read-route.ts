import "server-only";
import type { ErrorCode } from "@/lib/platform/app-error";
import { type SignedInCtx, signedInContext } from "./context";
import { toAppError } from "./failure";

const STATUS: Readonly<Record<ErrorCode, number>> = {
  unauthenticated: 401,
  confirmationNeeded: 403,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  validation: 422,
  tooLarge: 413,
  throttled: 429,
  unavailable: 503,
  sealBroken: 500,
  internal: 500,
};

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
      const { code, detail, context } = toAppError(error, requestId);
      const problem = {
        type: "about:blank",
        title: code,
        status: STATUS[code],
        detail,
        code,
        errors: context.fields,
      };
      return Response.json(problem, {
        status: STATUS[code],
        headers: { "content-type": "application/problem+json" },
      });
    }
  };
}
