import type { KeyKind, Permission } from "@/lib/authorization/permission";

/** An API key that reaches a secret, and when it read it last. */
export interface ReachingKey {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Short name of its project; null: the whole organisation. */
  readonly project: string | null;
  /** Null: every environment. */
  readonly environment: string | null;
  /** Those of its permissions that let it do something to the secret. */
  readonly permissions: readonly Permission[];
  /** Whether it is narrowed to some secrets, this one among them. */
  readonly isNarrowed: boolean;
  /** The version that it read last; null: it never did. */
  readonly version: number | null;
  readonly lastReadAt: Date | null;
}

/** The keys that reach a secret, as far as they are listed, the last readers first. */
export interface ReachingKeys {
  readonly items: readonly ReachingKey[];
  readonly count: number;
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

export const KEYS_SHOWN = 25;
