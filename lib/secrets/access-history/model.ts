import type { KeyKind } from "@/lib/authorization/permission";

/** An API key that has read a secret. */
export interface Reader {
  readonly keyId: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Short name of the key's project; null: the whole organisation. */
  readonly project: string | null;
  /** The version whose value it was handed last. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly lastAt: string;
  /** Whether the key can still be used. */
  readonly isActive: boolean;
}

/** Who reads a secret, as far as it is listed, the latest first. */
export interface AccessHistory {
  readonly readers: readonly Reader[];
  /** How many keys that can still be used have read it. */
  readonly activeCount: number;
  /** How many of them were last handed a version that is not the current one. */
  readonly behindCount: number;
}
