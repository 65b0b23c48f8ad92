import { counted } from "@/lib/counted";
import { durationText } from "@/lib/quantity";
import type { RotationPolicy } from "@/lib/rotation/schema";
import { rotatorWords } from "./kind-labels";

const DAY_SECONDS = 24 * 60 * 60;

/** A duration in days where it is whole days, more than one. */
export function graceWords(seconds: number): string {
  const isDays = seconds > DAY_SECONDS && seconds % DAY_SECONDS === 0;
  return isDays ? counted(seconds / DAY_SECONDS, "day") : durationText(seconds);
}

/** How a secret is rotated, in one sentence. */
export function policySentence({ rotator, schedule, graceSeconds }: RotationPolicy): string {
  const grace = graceSeconds === 0 ? "without grace time" : `old value good for ${graceWords(graceSeconds)}`;
  return `${[rotatorWords(rotator), scheduleWords(schedule), grace].join(", ")}.`;
}

function scheduleWords(schedule: RotationPolicy["schedule"]): string {
  if (!schedule) return "only when somebody asks";
  if ("cron" in schedule) return `at the times of ${schedule.cron} in ${schedule.timeZone}`;
  return schedule.everyDays === 1 ? "every day" : `every ${counted(schedule.everyDays, "day")}`;
}
