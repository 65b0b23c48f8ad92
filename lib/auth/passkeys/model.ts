/** Passkeys that one person may have. */
export const PASSKEYS_MAX = 20;
export const PASSKEY_NAME_LENGTH_MAX = 60;

/** A passkey as its owner sees it. */
export interface PasskeyMeta {
  readonly id: string;
  readonly name: string;
  /** Whether its maker keeps copies, so that it is there on the person's other devices too. */
  readonly isBackedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What a browser is asked for: to make a passkey or to show one, and for what. */
export const CEREMONIES = ["registration", "enrolment", "signIn", "secondStep", "confirmation"] as const;
export type Ceremony = (typeof CEREMONIES)[number];

/** What a passkey is called until its owner calls it otherwise: like the device, as far as that is known. */
export function defaultName(device: string): string {
  return device === "Unknown device" ? "Passkey" : device.slice(0, PASSKEY_NAME_LENGTH_MAX);
}

/** The domain that passkeys of this instance belong to (WebAuthn, section 5.1.2: RP ID). */
export function relyingPartyId(origin: string): string {
  return new URL(origin).hostname;
}
