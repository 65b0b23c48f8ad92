import type { Role } from "@/lib/authorization/actor";

/** How long one may take over the second step. */
export const PENDING_SECONDS_MAX = 10 * 60;

/** What a person can show as a second factor. */
export interface SecondFactors {
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
  readonly recoveryCodesLeft: number;
}

/** What is still missing from a pending sign-in: showing a second factor, or setting a first one up. */
export type PendingNeed = "secondFactor" | "enrolment";

/** A person who gave the right password in this browser, and what they still have to do. */
export interface PendingSignIn {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly factors: SecondFactors;
  readonly need: PendingNeed;
  /** The first factor, once it was set up in this very sign-in: then nothing more is missing. */
  readonly enrolled: "totp" | "passkey" | null;
}

/** Whether there is anything that stands for a second factor. Recovery codes alone do not: they replace one. */
export function hasSecondFactor(factors: SecondFactors): boolean {
  return factors.hasTotp || factors.passkeyCount > 0;
}
