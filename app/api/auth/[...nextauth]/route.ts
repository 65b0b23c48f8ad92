import { answerNextAuth } from "@/lib/auth/next-auth-route";
import { runtime } from "@/lib/runtime/registry";
import { anonymousContext } from "@/lib/web/context";

interface Route {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

async function handler(request: Request, route: Route): Promise<Response> {
  const { nextauth } = await route.params;
  return answerNextAuth(request, nextauth, {
    ctx: await anonymousContext(),
    origin: runtime().settings.origin,
  });
}

export { handler as GET, handler as POST };
