import type { DeliveryState } from "../model";

/** What became of notices for one person or channel. */
export interface DeliveryMeta {
  readonly id: string;
  readonly recipient: string;
  /** What it is about, in words. */
  readonly about: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly error: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}
