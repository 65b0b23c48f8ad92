import type { UserActor } from "@/lib/authorization/actor";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { goingOnPage } from "@/lib/platform/going-on-page";
import { connectionsPath } from "@/lib/projects/model";
import { beginConnecting, type Connecting, finishConnecting } from "./connecting/service";
import { connectionTarget } from "./form/schema";

type Visitor = Ctx<UserActor> | null;

/**
 * Sends whoever pressed *Connect* on to the provider. Only a form of ours can: a link cannot begin to let the program in
 * anywhere.
 */
export async function startConnecting(request: Request, ctx: Visitor): Promise<Response> {
  if (!ctx) return answer({ outcome: "signedOut", connection: null });
  if (request.headers.get("origin") !== ctx.origin) return new Response(null, { status: 403 });
  const form = connectionTarget.safeParse(Object.fromEntries(new URLSearchParams(await request.text())));
  if (!form.success) return answer({ outcome: "changed", connection: null });
  const { name, ...scope } = form.data;
  return answering(scope, async () => {
    const begun = await beginConnecting(ctx, scope, name);
    return "address" in begun ? goingOnPage(begun.provider, begun.address) : answer(begun);
  });
}

/** Takes what a provider sent a browser back with, and leads to where the app is listed. */
export async function takeAnswer(request: Request, ctx: Visitor): Promise<Response> {
  if (!ctx) return answer({ outcome: "signedOut", connection: null });
  const { searchParams } = new URL(request.url);
  return answering(null, async () => answer(await finishConnecting(ctx, searchParams)));
}

async function answering(scope: EnvironmentRef | null, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "forbidden") return answer({ outcome: "notAllowed", connection: null });
    if (error.code === "notFound") return answer({ outcome: "changed", connection: null });
    return answer({ outcome: "failed", connection: scope && { ...scope, name: "" } });
  }
}

/** Nothing of what the provider or the address says is repeated: one of our own words for it. */
function answer({ outcome, connection }: Connecting): Response {
  const query = new URLSearchParams({ outcome, ...(connection?.name && { name: connection.name }) });
  const location =
    connection === null || outcome === "notAllowed"
      ? `/connections?${query}`
      : `${connectionsPath(connection.project, connection.environment)}&${query}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
