"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { secondsIn, settingsForm } from "./schema";
import { changeSettings } from "./service";

export const changeSettingsAction = formAction({
  schema: settingsForm,
  run: async (ctx, { sessionAmount, sessionUnit, idleAmount, idleUnit, requiresSecondFactor, ...rest }) => {
    const settings = await changeSettings(ctx, {
      ...rest,
      ...secondsIn({ sessionAmount, sessionUnit, idleAmount, idleUnit }),
      requiresSecondFactor: requiresSecondFactor === "on",
    });
    refresh();
    return settings;
  },
});
