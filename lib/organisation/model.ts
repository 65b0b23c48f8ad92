/** Who may sign in with a password once single sign-on is on. */
export const PASSWORD_SIGN_INS = ["everyone", "owners"] as const;
export type PasswordSignIn = (typeof PASSWORD_SIGN_INS)[number];

/** What an Owner decides for everyone on this instance. */
export interface OrganisationSettings {
  readonly name: string;
  /** Whether nobody gets in with a password alone. */
  readonly requiresSecondFactor: boolean;
  /** A session ends this long after it began, whatever happens, … */
  readonly sessionSecondsMax: number;
  /** … or this long after it was last used. */
  readonly idleSecondsMax: number;
  readonly passwordSignIn: PasswordSignIn;
  /** Plain text above the sign-in form; empty for none. */
  readonly signInBanner: string;
  /** Goes up with every change, so that an editor notices another's. */
  readonly revision: number;
}
