import { givenForProvider } from "@/lib/auth/sso/given";
import { answerProvider } from "@/lib/auth/sso/route";

/** Where the OpenID provider sends people back to. */
export async function GET(request: Request): Promise<Response> {
  const given = await givenForProvider();
  return given ? answerProvider(request, given) : new Response(null, { status: 404 });
}
