"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useIsHydrated } from "@/components/ui/clock";
import { nameOptions } from "@/components/ui/name-options";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";
import type { TriggerMeta } from "@/lib/triggers/model";
import { SCHEMES } from "@/lib/triggers/schema";
import { type FormState, typedOr } from "@/lib/web/form-state";
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
      <SelectField
        {...{ state, name: "scheme", label: "Signed as", options: SCHEME_OPTIONS, value: scheme }}
        onChange={setScheme}
      />
      {(!isHydrated || scheme === "hmac") && (
        <>
          <TextField {...{ state, name: "header", label: "Header with the signature", initial: header }} />
          <SelectField
            {...{ state, name: "algorithm", label: "Algorithm", options: ALGORITHMS, initial: algorithm }}
          />
          <SelectField
            {...{ state, name: "encoding", label: "Encoding", options: ENCODINGS, initial: encoding }}
          />
          <TextField
            {...{ state, name: "prefix", label: "Prefix (optional)", initial: prefix }}
            hint="What stands before the signature, as sha256=."
          />
          <TextField
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
      <SelectField
        {...{ state, name: "secret", label: "Secret", initial: secret }}
        options={nameOptions(names, typedOr(state, "secret", secret))}
        hint="The one that you gave the sender."
      />
      <SelectField
        {...{ state, name: "action", label: "What follows", options: ACTION_OPTIONS, value: action }}
        onChange={setAction}
      />
      {(!isHydrated || action === "forward") && (
        <SelectField
          {...{ state, name: "endpoint", label: "Endpoint", initial: endpoint }}
          options={nameOptions(endpoints, typedOr(state, "endpoint", endpoint), "Choose an endpoint")}
        />
      )}
      {(!isHydrated || action === "rotate") && (
        <SelectField
          {...{ state, name: "rotated", label: "Secret to rotate", initial: rotated }}
          options={nameOptions(names, typedOr(state, "rotated", rotated))}
          hint="One that says how it is rotated."
        />
      )}
      <Checkbox name="paused" label="Paused: it takes nothing" defaultChecked={entry?.paused ?? false} />
    </>
  );
}
