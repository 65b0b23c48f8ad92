import type { RotationMeta } from "../model";
import type { RotationRecord } from "./store";

/** A rotation as it may be shown. */
export function shownRotation({ secretId: _, facts: _facts, ...record }: RotationRecord): RotationMeta {
  return {
    ...record,
    graceEndsAt: record.graceEndsAt?.toISOString() ?? null,
    startedAt: record.startedAt.toISOString(),
    endedAt: record.endedAt?.toISOString() ?? null,
  };
}
