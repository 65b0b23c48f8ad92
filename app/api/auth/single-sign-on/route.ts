import { givenForProvider } from "@/lib/auth/sso/given";
import { startSingleSignOn } from "@/lib/auth/sso/route";

/** Where the button on the sign-in page leads: on to the OpenID provider. */
export async function POST(request: Request): Promise<Response> {
  const given = await givenForProvider();
  return given ? startSingleSignOn(request, given) : new Response(null, { status: 404 });
}
