"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { GRACE_UNITS, type SecretRotation } from "@/lib/rotation/model";
import type { SecretMeta } from "@/lib/secrets/model";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { Alternatives } from "./alternatives";
import { KIND_FIELDS } from "./kind-fields";
import { isKind, KINDS } from "./kind-labels";
import { ScheduleFields } from "./schedule-fields";

interface PolicyFieldsProps {
  readonly rotation: SecretRotation | null;
  readonly secret: SecretMeta;
  readonly state: FormState<unknown>;
  readonly names: readonly string[];
  readonly timesUrl: string;
}

const KIND_OPTIONS = Object.entries(KINDS).map(([value, { name }]) => ({ value, label: name }));

/** The fields of the form that says how a secret is rotated. */
export function PolicyFields({ rotation, secret, state, names, timesUrl }: PolicyFieldsProps) {
  const [typed, setTyped] = useState(() => typedOr(state, "kind", rotation?.rotator.kind ?? "random"));
  const kind = isKind(typed) ? typed : "random";
  const parts = Object.fromEntries(
    Object.entries(KIND_FIELDS).map(([key, Fields]) => [
      key,
      <Fields key={key} state={state} rotation={rotation} names={names} />,
    ]),
  );
  return (
    <>
      <Field label="Rotated by" hint={KINDS[kind].about} errors={errorsOf(state, "rotator.kind")}>
        {(control) => (
          <Select
            {...control}
            name="kind"
            options={KIND_OPTIONS}
            value={kind}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Alternatives chosen={kind} parts={parts} />
      <ScheduleFields state={state} rotation={rotation} secret={secret} timesUrl={timesUrl} />
      <GraceField state={state} rotation={rotation} />
      <Checkbox
        name="paused"
        label="Paused: it does not become due"
        defaultChecked={state.status === "failed" ? state.typed.paused === "on" : (rotation?.paused ?? false)}
      />
    </>
  );
}

function GraceField({ state, rotation }: Pick<PolicyFieldsProps, "state" | "rotation">) {
  const { amount, unit } = inUnits(rotation?.graceSeconds ?? 24 * 60 * 60);
  return (
    <Field
      label="Grace time"
      errors={errorsOf(state, "graceSeconds")}
      hint="How long the old value stays good once the new one is current, for readers that come over later. 0 for none, at most 90 days."
    >
      {(control) => (
        <div className="flex gap-2">
          <TextInput
            {...control}
            name="graceAmount"
            inputMode="numeric"
            defaultValue={typedOr(state, "graceAmount", String(amount))}
          />
          <Select
            aria-label="Unit of the grace time"
            name="graceUnit"
            options={UNIT_OPTIONS}
            defaultValue={typedOr(state, "graceUnit", unit)}
            className="w-36 shrink-0"
          />
        </div>
      )}
    </Field>
  );
}

const UNITS = ["days", "hours", "minutes", "seconds"] as const;
const UNIT_OPTIONS = UNITS.map((unit) => ({ value: unit, label: unit }));

/** The largest unit in which it is a whole number; a single day is told in hours. */
function inUnits(seconds: number): { readonly amount: number; readonly unit: (typeof UNITS)[number] } {
  const fits = (unit: (typeof UNITS)[number]) =>
    seconds % GRACE_UNITS[unit] === 0 && (unit !== "days" || seconds > GRACE_UNITS.days);
  const unit = UNITS.find(fits) ?? "seconds";
  return seconds === 0 ? { amount: 0, unit: "hours" } : { amount: seconds / GRACE_UNITS[unit], unit };
}
