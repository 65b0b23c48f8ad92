"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { keyOfPerson } from "./schema";
import { revokeKeyOfPerson } from "./service";

export const revokeKeyOfPersonAction = formAction({
  schema: keyOfPerson,
  run: async (ctx, input) => {
    const { name } = await revokeKeyOfPerson(ctx, input);
    refresh();
    return { name };
  },
});
