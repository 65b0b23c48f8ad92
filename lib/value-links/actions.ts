"use server";

import { refresh } from "next/cache";
import { formAction, publicFormAction } from "@/lib/web/action";
import { askForm, linkWithdrawal, valueGift } from "./schema";
import { askForValue, giveValue, withdrawLink } from "./service";

export const askForValueAction = formAction({
  schema: askForm,
  run: async (ctx, input) => {
    const issued = await askForValue(ctx, input);
    refresh();
    return issued;
  },
});

export const withdrawLinkAction = formAction({
  schema: linkWithdrawal,
  run: async (ctx, { linkId }) => {
    const withdrawn = await withdrawLink(ctx, linkId);
    refresh();
    return withdrawn;
  },
});

export const giveValueAction = publicFormAction({
  schema: valueGift,
  neverEcho: ["value", "token"],
  run: async (ctx, input) => {
    await giveValue(ctx, input);
    return {};
  },
});
