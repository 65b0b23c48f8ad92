"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { unlessRefused } from "../echo";
import { noticeChoices } from "./schema";
import { chooseNotices } from "./service";

export const chooseNoticesAction = formAction({
  schema: noticeChoices,
  echo: unlessRefused,
  run: async (ctx, input) => {
    await chooseNotices(ctx, input);
    refresh();
  },
});
