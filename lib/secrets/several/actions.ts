"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { severalForm } from "./schema";
import { changeSeveral } from "./service";

export const changeSeveralAction = formAction({
  schema: severalForm,
  run: async (ctx, form) => {
    const report = await changeSeveral(ctx, form);
    if (report.isDone) refresh();
    return report;
  },
});
