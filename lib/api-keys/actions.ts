"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { apiKeyRevocationForm, newApiKeyForm } from "./schema";
import { createApiKey, revokeApiKey } from "./service";

export const createApiKeyAction = formAction({
  schema: newApiKeyForm,
  run: async (ctx, { reach, project, ...input }) => {
    const created = await createApiKey(ctx, { ...input, project: reach === "organisation" ? null : project });
    refresh();
    return created;
  },
});

export const revokeApiKeyAction = formAction({
  schema: apiKeyRevocationForm,
  // The list is read again once its dialog has said so: with the key, the dialog would be gone before it can.
  run: (ctx, { reach, project, keyId }) =>
    revokeApiKey(ctx, { project: reach === "organisation" ? null : project, keyId }),
});
