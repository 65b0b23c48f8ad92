"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/web/action";
import { noFields } from "../schema";
import { removeTotp } from "./service";

export const removeTotpAction = formAction({
  schema: noFields,
  run: async (ctx) => {
    await removeTotp(ctx);
    revalidatePath("/account");
  },
});
