import type { Configuration, Method } from "./configuration/model";

/** How an endpoint was shown to belong to who it should: it echoed a challenge, or an Owner vouches for it. */
export type Verification = "challenge" | "byHand";

/** An outside endpoint as its list and its page show it. `R` is how its configuration refers to secrets. */
export interface Endpoint<R> {
  readonly id: string;
  /** Part of the address that callers use: it never changes. */
  readonly name: string;
  readonly description: string;
  readonly method: Method;
  readonly url: string;
  readonly isActive: boolean;
  /** Null: nothing but a challenge is sent to it. */
  readonly verified: {
    readonly how: Verification;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly by: string;
  } | null;
  readonly configuration: Configuration<R>;
  readonly revision: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What a caller may know of an endpoint: nothing of secrets. */
export type EndpointSummary = Omit<Endpoint<never>, "configuration" | "revision">;

/** How audit events name an endpoint, apart from secrets of the same name. */
export function auditNameOf(endpointName: string): string {
  return `allowlist/${endpointName}`;
}
