"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { nameOptions } from "@/components/ui/name-options";
import { Select } from "@/components/ui/select";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
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
        <TextField {...line} name="host" label="Host" initial={source?.host ?? ""} />
        <TextField
          {...line}
          key={kind}
          name="port"
          label="Port"
          initial={String(isSame ? source.port : PORTS[kind])}
        />
      </div>
      <TextField
        {...line}
        name="database"
        label={kind === "mysql" ? "Database (optional)" : "Database"}
        initial={source?.database ?? ""}
      />
      {kind === "mysql" && (
        <TextField
          {...line}
          name="userHost"
          label="Host of the accounts"
          initial={source?.kind === "mysql" ? source.userHost : "%"}
          hint="The part after the @ of the users’ accounts."
        />
      )}
      <SelectField
        {...{ state, name: "credential", label: "Admin", initial: entry?.credential ?? "" }}
        options={nameOptions(names, typedOr(state, "credential", entry?.credential ?? ""))}
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
        <TextField
          {...line}
          name="ttlSecondsDefault"
          label="Default (seconds)"
          initial={String(source?.ttlSecondsDefault ?? 900)}
        />
        <TextField
          {...line}
          name="ttlSecondsMax"
          label="Maximum (seconds)"
          initial={String(source?.ttlSecondsMax ?? 86_400)}
          hint="From when it is made, renewals and all."
        />
      </div>
      <TextField
        {...line}
        name="leasesMax"
        label="Leases at once at most"
        initial={String(source?.leasesMax ?? 200)}
      />
      <SelectField
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
