import type { Audience, Category } from "@/lib/secrets/model";

/** How long a link works unless told, and at most. */
export const LINK_HOURS = { initial: 24, max: 168 } as const;
export const RECIPIENT_LENGTH_MAX = 200;
/** So many links of one person may be open at once. */
export const OPEN_MAX = 100;
/** How long after its end a link is known to have been used or withdrawn. */
export const LINKS_KEPT_DAYS = 30;

/** What a new secret is stored with, beside its value. */
export interface AskedText {
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  readonly audience: Audience;
}

/** A link that still works, as whoever may withdraw it sees it. Never its token. */
export interface ValueLinkMeta {
  readonly id: string;
  /** What the secret is called, or will be. */
  readonly name: string;
  /** Whether the value makes a new secret. */
  readonly isNew: boolean;
  /** For whom it is, in the words of whoever asked. */
  readonly recipient: string;
  readonly askedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A link that was just made: this answer is the only place where it ever stands. */
export interface IssuedLink {
  readonly name: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/** What whoever opens a link gets to see: nothing of a value, nor whether there is one. */
export interface OpenLink {
  readonly name: string;
  readonly description: string;
  readonly recipient: string;
  readonly askedBy: string;
  readonly organisation: string;
  readonly expiresAt: Date;
}
