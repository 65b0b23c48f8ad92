"use client";

import { type ReactNode, useState } from "react";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import type { LeaseSourceEntry } from "@/lib/leases/model";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { KINDS } from "./lease-labels";

interface SourceFieldsProps {
  readonly state: FormState<unknown>;
  /** The source so far; null for a new one. */
  readonly entry: LeaseSourceEntry | null;
  /** Names of secrets that it can sign in with. */
  readonly names: readonly string[];
}

const PAIR = "grid gap-4 sm:grid-cols-2";
const KIND_OPTIONS = Object.entries(KINDS).map(([value, label]) => ({ value, label }));
const TLS_OPTIONS = [
  { value: "verify", label: "With TLS, verified" },
  { value: "none", label: "Without TLS" },
] as const;
const PORTS = { postgres: 5_432, mysql: 3_306 } as const;

/** The fields of the form that says where users are made, and with which rights. */
export function SourceFields({ state, entry, names }: SourceFieldsProps) {
  const source = entry?.source;
  const [kind, setKind] = useState<"postgres" | "mysql">(() =>
    typedOr(state, "kind", source?.kind ?? "postgres") === "mysql" ? "mysql" : "postgres",
  );
  const isSame = source?.kind === kind;
  const line = { state };
  return (
    <>
      <Field label="Database server" errors={errorsOf(state, "kind")}>
        {(control) => (
          <Select
            {...control}
            name="kind"
            options={KIND_OPTIONS}
            value={kind}
            onChange={(event) => setKind(event.target.value === "mysql" ? "mysql" : "postgres")}
          />
        )}
      </Field>
      <div className={PAIR}>
        <Line {...line} name="host" label="Host" initial={source?.host ?? ""} />
        <Line
          {...line}
          key={kind}
          name="port"
          label="Port"
          initial={String(isSame ? source.port : PORTS[kind])}
        />
      </div>
      <Line
        {...line}
        name="database"
        label={kind === "mysql" ? "Database (optional)" : "Database"}
        initial={source?.database ?? ""}
      />
      {kind === "mysql" && (
        <Line
          {...line}
          name="userHost"
          label="Host of the accounts"
          initial={source?.kind === "mysql" ? source.userHost : "%"}
          hint="The part after the @ of the users’ accounts."
        />
      )}
      <Choice
        {...{ state, name: "credential", label: "Admin", initial: entry?.credential ?? "" }}
        options={namesToChoose(names, typedOr(state, "credential", entry?.credential ?? ""))}
        hint="The secret with user and password of an admin who may make users: a connection URL, or JSON with username and password."
      />
      <Field
        label="Statements"
        errors={errorsOf(state, "statements")}
        hint="Each on a line. They give {{user}} rights: GRANT reader TO {{user}}"
      >
        {(control) => (
          <TextArea
            {...control}
            name="statements"
            mono
            rows={4}
            defaultValue={typedOr(state, "statements", source?.statements.join("\n") ?? "")}
          />
        )}
      </Field>
      <div className={PAIR}>
        <Line
          {...line}
          name="ttlSecondsDefault"
          label="Default (seconds)"
          initial={String(source?.ttlSecondsDefault ?? 900)}
        />
        <Line
          {...line}
          name="ttlSecondsMax"
          label="Maximum (seconds)"
          initial={String(source?.ttlSecondsMax ?? 86_400)}
          hint="From when it is made, renewals and all."
        />
      </div>
      <Line
        {...line}
        name="leasesMax"
        label="Leases at once at most"
        initial={String(source?.leasesMax ?? 200)}
      />
      <Choice
        {...{ state, name: "tls", label: "Connection", initial: source?.tls ?? "verify" }}
        options={TLS_OPTIONS}
        hint="Without TLS only for hosts that an Owner allowed."
      />
      <Field
        label="Certificate authorities (optional)"
        errors={errorsOf(state, "ca")}
        hint="PEM, to trust in place of the usual ones."
      >
        {(control) => (
          <TextArea
            {...control}
            name="ca"
            mono
            rows={3}
            defaultValue={typedOr(state, "ca", source?.ca ?? "")}
          />
        )}
      </Field>
    </>
  );
}

interface LineProps {
  readonly state: FormState<unknown>;
  readonly name: string;
  readonly label: string;
  readonly initial: string;
  readonly hint?: ReactNode;
}

function Line({ state, name, label, initial, hint }: LineProps) {
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

function Choice({
  state,
  name,
  label,
  initial,
  hint,
  options,
}: LineProps & { readonly options: readonly SelectOption[] }) {
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => (
        <Select {...control} name={name} options={options} defaultValue={typedOr(state, name, initial)} />
      )}
    </Field>
  );
}

function namesToChoose(names: readonly string[], chosen: string): SelectOption[] {
  const offered = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return [{ value: "", label: "Choose a secret" }, ...offered.map((value) => ({ value, label: value }))];
}
