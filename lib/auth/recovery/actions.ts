"use server";

import { formAction } from "@/lib/web/action";
import { noFields } from "../schema";
import { makeRecoveryCodes } from "./service";

export const makeRecoveryCodesAction = formAction({
  schema: noFields,
  run: async (ctx) => ({ codes: await makeRecoveryCodes(ctx) }),
});
