"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/web/action";
import { factorReset } from "./schema";
import { resetFactors } from "./service";

export const resetFactorsAction = formAction({
  schema: factorReset,
  run: async (ctx, { personId }) => {
    const reset = await resetFactors(ctx, personId);
    revalidatePath("/people");
    return reset;
  },
});
