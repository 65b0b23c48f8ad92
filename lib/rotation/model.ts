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
export function possibleSteps({
  state,
  phase,
  attempts,
  endedAt,
}: Pick<RotationMeta, "state" | "phase" | "attempts" | "endedAt">): {
  readonly retry: boolean;
  readonly cancel: boolean;
  readonly undo: boolean;
  readonly revoke: boolean;
  readonly confirm: boolean;
} {
  const isOpen = endedAt === null;
  const isFinished = phase === "wait" || phase === "revoke";
  return {
    // Also before its time comes: whoever mended what was wrong does not want to wait for it.
    retry: isOpen && (state === "attention" || attempts > 0),
    cancel: isOpen && !isFinished && phase !== "revert",
    undo: isOpen && phase === "wait",
    revoke: isOpen && phase === "wait",
    confirm: isOpen && state === "attention" && (phase === "revoke" || phase === "revert"),
  };
}

/** Whether nothing failed, but a person has to do something, which the error says. What failed was tried more often. */
export function waitsForPerson({ state, attempts }: Pick<RotationMeta, "state" | "attempts">): boolean {
  return state === "attention" && attempts === 1;
}

/** What the units of a grace time in the form are in seconds. */
export const GRACE_UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** What the list of secrets says of a secret's rotation. `grace`: the new value is current, the old one still good; `waiting`: for a person. */
export const ROTATION_MARKS = ["failing", "waiting", "underWay", "grace", "overdue"] as const;
export type RotationMark = (typeof ROTATION_MARKS)[number];

/** The fields of a rotation in a file, in the order of its columns. */
export const ROTATION_COLUMNS = [
  ...["startedAt", "endedAt", "project", "environment", "name", "state", "phase", "trigger", "startedBy"],
  ...["fromVersion", "toVersion", "graceEndsAt", "attempts", "error", "id"],
] as const;

/** How many secrets are begun to be rotated at once. */
export const SEVERAL_MAX = 100;
