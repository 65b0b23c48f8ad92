import type { Role } from "@/lib/authorization/actor";

export const INVITATION_HOURS = 72;
/** How long after its end an invitation is listed, or known to have been used. */
export const INVITATIONS_KEPT_DAYS = 30;

/** An invitation that was neither accepted nor revoked, as the People page lists it. Never its token. */
export interface InvitationMeta {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface InvitationPage {
  readonly items: readonly InvitationMeta[];
  /** What the next page begins after. */
  readonly next: string | null;
}

/** What became of the mail: sent, refused by the mail server, or none because no mail server is set. */
export type Delivery = "sent" | "failed" | "none";

/** What whoever invites gets to see once. */
export interface IssuedInvitation {
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: Date;
  readonly link: string;
  readonly delivery: Delivery;
}

/** What whoever opens the link gets to see. */
export interface OpenInvitation {
  readonly email: string;
  readonly role: Role;
  /** Whether the address got an account in another way meanwhile: then there is nothing to accept. */
  readonly hasAccount: boolean;
}
