import type { Method } from "../configuration/model";

/** What a value of a secret is shown as. */
export const HIDDEN = "••••";

/** What would be sent, if it were. */
export interface Sample {
  readonly method: Method;
  readonly url: string;
  /** Any JSON; undefined for none. */
  readonly data?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request as it would leave, but for keys that were made for this one and thrown away. */
export interface Preview {
  readonly method: Method;
  /** With its query, in which values of secrets are hidden. */
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Null: the request has no body. */
  readonly body: string | null;
}

/** Whether a secret fits the place where a configuration refers to it. */
export interface CompatibilityCheck {
  /** As `referencesOf` has it. */
  readonly path: string;
  /** Lengths and kinds at most; null: it fits. */
  readonly issue: string | null;
}
