"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { TriggerMeta } from "@/lib/triggers/model";
import { SCHEMES } from "@/lib/triggers/schema";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { SCHEME_LABELS } from "./trigger-labels";

interface TriggerFieldsProps {
  readonly state: FormState<unknown>;
  /** The trigger so far; null for a new one. */
  readonly entry: TriggerMeta | null;
  /** Names of secrets that can be chosen. */
  readonly names: readonly string[];
  readonly endpoints: readonly string[];
}

const SCHEME_OPTIONS = SCHEMES.map((value) => ({ value, label: SCHEME_LABELS[value] }));
const ACTION_OPTIONS = [
  { value: "event", label: "Tell programs that listen" },
  { value: "forward", label: "Forward it to an allowlist endpoint" },
  { value: "rotate", label: "Rotate a secret" },
];
const ALGORITHMS = ["sha256", "sha512"].map((value) => ({ value, label: value.toUpperCase() }));
const ENCODINGS = [
  { value: "hex", label: "Hex, in lower case" },
  { value: "base64", label: "Base64" },
];

/** The fields of the form of a trigger. Without JavaScript those of every choice are there. */
export function TriggerFields({ state, entry, names, endpoints }: TriggerFieldsProps) {
  const isHydrated = useIsHydrated();
  const [scheme, setScheme] = useState(() => typedOr(state, "scheme", entry?.scheme ?? "github"));
  const [action, setAction] = useState(() => typedOr(state, "action", entry?.action.kind ?? "event"));
  const secret = entry?.secret ?? "";
  const endpoint = entry?.action.kind === "forward" ? entry.action.endpoint : "";
  const rotated = entry?.action.kind === "rotate" ? entry.action.secret : "";
  const {
    header = "",
    algorithm = "sha256",
    encoding = "hex",
    prefix = "",
    timestampHeader = "",
  } = entry?.hmac ?? {};
  return (
    <>
      <Choice
        {...{ state, name: "scheme", label: "Signed as", options: SCHEME_OPTIONS, value: scheme }}
        onChange={setScheme}
      />
      {(!isHydrated || scheme === "hmac") && (
        <>
          <Line {...{ state, name: "header", label: "Header with the signature", initial: header }} />
          <Choice
            {...{ state, name: "algorithm", label: "Algorithm", options: ALGORITHMS, initial: algorithm }}
          />
          <Choice
            {...{ state, name: "encoding", label: "Encoding", options: ENCODINGS, initial: encoding }}
          />
          <Line
            {...{ state, name: "prefix", label: "Prefix (optional)", initial: prefix }}
            hint="What stands before the signature, as sha256=."
          />
          <Line
            {...{
              state,
              name: "timestampHeader",
              label: "Header with the time (optional)",
              initial: timestampHeader,
            }}
            hint="Seconds since 1970. Then time.body is what is signed."
          />
        </>
      )}
      <Choice
        {...{ state, name: "secret", label: "Secret", initial: secret }}
        options={toChoose(names, typedOr(state, "secret", secret), "Choose a secret")}
        hint="The one that you gave the sender."
      />
      <Choice
        {...{ state, name: "action", label: "What follows", options: ACTION_OPTIONS, value: action }}
        onChange={setAction}
      />
      {(!isHydrated || action === "forward") && (
        <Choice
          {...{ state, name: "endpoint", label: "Endpoint", initial: endpoint }}
          options={toChoose(endpoints, typedOr(state, "endpoint", endpoint), "Choose an endpoint")}
        />
      )}
      {(!isHydrated || action === "rotate") && (
        <Choice
          {...{ state, name: "rotated", label: "Secret to rotate", initial: rotated }}
          options={toChoose(names, typedOr(state, "rotated", rotated), "Choose a secret")}
          hint="One that says how it is rotated."
        />
      )}
      <Checkbox name="paused" label="Paused: it takes nothing" defaultChecked={entry?.paused ?? false} />
    </>
  );
}

interface FieldProps {
  readonly state: FormState<unknown>;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

function Line({ state, name, label, hint, initial }: FieldProps & { readonly initial: string }) {
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => (
        <TextInput
          {...control}
          name={name}
          mono
          autoComplete="off"
          defaultValue={typedOr(state, name, initial)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly SelectOption[];
  readonly initial?: string;
  /** What is chosen, where the rest of the form goes by it. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

function Choice({ state, name, label, hint, options, initial = "", value, onChange }: ChoiceProps) {
  const chosen =
    value === undefined
      ? { defaultValue: typedOr(state, name, initial) }
      : { value, onChange: (event: { target: { value: string } }) => onChange?.(event.target.value) };
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => <Select {...control} name={name} options={options} {...chosen} />}
    </Field>
  );
}

function toChoose(names: readonly string[], chosen: string, none: string): SelectOption[] {
  const offered = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return [{ value: "", label: none }, ...offered.map((value) => ({ value, label: value }))];
}
