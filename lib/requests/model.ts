import type { Role } from "@/lib/authorization/actor";
import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { SealedValue } from "@/lib/keys/keyring";
import type { ChangeResults, SecretWrites } from "@/lib/secrets/writing/model";

export const STATES = ["open", "applied", "rejected", "withdrawn", "expired"] as const;
export type RequestState = (typeof STATES)[number];

export const REMARKS = ["approval", "rejection", "comment", "emergency"] as const;
export type RemarkKind = (typeof REMARKS)[number];

/** What a request may ask for; each kind knows how to do it and how to show it. */
export const REQUEST_KINDS = ["secrets", "mapping", "endpoint", "rotation", "policy", "access"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How long a request waits. */
export const REQUEST_DAYS = 7;
/** Of one person or API key at a time. */
export const OPEN_MAX = 200;
/** By people who may approve. */
export const APPROVALS_MAX = 3;
export const REMARK_LENGTH_MAX = 2_000;

/** What becomes a request. */
export interface HeldChange {
  readonly kind: Exclude<RequestKind, "secrets">;
  readonly environment: EnvironmentRow;
  /** JSON: what its kind needs to do it. */
  readonly change: object;
  readonly title: string;
  /** The secrets that it is about. */
  readonly secretIds?: readonly string[];
}

/** Where changes go that need approval; each throws `ChangeHeld`, unless nothing would change. Handed to the features below by `lib/runtime`. */
export interface HoldChanges {
  readonly secrets: (ctx: Ctx, writes: SecretWrites) => Promise<ChangeResults>;
  readonly other: (ctx: Ctx, change: HeldChange) => Promise<never>;
}

/** A sealed value that waits, by the id of the version that it becomes. */
export interface WaitingValue extends SealedValue {
  readonly id: string;
}

/** One change of a request, without values. */
export interface ShownChange {
  /** Such as "Replace the value of STRIPE_KEY". */
  readonly title: string;
  readonly facts: readonly ShownFact[];
}

export interface ShownFact {
  readonly label: string;
  /** Null: there was nothing before. */
  readonly from: string | null;
  readonly to: string;
}

export interface RequestMeta {
  readonly id: string;
  readonly kind: RequestKind;
  readonly title: string;
  readonly state: RequestState;
  readonly isEmergency: boolean;
  readonly project: string | null;
  readonly environment: string | null;
  /** Of the same, as people read it. */
  readonly scopeName: string | null;
  readonly requestedBy: string;
  /** RFC 3339, as all times. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  /** Approvals that count now, and how many it takes. */
  readonly approvals: { readonly count: number; readonly needed: number };
}

export interface Remark {
  readonly id: string;
  readonly kind: RemarkKind;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

/** What the viewer of a request may do to it now. */
export interface RequestRights {
  readonly decide: boolean;
  /** Why not, where they have the role for it. */
  readonly whyNot: string | null;
  readonly withdraw: boolean;
  readonly applyAtOnce: boolean;
}

export interface RequestDetail extends RequestMeta {
  readonly changes: readonly ShownChange[];
  readonly changeCount: number;
  readonly remarks: readonly Remark[];
  readonly rights: RequestRights;
  /** Why it cannot be done any more, where that shows already. */
  readonly conflict: string | null;
}

export interface RequestPage {
  readonly items: readonly RequestMeta[];
  readonly next: string | null;
}

/** More are not counted. */
export const WAITING_COUNTED_MAX = 100;

export const REQUEST_VIEWS = ["waiting", "yours", "all"] as const;
export type RequestView = (typeof REQUEST_VIEWS)[number];

/** Roles that approve; the members of a policy's group do too. */
export const APPROVERS: readonly Role[] = ["owner", "super_admin"];

export const REQUESTS_PATH = "/requests";
/** Where a Member asks for access. */
export const ASK_PATH = "/requests?dialog=ask";
export const POLICIES_PATH = "/requests/policies";

export function policiesPath(project: string): string {
  return `${POLICIES_PATH}?project=${encodeURIComponent(project)}`;
}

export function requestPath(id: string): string {
  return `/requests/${id}`;
}
