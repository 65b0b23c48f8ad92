import { inputForProvider } from "@/lib/auth/sso/input";
import { answerProvider } from "@/lib/auth/sso/route";

/** Where the OpenID provider sends people back to. */
export async function GET(request: Request): Promise<Response> {
  const input = await inputForProvider();
  return input ? answerProvider(request, input) : new Response(null, { status: 404 });
}
