import type { Action, ActionOn } from "./policy";

/** How many people approve each change of secrets in an environment before it is made, and who may. */
export interface ChangePolicy {
  /** 1 to 3. */
  readonly approvals: number;
  /** A group whose members approve beside Owners and Super Admins. */
  readonly groupId: string | null;
}

export interface EnvironmentRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly projectId: string;
  readonly projectSlug: string;
  readonly projectName: string;
  /** Null: whoever may make a change makes it alone. */
  readonly changePolicy: ChangePolicy | null;
}

/** What a decision about one secret needs to know of it, and what its use cases start from. */
export interface SecretRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: "provider" | "tool" | "custom";
  readonly audience: "all" | "agents" | "tools" | "sandboxes";
  readonly currentVersion: number;
  readonly revision: number;
}

export interface ProjectRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface ProjectTarget {
  readonly project: string;
}

export interface EnvironmentRef {
  readonly project: string;
  readonly environment: string;
}

export interface SecretTarget extends EnvironmentRef {
  readonly secret: { readonly id: string } | { readonly name: string };
}

export type TargetOf<A extends Action> =
  A extends ActionOn<"secret">
    ? SecretTarget
    : A extends ActionOn<"environment">
      ? EnvironmentRef
      : A extends ActionOn<"project">
        ? ProjectTarget
        : null;

/** Which secrets of an environment an actor may know of. A store that lists or searches narrows to it. */
export interface Visibility {
  /** Null: of every audience. */
  readonly audiences: readonly SecretRow["audience"][] | null;
  /** Null: any secret. */
  readonly secretIds: readonly string[] | null;
  /** Beside those of `secretIds`: how folded names begin. */
  readonly prefixes: readonly string[];
}

/** The same of the whole organisation. */
export interface WideVisibility extends Omit<Visibility, "prefixes"> {
  /** Projects and environments all of whose secrets are seen beside those of `secretIds`. */
  readonly scopeIds: readonly string[];
  /** How folded names begin in a project or an environment. */
  readonly prefixes: readonly { readonly scopeId: string; readonly prefix: string }[];
}

export type ScopeOf<A extends Action> =
  A extends ActionOn<"secret">
    ? { readonly environment: EnvironmentRow; readonly secret: SecretRow }
    : A extends ActionOn<"environment">
      ? { readonly environment: EnvironmentRow; readonly visibility: Visibility }
      : A extends ActionOn<"project">
        ? { readonly project: ProjectRow }
        : Readonly<Record<never, never>>;

declare const granted: unique symbol;

/**
 * Proof that `authorize` said yes to one action, carrying the rows it looked at. Only `authorize` makes one, and the
 * stores that touch secret material ask for it: code that forgot to authorise does not compile.
 */
export type Permit<A extends Action> = ScopeOf<A> & { readonly action: A; readonly [granted]: A };
