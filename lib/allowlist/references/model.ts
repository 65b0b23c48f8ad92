/** An endpoint that uses a secret. */
export interface SecretUse {
  readonly project: string;
  readonly environment: string;
  readonly endpoint: string;
}

/** Which endpoints use a secret, as far as they are listed. */
export interface SecretUses {
  readonly uses: readonly SecretUse[];
  /** How many there are; a number above `USES_MAX` means "more than that". */
  readonly count: number;
}

export const USES_MAX = 50;

/** In place of a name: the secret is not mapped here any more, or whoever asks may not know of it. */
export const NO_NAME = "";
