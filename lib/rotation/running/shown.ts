import type { RotationMeta } from "../model";
import type { RotationRecord } from "./store";

/** A rotation as it may be shown. */
export function shownRotation(record: RotationRecord): RotationMeta {
  const { id, project, environment, name, trigger, phase, state, fromVersion, toVersion } = record;
  const { attempts, error, graceEndsAt, startedAt, startedBy, endedAt } = record;
  return {
    ...{ id, project, environment, name, trigger, phase, state, fromVersion, toVersion, attempts, error },
    graceEndsAt: graceEndsAt?.toISOString() ?? null,
    startedAt: startedAt.toISOString(),
    startedBy,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
