import type { Configuration, Method } from "./configuration/model";

/** How an endpoint was shown to belong to who it should: it echoed a challenge, or an Owner vouches for it. */
export type Verification = "challenge" | "byHand";

/** An outside endpoint as its list and its page show it. `R` is how its configuration refers to secrets. */
export interface Endpoint<R> {
  readonly id: string;
  /** Part of the URL that callers use. It never changes. */
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

export const ENDPOINT_NAME_LENGTH_MAX = 100;

/** The rule that a name breaks, in words, or null. It becomes a part of an address. */
export function endpointNameIssue(name: string): string | null {
  if (name === "") return "Enter a name.";
  if (name.length > ENDPOINT_NAME_LENGTH_MAX) {
    return `A name has at most ${ENDPOINT_NAME_LENGTH_MAX} characters. This one has ${name.length}.`;
  }
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    return "Use letters, digits, _ - and . only.";
  }
  return /^[A-Za-z0-9]/.test(name) ? null : "A name begins with a letter or a digit.";
}

export interface EndpointPage {
  readonly items: readonly EndpointSummary[];
  /** Opaque position after the last item, or null at the end. */
  readonly next: string | null;
}

/** Which endpoints a list shows. */
export const ENDPOINT_FILTERS = ["all", "ready", "inactive", "unverified"] as const;
export type EndpointFilter = (typeof ENDPOINT_FILTERS)[number];
