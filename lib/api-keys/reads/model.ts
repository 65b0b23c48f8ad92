import type { ApiKeyMeta } from "../model";

/** A key narrowed to what it read is narrowed to what it read within so many days. */
export const READ_DAYS = 90;
/** More are not counted, nor can a key be narrowed to more. */
export const COUNTED_MAX = 1_000;
export const SECRETS_SHOWN = 100;

/** A secret that a key reaches, and when it read it last. */
export interface ReachedSecret {
  readonly id: string;
  readonly name: string;
  /** Where it lives. */
  readonly project: string;
  readonly environment: string;
  readonly currentVersion: number;
  /** The version that it read last; null: it never did. */
  readonly version: number | null;
  readonly lastReadAt: Date | null;
}

/** One key, and what it reaches and reads. */
export interface ApiKeyUse {
  readonly key: ApiKeyMeta;
  /** The first hundred: those first that it read last. */
  readonly secrets: readonly ReachedSecret[];
  /** How many it reaches; above `COUNTED_MAX` there are more than that. */
  readonly count: number;
  /** How many of them it has read within `READ_DAYS`; above `COUNTED_MAX` there are more than that. */
  readonly readCount: number;
  /** Which ones those are, so that a narrowing to them is to what was shown. */
  readonly readTag: string;
}
