"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { atFormFields, grantOf, newGrantForm } from "./form";
import { grantDeletion } from "./schema";
import { createGrant, deleteGrant } from "./service";

export const createGrantAction = formAction({
  schema: newGrantForm,
  run: async (ctx, input) => {
    const created = await createGrant(ctx, grantOf(input)).catch((error: unknown) => {
      throw atFormFields(error);
    });
    refresh();
    return created;
  },
});

export const deleteGrantAction = formAction({
  schema: grantDeletion,
  run: async (ctx, { grantId }) => {
    const { id } = await deleteGrant(ctx, grantId);
    refresh();
    return { id };
  },
});
