import type { SecondFactors } from "../pending/model";

/** What can stand for a second factor. */
export type FactorKind = "totp" | "passkey";

/** A factor as the audit log tells of it. An authenticator app has no name. */
export interface Factor {
  readonly kind: FactorKind;
  readonly name?: string;
}

/** What the account page shows of how one signs in. Nothing of it is secret. */
export interface OwnFactors extends SecondFactors {
  readonly hasPassword: boolean;
  /** When the authenticator app was set up. */
  readonly totpSince: Date | null;
  /** Whether the organisation wants everybody to have a second factor. */
  readonly isRequired: boolean;
}

/** From here on the account page asks to make new codes. */
export const FEW_RECOVERY_CODES = 3;
