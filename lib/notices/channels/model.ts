import type { Timing } from "../model";

export const CHANNEL_KINDS = ["webhook", "slack"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const CHANNEL_KIND_NAMES: Readonly<Record<ChannelKind, string>> = {
  webhook: "Signed webhook",
  slack: "Slack-compatible webhook",
};

/** Where a channel leads and what it is told. Kinds that are left out it is not told of. */
export interface Channel {
  readonly kind: ChannelKind;
  /** Null where the secret is the whole address. */
  readonly url: string | null;
  readonly timings: Readonly<Record<string, Timing>>;
}

/** An organisation has no more channels, so that a list shows them all. */
export const CHANNELS_MAX = 20;

export const CHANNELS_PATH = "/settings/notifications";

/** A channel as it may be shown. */
export interface ChannelMeta extends Channel {
  readonly id: string;
  readonly name: string;
  /** Where the secret is used from. */
  readonly project: string;
  readonly environment: string;
  /** The name of the secret; null when it is not there any more. */
  readonly credential: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
}
