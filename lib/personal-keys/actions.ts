"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { newPersonalKey, ownKey } from "./schema";
import { createPersonalKey, revokeOwnKey } from "./service";

export const createPersonalKeyAction = formAction({
  schema: newPersonalKey,
  run: async (ctx, input) => {
    const created = await createPersonalKey(ctx, input);
    refresh();
    return created;
  },
});

export const revokePersonalKeyAction = formAction({
  schema: ownKey,
  run: async (ctx, { keyId }) => {
    const { name } = await revokeOwnKey(ctx, keyId);
    refresh();
    return { name };
  },
});
