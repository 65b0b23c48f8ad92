/** Where the values are that people know who left. */
export const KNOWN_VALUES_PATH = "/people/values";

/** So many are counted one by one; one more stands for more. */
export const KNOWN_MAX = 99;

/** A secret whose current value somebody set, or read through a personal key, and therefore knows. */
export interface KnownValue {
  /** Of its current version. */
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  /** The address of whoever knows it. */
  readonly by: string;
  /** When they set it, or read it last. */
  readonly since: Date;
}

export interface KnownValuePage {
  readonly items: readonly KnownValue[];
  /** What the next page begins after. */
  readonly next: string | null;
}
