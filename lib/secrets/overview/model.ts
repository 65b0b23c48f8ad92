import type { Requirement } from "@/lib/declarations/model";
import type { EnvironmentMeta } from "@/lib/projects/model";

/** What an environment has of a name. Holds no value, and no fingerprint. */
export type OverviewCell =
  | { readonly kind: "missing" }
  | {
      readonly kind: "set";
      readonly id: string;
      /** As it is written there. */
      readonly name: string;
      /** Since when it has its value, ISO 8601, UTC. */
      readonly valueSince: string;
      /** The names of the environments whose secret of this name has the same value. */
      readonly sameAs: readonly string[];
      /** Whether its value can be told from those of other environments: short ones, and those stored too often, cannot. */
      readonly isCompared: boolean;
    }
  | {
      readonly kind: "shared";
      readonly name: string;
      readonly valueSince: string;
      /** Of the shared secret that the name stands for. */
      readonly id: string;
    };

export interface OverviewRow {
  /** What the names of the row become: what makes them one. */
  readonly variable: string;
  readonly name: string;
  /** What the project's manifest says of it; null: nothing. */
  readonly requirement: Requirement | null;
  /** In the order of the environments. */
  readonly cells: readonly OverviewCell[];
}

export interface OverviewPage {
  readonly environments: readonly EnvironmentMeta[];
  readonly rows: readonly OverviewRow[];
  /** The `after` of the next page; null at the end. */
  readonly next: string | null;
}

/** A name that a project's manifest declares. */
export interface DeclaredVariable {
  readonly variable: string;
  readonly name: string;
  readonly requirement: Requirement;
}

/** How two environments differ in a name. */
export const DIFFERENCES = ["onlyLeft", "onlyRight", "different", "same", "unknown"] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** How a row's first two cells differ; null when neither has a value. */
export function differenceOf({ cells: [left, right] }: Pick<OverviewRow, "cells">): Difference | null {
  if (!left || !right) return null;
  if (left.kind === "missing" || right.kind === "missing") {
    if (left.kind !== "missing") return "onlyLeft";
    return right.kind === "missing" ? null : "onlyRight";
  }
  if (left.kind === "shared" && right.kind === "shared") return left.id === right.id ? "same" : "different";
  if (left.kind === "shared" || right.kind === "shared") return "unknown";
  if (!left.isCompared || !right.isCompared) return "unknown";
  return left.sameAs.length > 0 ? "same" : "different";
}
