import type { Audience, Category } from "@/lib/secrets/model";

/** A name of an environment that stands for a shared secret. Holds no value. */
export interface MappingMeta {
  readonly id: string;
  /** The name here. */
  readonly name: string;
  /** The secret of `platform` that it stands for. */
  readonly secret: {
    readonly id: string;
    readonly name: string;
    /** Short name of the environment of `platform` that it lives in. */
    readonly environment: string;
    readonly description: string;
    readonly category: Category;
    readonly audience: Audience;
    readonly version: number;
    /** ISO 8601, UTC. */
    readonly updatedAt: string;
    readonly updatedBy: string;
  };
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface MappingPage {
  readonly items: readonly MappingMeta[];
  /** Opaque position after the last item, or null at the end. */
  readonly next: string | null;
}

/** A place that a shared secret is mapped into. */
export interface MappedScope {
  readonly project: string;
  readonly environment: string;
  /** The name there. */
  readonly name: string;
}

/** Where a shared secret is used, as far as it is listed. */
export interface MappedScopes {
  readonly scopes: readonly MappedScope[];
  /** How many there are; a number above `SCOPES_MAX` means "more than that". */
  readonly count: number;
}

export const SCOPES_MAX = 50;
