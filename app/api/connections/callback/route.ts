import { takeAnswer } from "@/lib/connections/route";
import { optionalContext } from "@/lib/web/context";

/** Where providers send people back to. */
export async function GET(request: Request): Promise<Response> {
  return takeAnswer(request, await optionalContext());
}
