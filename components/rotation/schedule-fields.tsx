"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import type { SecretRotation } from "@/lib/rotation/model";
import type { SecretMeta } from "@/lib/secrets/model";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { Alternatives } from "./alternatives";
import { suggestedDays } from "./suggested-days";
import { type ScheduleTexts, useNextTimes } from "./use-next-times";

const OPTIONS = [
  { value: "never", label: "Only when somebody asks" },
  { value: "days", label: "Every so many days" },
  { value: "cron", label: "At fixed times (cron)" },
] as const;
type Choice = (typeof OPTIONS)[number]["value"];

interface ScheduleFieldsProps {
  readonly state: FormState<unknown>;
  readonly rotation: SecretRotation | null;
  /** The secret, as far as its value says when it ends by itself. */
  readonly secret: Pick<SecretMeta, "expiresAt" | "updatedAt">;
  /** Answers the next times of a schedule. */
  readonly timesUrl: string;
}

/** When a secret is rotated, with the next times as they follow from what is typed. */
export function ScheduleFields({ state, rotation, secret, timesUrl }: ScheduleFieldsProps) {
  const [texts, setTexts] = useState<ScheduleTexts>(() => textsOf(state, rotation, suggestedDays(secret)));
  const { times, fields } = useNextTimes(timesUrl, texts);
  const set = (change: Partial<ScheduleTexts>) => setTexts((now) => ({ ...now, ...change }));
  const line = (field: Exclude<keyof ScheduleTexts, "schedule">, label: string, hint?: string) => {
    const path = `schedule.${field}`;
    return (
      <Field label={label} hint={hint} errors={fields[path] ?? errorsOf(state, path)}>
        {(control) => (
          <TextInput
            {...control}
            mono
            name={field}
            inputMode={field === "everyDays" || field === "windowMinutes" ? "numeric" : "text"}
            value={texts[field]}
            onChange={(event) => set({ [field]: event.target.value })}
          />
        )}
      </Field>
    );
  };
  const chosen = choiceOf(texts.schedule);
  const days = line("everyDays", "Days", "Counted from when the value was stored last.");
  const cron = (
    <div className="grid gap-4 sm:grid-cols-2">
      {line("cron", "Cron expression", "Minute, hour, day, month, day of the week.")}
      {line("timeZone", "Time zone", "As in Europe/Vienna.")}
    </div>
  );
  const window = line(
    "windowMinutes",
    "Spread over minutes",
    "It begins within so many minutes of its time.",
  );
  return (
    <>
      <Field label="When" errors={errorsOf(state, "schedule")}>
        {(control) => (
          <Select
            {...control}
            name="schedule"
            options={OPTIONS}
            value={texts.schedule}
            onChange={(event) => set({ schedule: event.target.value })}
          />
        )}
      </Field>
      <Alternatives chosen={chosen} parts={{ never: null, days, cron }} />
      <Alternatives chosen={chosen === "never" ? "none" : "window"} parts={{ none: null, window }} />
      {secret.expiresAt !== null && (
        <p className="text-sm text-muted">
          The current value says that it ends on <Time value={secret.expiresAt} as="day" />.
        </p>
      )}
      <div role="status" className="text-sm text-muted empty:hidden">
        {times.length > 0 && (
          <>
            Next:{" "}
            {times.map((time, i) => (
              <span key={time}>
                {i > 0 && "; "}
                <Time value={time} as="exact" />
              </span>
            ))}
          </>
        )}
      </div>
    </>
  );
}

function choiceOf(text: string): Choice {
  return OPTIONS.find(({ value }) => value === text)?.value ?? "never";
}

function textsOf(
  state: FormState<unknown>,
  rotation: SecretRotation | null,
  suggested: number,
): ScheduleTexts {
  const schedule = rotation?.schedule ?? null;
  const isCron = schedule !== null && "cron" in schedule;
  const initial = {
    schedule: rotation === null ? "days" : schedule === null ? "never" : isCron ? "cron" : "days",
    everyDays: schedule && "everyDays" in schedule ? String(schedule.everyDays) : String(suggested),
    cron: isCron ? schedule.cron : "0 3 * * 1",
    timeZone: isCron ? schedule.timeZone : "UTC",
    windowMinutes: String(schedule?.windowMinutes ?? 60),
  };
  return {
    schedule: typedOr(state, "schedule", initial.schedule),
    everyDays: typedOr(state, "everyDays", initial.everyDays),
    cron: typedOr(state, "cron", initial.cron),
    timeZone: typedOr(state, "timeZone", initial.timeZone),
    windowMinutes: typedOr(state, "windowMinutes", initial.windowMinutes),
  };
}
