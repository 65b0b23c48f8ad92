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
  /** Hosts, as `host` or `host:port`, that allowlist endpoints may be at although their addresses are private. */
  readonly allowedPrivateHosts: readonly string[];
  /** A personal key ends so many days after it was made, at the latest. */
  readonly personalKeyDaysMax: number;
  /** Goes up with every change, so that an editor notices another's. */
  readonly revision: number;
}

/** What one Owner changes at once. */
export type SettingsDraft = Omit<OrganisationSettings, "revision">;

export const SETTING_FIELDS = [
  "name",
  "requiresSecondFactor",
  "sessionSecondsMax",
  "idleSecondsMax",
  "passwordSignIn",
  "signInBanner",
  "allowedPrivateHosts",
  "personalKeyDaysMax",
] as const satisfies readonly (keyof SettingsDraft)[];

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

export const SESSION_SECONDS = { min: 15 * MINUTE, max: 30 * DAY } as const;
export const IDLE_SECONDS_MIN = MINUTE;
export const PERSONAL_KEY_DAYS = { min: 1, max: 365 } as const;
export const BANNER_LENGTH_MAX = 500;
export const BANNER_LINES_MAX = 8;

/** The units that lengths of time are typed in. */
export const UNITS = { minutes: MINUTE, hours: 60 * MINUTE, days: DAY } as const;
export type Unit = keyof typeof UNITS;
export const UNIT_NAMES: readonly Unit[] = ["minutes", "hours", "days"];

/** A length of time in the largest unit that fits without a remainder. Settings are whole minutes. */
export function durationOf(seconds: number): { readonly amount: number; readonly unit: Unit } {
  const unit = UNIT_NAMES.findLast((name) => seconds % UNITS[name] === 0) ?? "minutes";
  return { amount: Math.round(seconds / UNITS[unit]), unit };
}

/** Whether only Owners may use a password: never without single sign-on, or nobody else could get in. */
export function onlyOwnersUsePasswords(
  settings: Pick<OrganisationSettings, "passwordSignIn">,
  singleSignOn: unknown,
): boolean {
  return singleSignOn !== null && settings.passwordSignIn === "owners";
}
