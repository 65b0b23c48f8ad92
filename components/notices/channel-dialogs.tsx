"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { ChannelsPageData } from "@/lib/notices/channels/loaders";
import { CHANNEL_KINDS } from "@/lib/notices/channels/model";

const ChannelDialog = lazily(() => import("./channel-dialog").then((m) => m.ChannelDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["channel"];

/** The dialogs that open over the page of channels. */
export function ChannelDialogs({ data }: { readonly data: ChannelsPageData }) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onSaved = useCallback(() => {
    toast("Saved the channel");
    close();
  }, [close]);
  const kind = CHANNEL_KINDS.find((one) => one === name);
  const channel = data.channels.find(({ id }) => id === params.get("channel")) ?? null;
  if (!kind || (params.has("channel") && channel?.kind !== kind)) return null;
  return <ChannelDialog data={data} kind={kind} channel={channel} onClose={close} onSaved={onSaved} />;
}
