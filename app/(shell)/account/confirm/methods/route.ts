import { confirmationMethods } from "@/lib/auth/confirmation/service";
import { readRoute } from "@/lib/web/read-route";

/** What the dialog *Confirm your identity* can ask for. */
export const GET = readRoute((ctx) => confirmationMethods(ctx));
