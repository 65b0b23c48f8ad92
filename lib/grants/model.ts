import type { Role } from "@/lib/authorization/actor";
import type { Capability } from "@/lib/authorization/capability";

/** A person or a group cannot have more of them. */
export const GRANTS_MAX = 10_000;
/** How many secrets a beginning of a name is counted to fit. */
export const MATCHES_COUNTED_MAX = 1_000;

/** What each capability lets a Member do, in one line. */
export const CAPABILITY_TEXTS: Readonly<Record<Capability, string>> = {
  see: "Names, descriptions and change logs",
  edit: "Also change name, description, category and readers",
  set: "Also replace the value and restore versions",
  run: "Also read values in programs, through a personal key",
  manage: "All of these, and grant them to others",
};

export const CAPABILITY_NAMES: Readonly<Record<Capability, string>> = {
  see: "See",
  edit: "Edit",
  set: "Set values",
  run: "Run",
  manage: "Manage",
};

/** Who has a grant. */
export type Holder =
  | { readonly kind: "person"; readonly id: string; readonly email: string; readonly name: string }
  | { readonly kind: "group"; readonly id: string; readonly slug: string; readonly name: string };

export interface GrantMeta {
  readonly id: string;
  readonly holder: Holder;
  readonly project: string;
  /** Null: every environment of the project. */
  readonly environment: string | null;
  /** The one secret by its name now, … */
  readonly secret: string | null;
  /** … or how names begin, followed by `*`; neither: every secret there. */
  readonly pattern: string | null;
  readonly capability: Capability;
  /** ISO 8601, UTC; null: for good. */
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** A grant by which somebody reaches a secret, with when they last changed it or read its value. */
export interface ReachingGrant extends GrantMeta {
  /** ISO 8601, UTC; of a group, when one of its people did. Null: never, as far as its last thousand versions tell. */
  readonly lastUsedAt: string | null;
}

export interface ReachingGrants {
  readonly items: readonly ReachingGrant[];
  /** The `after` of the next page, or null at the end. */
  readonly next: string | null;
}

/** People who reach every secret by their role. */
export interface ReachingRole {
  readonly role: Exclude<Role, "member">;
  readonly people: number;
  /** When one of them changed or read the secret last. */
  readonly lastUsedAt: Date | null;
}

export interface GrantPage {
  readonly items: readonly GrantMeta[];
  /** The `after` of the next page, or null at the end. */
  readonly next: string | null;
}

export interface NewGrantResult {
  readonly id: string;
  /** How many secrets fit a pattern now, counted no further than `MATCHES_COUNTED_MAX`; null: it was none. */
  readonly matches: number | null;
}
