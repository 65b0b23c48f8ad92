import { confirmationMethods } from "@/lib/auth/confirmation/service";
import { readRoute } from "@/lib/web/read-route";

/** What the dialog *Confirm it is you* can ask for. */
export const GET = readRoute((ctx) => confirmationMethods(ctx));
