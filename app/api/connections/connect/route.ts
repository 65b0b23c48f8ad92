import { startConnecting } from "@/lib/connections/route";
import { optionalContext } from "@/lib/web/context";

/** Where the button *Connect* leads: on to the provider. */
export async function POST(request: Request): Promise<Response> {
  return startConnecting(request, await optionalContext());
}
