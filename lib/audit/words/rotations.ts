import { durationText } from "@/lib/quantity";
import { capital, type Detail, line, type Maybe, named, numberOf, shown, type Wording } from "./detail";

type RotationAction =
  | "rotationPolicy.set"
  | "rotationPolicy.removed"
  | `rotation.${
      | "started"
      | "decided"
      | "prepared"
      | "set"
      | "tested"
      | "finished"
      | "revoked"
      | "reverted"
      | "failed"}`;

const TRIGGERS: Readonly<Record<string, string>> = {
  schedule: "By its schedule.",
  person: "Asked for.",
  emergency: "Emergency: without grace time.",
};

const DECISIONS: Readonly<Record<string, string>> = {
  retry: "Tried again",
  cancel: "Cancelled",
  undo: "Undid",
  revoke: "Ended the grace time of",
};

/** Events about how secrets are rotated, and the phases of rotations. */
export const ROTATIONS: Readonly<Record<RotationAction, Wording>> = {
  "rotationPolicy.set": {
    label: "Rotation set up",
    sentence: (name) => `Set how ${name} is rotated`,
    details: (d) => [
      line("Rotator", d.rotator, rotatorName),
      scheduleOf(d),
      line("Credential", d.credential),
      line("Grace time", d.graceSeconds, (seconds) => durationText(numberOf(seconds))),
      d.paused === true ? "Paused." : "",
    ],
  },
  "rotationPolicy.removed": {
    label: "Rotation removed",
    sentence: (name) => `Removed how ${name} is rotated`,
  },
  "rotation.started": {
    label: "Rotation started",
    sentence: (name) => `Started to rotate ${name}`,
    details: (d) => [named(TRIGGERS, d.trigger)],
  },
  "rotation.decided": {
    label: "Rotation decided",
    sentence: (name, d) => `${named(DECISIONS, d.step)} the rotation of ${name}`,
    details: (d) => [line("Phase", d.phase)],
  },
  "rotation.prepared": {
    label: "Rotation: new value made",
    sentence: (name) => `Made a new value for ${name}, which is pending`,
  },
  "rotation.set": {
    label: "Rotation: new value set",
    sentence: (name) => `Set the new value of ${name} where it is used`,
  },
  "rotation.tested": {
    label: "Rotation: new value tested",
    sentence: (name) => `Tested the new value of ${name}`,
  },
  "rotation.finished": {
    label: "Rotation: new value current",
    sentence: (name, d) => `Made the new value of ${name} current (version ${shown(d.version)})`,
  },
  "rotation.revoked": {
    label: "Rotation: old value revoked",
    sentence: (name, d) => `Revoked the old value of ${name} (version ${shown(d.version)})`,
    details: (d) => [d.byHand === true ? "By hand, where it was issued." : ""],
  },
  "rotation.reverted": {
    label: "Rotation: went back",
    sentence: (name, d) =>
      d.byHand === true
        ? `Ended the rotation of ${name} without going back any further`
        : `Went back to the old value of ${name}`,
  },
  "rotation.failed": {
    label: "Rotation failed",
    sentence: (name, d) => `Failed to rotate ${name} in the phase ${shown(d.phase)}`,
    details: (d) => [
      shown(d.error),
      line("Attempt", d.attempt),
      d.needsAttention === true ? "It needs attention." : "",
    ],
  },
};

const ROTATOR_NAMES: Readonly<Record<string, string>> = {
  keyPair: "Key pair",
  manual: "By hand",
  postgres: "PostgreSQL password",
  mysql: "MySQL or MariaDB password",
};

function rotatorName(kind: Maybe): string {
  return ROTATOR_NAMES[shown(kind)] ?? capital(kind);
}

function scheduleOf({ everyDays, cron, timeZone }: Detail): string {
  if (everyDays !== undefined) return everyDays === 1 ? "Every day." : `Every ${shown(everyDays)} days.`;
  return cron === undefined ? "Without a schedule." : `At ${shown(cron)} (${shown(timeZone)}).`;
}
