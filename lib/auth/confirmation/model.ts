/** What a person has to show who they are with. */
export interface ConfirmationMethods {
  /** Who is asked. */
  readonly email: string;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
}

/** How somebody who is signed in showed once more who they are. */
export type ConfirmationMethod = "password" | "totp" | "passkey";
