import { inputForProvider } from "@/lib/single-sign-on/loaders";
import { answerProvider } from "@/lib/single-sign-on/route";

/** Where the OpenID provider sends people back to. */
export async function GET(request: Request): Promise<Response> {
  const input = await inputForProvider();
  return input ? answerProvider(request, input) : new Response(null, { status: 404 });
}
