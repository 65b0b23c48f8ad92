"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { noticeChoices } from "./schema";
import { chooseNotices } from "./service";

export const chooseNoticesAction = formAction({
  schema: noticeChoices,
  run: async (ctx, input) => {
    await chooseNotices(ctx, input);
    refresh();
  },
});
