"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/web/action";
import { noFields } from "../schema";
import { totpProof } from "./schema";
import { confirmTotp, startTotp } from "./service";

export const startTotpAction = formAction({
  schema: noFields,
  run: async (ctx) => {
    await startTotp(ctx);
    revalidatePath("/account/authenticator");
  },
});

/** Its answer holds the recovery codes, so the page is not asked for anew: it would be without them. */
export const confirmTotpAction = formAction({
  schema: totpProof,
  neverEcho: ["code"],
  run: async (ctx, { code }) => ({ codes: await confirmTotp(ctx, code) }),
});
