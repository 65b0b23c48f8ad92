"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { unlessRefused } from "../echo";
import { channelForm, channelTarget } from "./schema";
import { putChannel, removeChannel, testChannel } from "./service";

export const putChannelAction = formAction({
  schema: channelForm,
  // Somebody may have put a key or an address that lets in whoever knows it there.
  neverEcho: ["id", "credential", "url"],
  echo: unlessRefused,
  run: async (ctx, input) => {
    await putChannel(ctx, input);
    refresh();
  },
});

export const removeChannelAction = formAction({
  schema: channelTarget,
  run: async (ctx, { id }) => {
    await removeChannel(ctx, id);
    refresh();
  },
});

export const testChannelAction = formAction({
  schema: channelTarget,
  run: async (ctx, { id }) => {
    try {
      await testChannel(ctx, id);
    } finally {
      refresh();
    }
  },
});
