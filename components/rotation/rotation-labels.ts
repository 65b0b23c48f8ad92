import type { BadgeTone } from "@/components/ui/badge";
import {
  type RotationMark,
  type RotationMeta,
  type RotationPhase,
  type RotationState,
  waitsForPerson,
} from "@/lib/rotation/model";

/** What each phase does, as a step that is to come, under way or done. */
export const PHASES: Readonly<Record<RotationPhase, string>> = {
  prepare: "Make the new value",
  set: "Set it on the other side",
  test: "Test it",
  finish: "Make it current",
  wait: "Grace time",
  revoke: "Revoke the old value",
  revert: "Go back to the old value",
};

export const STATES: Readonly<Record<RotationState, string>> = {
  running: "Under way",
  attention: "Needs attention",
  done: "Done",
  cancelled: "Cancelled",
  undone: "Undone",
};

/** Who or what began a rotation. */
export function beginnerWords({ trigger, startedBy }: Pick<RotationMeta, "trigger" | "startedBy">): string {
  switch (trigger) {
    case "schedule":
      return "the schedule";
    case "emergency":
      return `${startedBy}, emergency`;
    case "person":
      return startedBy;
  }
}

export const MARKS: Readonly<Record<RotationMark, { readonly label: string; readonly tone: BadgeTone }>> = {
  failing: { label: "Rotation fails", tone: "danger" },
  waiting: { label: "Revoke the old value", tone: "warning" },
  underWay: { label: "Rotating", tone: "accent" },
  grace: { label: "Grace time", tone: "neutral" },
  overdue: { label: "Overdue", tone: "warning" },
};

/** What is to be said of a rotation in a word or two. */
export function stateWords(rotation: Pick<RotationMeta, "state" | "phase" | "attempts" | "error">): {
  readonly label: string;
  readonly tone: BadgeTone;
} {
  const { state, phase, error } = rotation;
  if (waitsForPerson(rotation)) return { label: "Waits for a person", tone: "warning" };
  if (state === "running" && error !== null) return { label: "Fails, is tried again", tone: "danger" };
  if (state === "running" && phase === "wait") return { label: PHASES.wait, tone: "neutral" };
  return { label: STATES[state], tone: TONES[state] };
}

const TONES: Readonly<Record<RotationState, BadgeTone>> = {
  running: "accent",
  attention: "danger",
  done: "success",
  cancelled: "neutral",
  undone: "warning",
};
