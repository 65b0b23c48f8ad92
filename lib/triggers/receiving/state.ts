import type { TriggerConfiguration } from "../schema";

/** What a new delivery waits for. */
export function stateFor({ action }: TriggerConfiguration, now: Date) {
  return action.kind === "event"
    ? ({ state: "told", dueAt: null } as const)
    : ({ state: "waiting", dueAt: now } as const);
}
