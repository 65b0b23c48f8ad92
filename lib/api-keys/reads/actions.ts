"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { keyNarrowingForm, keyWideningForm } from "./schema";
import { narrowToRead, widenKey } from "./service";

export const narrowApiKeyAction = formAction({
  schema: keyNarrowingForm,
  run: async (ctx, { reach, project, ...input }) => {
    const narrowed = await narrowToRead(ctx, {
      ...input,
      project: reach === "organisation" ? null : project,
    });
    refresh();
    return narrowed;
  },
});

export const widenApiKeyAction = formAction({
  schema: keyWideningForm,
  run: (ctx, { reach, project, ...input }) =>
    widenKey(ctx, { ...input, project: reach === "organisation" ? null : project }),
});
