"use server";

import { refresh } from "next/cache";
import { rotateProjectKey } from "@/lib/keys/resealing/service";
import { rotateOwnFile } from "@/lib/keys/rotating/service";
import { runtime } from "@/lib/runtime/registry";
import { formAction } from "@/lib/web/action";
import { masterKeyRotation, projectKeyRotation } from "./schema";

export const rotateMasterKeyAction = formAction({
  schema: masterKeyRotation,
  run: async (ctx) => {
    try {
      const { settings, instanceId } = runtime();
      const { projectKeyCount } = await rotateOwnFile(ctx, settings.dataDir, instanceId);
      return { projectKeyCount };
    } finally {
      refresh();
    }
  },
});

export const rotateProjectKeyAction = formAction({
  schema: projectKeyRotation,
  run: async (ctx, { project }) => {
    await rotateProjectKey(ctx, project);
    refresh();
  },
});
