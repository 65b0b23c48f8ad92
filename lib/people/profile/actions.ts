"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/web/action";
import { profile } from "./schema";
import { renameSelf } from "./service";

export const renameSelfAction = formAction({
  schema: profile,
  run: async (ctx, input) => {
    await renameSelf(ctx, input);
    // The name stands in the app shell of every page.
    revalidatePath("/", "layout");
  },
});
