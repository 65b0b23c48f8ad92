import "server-only";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { CHANNEL_NOTICE_KINDS, noticeKind } from "../kinds";
import type { DeliveryMeta } from "../log/model";
import { readDeliveries } from "../log/service";
import { TIMINGS, type Timing } from "../model";
import type { ChannelMeta } from "./model";
import { readChannels } from "./service";

export interface ChannelsPageData {
  readonly channels: readonly ChannelMeta[];
  readonly deliveries: readonly DeliveryMeta[];
  /** What a channel can be told of. */
  readonly kinds: readonly {
    readonly name: string;
    readonly label: string;
    readonly timings: readonly Timing[];
  }[];
  /** Where its secret can be. */
  readonly projects: readonly ProjectMeta[];
}

/** Where notices of the organisation go, and what became of them. */
export async function loadChannels(ctx: SignedInCtx): Promise<ChannelsPageData> {
  const [channels, deliveries, projects] = await Promise.all([
    readChannels(ctx),
    readDeliveries(ctx),
    listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }),
  ]);
  const kinds = CHANNEL_NOTICE_KINDS.map((name) => {
    const { label, timings } = noticeKind(name);
    // Nobody has to tell a channel.
    return { name, label, timings: TIMINGS.filter((one) => one === "off" || timings.includes(one)) };
  });
  return { channels, deliveries, kinds, projects: projects.items };
}
