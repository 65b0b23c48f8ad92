import type { TriggerAction, TriggerConfiguration } from "./schema";

/** For so long a payload is kept, and may be replayed. */
export const PAYLOAD_DAYS = 7;
/** For so long it is remembered what came, so that it is taken once; and what became of it. */
export const DELIVERY_DAYS = 90;

/**
 * `told`: subscribers are told of it, and that is all; `waiting`: it is forwarded or a rotation is to be started; `failed`: that was
 * tried often enough.
 */
export const DELIVERY_STATES = ["told", "waiting", "done", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** All that may be shown of a trigger. Times are ISO 8601, UTC. */
export interface TriggerMeta {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  /** Where senders reach it. */
  readonly url: string;
  readonly scheme: TriggerConfiguration["scheme"];
  readonly hmac: TriggerConfiguration["hmac"] | null;
  /** The name of the secret that signatures are checked with; null for one that the reader may not know of. */
  readonly secret: string | null;
  readonly action: TriggerAction;
  readonly paused: boolean;
  /** When it took a delivery last; null: never. */
  readonly firedAt: string | null;
  readonly refusedCount: number;
  readonly refusedAt: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** All that may be shown of a delivery: never what is in it. */
export interface DeliveryMeta {
  readonly id: string;
  /** Later ones have higher numbers. */
  readonly position: number;
  /** What the sender calls it. */
  readonly messageId: string | null;
  /** The delivery that somebody had replayed. */
  readonly replayOf: string | null;
  readonly receivedAt: string;
  readonly bytes: number;
  readonly headerNames: readonly string[];
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly outcome: string | null;
  /** When it is tried next. */
  readonly dueAt: string | null;
  readonly endedAt: string | null;
  /** Whether headers and body are still kept. */
  readonly kept: boolean;
}

/** A delivery with what is in it, for machines. */
export interface Delivery extends DeliveryMeta {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}
