/** An endpoint that uses a secret: where it is, by the short names of addresses and by those that people gave. */
export interface SecretUse {
  readonly project: string;
  readonly projectName: string;
  readonly environment: string;
  readonly environmentName: string;
  readonly endpoint: string;
}

/** The same with when something was sent through it last, to the minute. */
export interface SecretSend extends SecretUse {
  readonly lastSentAt: Date | null;
}

/** Which endpoints use a secret, as far as they are listed. */
export interface SecretUses<Use extends SecretUse = SecretUse> {
  readonly uses: readonly Use[];
  /** How many there are; a number above `USES_MAX` means "more than that". */
  readonly count: number;
}

export const USES_MAX = 50;

/** Names of secrets that can be chosen. */
export interface SecretChoices {
  readonly names: readonly string[];
  /** Whether there are others: one looks for them by a part of their name. */
  readonly hasMore: boolean;
}

/** How many names a list to choose from holds. */
export const CHOICES_MAX = 200;

/** In place of a name: the secret is not mapped here any more, or whoever asks may not know of it. */
export const NO_NAME = "";
