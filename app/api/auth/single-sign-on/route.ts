import { inputForProvider } from "@/lib/single-sign-on/loaders";
import { startSingleSignOn } from "@/lib/single-sign-on/route";

/** Where the button on the sign-in page leads: on to the OpenID provider. */
export async function POST(request: Request): Promise<Response> {
  const input = await inputForProvider();
  return input ? startSingleSignOn(request, input) : new Response(null, { status: 404 });
}
