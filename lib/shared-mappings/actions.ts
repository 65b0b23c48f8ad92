"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { mappingDeletion, newMapping } from "./schema";
import { createMapping, deleteMapping } from "./service";

export const createMappingAction = formAction({
  schema: newMapping,
  run: async (ctx, input) => {
    const created = await createMapping(ctx, input);
    refresh();
    return created;
  },
});

export const deleteMappingAction = formAction({
  schema: mappingDeletion,
  // The list is read again once its dialog has said so: with the mapping, the dialog would be gone before it can.
  run: deleteMapping,
});
