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

/** A person who has read a secret through a personal key. */
export interface PersonalReader {
  readonly person: string;
  /** The key that they read it through last. */
  readonly keyName: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly lastAt: string;
}

/** Who reads a secret, as far as it is listed, the latest first. */
export interface AccessHistory {
  readonly readers: readonly Reader[];
  readonly people: readonly PersonalReader[];
  /** How many keys that can still be used have read it. */
  readonly activeCount: number;
  /** How many of them were last handed a version that is not the current one. */
  readonly behindCount: number;
}
