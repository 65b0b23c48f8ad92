import type { RotationPolicy } from "./schema";

export const ROTATION_PHASES = ["prepare", "set", "test", "finish", "wait", "revoke", "revert"] as const;
export type RotationPhase = (typeof ROTATION_PHASES)[number];

export const ROTATION_STATES = ["running", "attention", "done", "cancelled", "undone"] as const;
export type RotationState = (typeof ROTATION_STATES)[number];

export const ROTATION_TRIGGERS = ["schedule", "person", "emergency"] as const;
export type RotationTrigger = (typeof ROTATION_TRIGGERS)[number];

/** JSON that a rotator has to remember from one phase to the next. Never a value. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** How a secret is rotated, and what of it is under way. */
export interface SecretRotation extends RotationPolicy {
  /** When it is due next; null: while it is paused or without a schedule. ISO 8601, UTC. */
  readonly nextAt: string | null;
  readonly isOverdue: boolean;
  /** The name of the secret that the rotator signs in with elsewhere. */
  readonly credential: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** The one that is under way, or else the last one. */
  readonly last: RotationMeta | null;
  /** The readable half of a key pair that is current. */
  readonly publicKey: string | null;
}

/** All that may be shown of a rotation. */
export interface RotationMeta {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  /** Of the secret. */
  readonly name: string;
  readonly trigger: RotationTrigger;
  readonly phase: RotationPhase;
  readonly state: RotationState;
  readonly fromVersion: number;
  /** The new version, once it is current. */
  readonly toVersion: number | null;
  /** Failures of the phase so far. */
  readonly attempts: number;
  /** Why the phase failed last. */
  readonly error: string | null;
  readonly graceEndsAt: string | null;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt: string | null;
}

/** What can be done to a rotation as it is. */
export function possibleSteps({ state, phase, endedAt }: Pick<RotationMeta, "state" | "phase" | "endedAt">): {
  readonly retry: boolean;
  readonly cancel: boolean;
  readonly undo: boolean;
  readonly revoke: boolean;
  readonly confirm: boolean;
} {
  const isOpen = endedAt === null;
  const isFinished = phase === "wait" || phase === "revoke";
  return {
    retry: isOpen && state === "attention",
    cancel: isOpen && !isFinished && phase !== "revert",
    undo: isOpen && phase === "wait",
    revoke: isOpen && phase === "wait",
    confirm: isOpen && phase === "revoke" && state === "attention",
  };
}
