"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { nameOptions } from "@/components/ui/name-options";
import { Select } from "@/components/ui/select";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import type { ManagerMeta } from "@/lib/managers/model";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { KINDS } from "./manager-labels";

interface ManagerFieldsProps {
  readonly state: FormState<unknown>;
  /** The manager so far; null for a new one. */
  readonly manager: ManagerMeta | null;
  /** Names of secrets that it can be signed in to with. */
  readonly names: readonly string[];
}

const PAIR = "grid gap-4 sm:grid-cols-2";
const KIND_OPTIONS = Object.entries(KINDS).map(([value, label]) => ({ value, label }));
const KV_OPTIONS = [
  { value: "detect", label: "Ask Vault" },
  { value: "2", label: "Version 2" },
  { value: "1", label: "Version 1" },
] as const;
const METHOD_OPTIONS = [
  { value: "token", label: "Token" },
  { value: "appRole", label: "AppRole" },
] as const;

/** The fields of the form that says where an external manager is, and what to sign in with. */
export function ManagerFields({ state, manager, names }: ManagerFieldsProps) {
  const config = manager?.config;
  const [kind, setKind] = useState<"vault" | "aws">(() =>
    typedOr(state, "kind", config?.kind ?? "vault") === "aws" ? "aws" : "vault",
  );
  const line = { state };
  return (
    <>
      {config ? (
        <input type="hidden" name="kind" value={config.kind} />
      ) : (
        <Field label="Manager" errors={errorsOf(state, "kind")}>
          {(control) => (
            <Select
              {...control}
              name="kind"
              options={KIND_OPTIONS}
              value={kind}
              onChange={(event) => setKind(event.target.value === "aws" ? "aws" : "vault")}
            />
          )}
        </Field>
      )}
      {kind === "vault" ? (
        <VaultFields {...line} manager={manager} />
      ) : (
        <AwsFields {...line} manager={manager} />
      )}
      <SelectField
        {...{ state, name: "credential", label: "Credential", initial: manager?.credential ?? "" }}
        options={nameOptions(names, typedOr(state, "credential", manager?.credential ?? ""))}
        hint={
          kind === "vault"
            ? "The secret with the token, or with the secret id of the AppRole."
            : "The secret with the access key, as JSON with accessKeyId and secretAccessKey."
        }
      />
      <div className={PAIR}>
        <TextField
          {...line}
          name="cacheSeconds"
          label="Read again after (seconds)"
          initial={String(config?.cacheSeconds ?? 60)}
        />
        <TextField
          {...line}
          name="staleSeconds"
          label="Last without it for (seconds)"
          initial={String(config?.staleSeconds ?? 3_600)}
          hint="While it cannot be reached."
        />
      </div>
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
            defaultValue={typedOr(state, "ca", config?.ca ?? "")}
          />
        )}
      </Field>
    </>
  );
}

interface KindFieldsProps {
  readonly state: FormState<unknown>;
  readonly manager: ManagerMeta | null;
}

function VaultFields({ state, manager }: KindFieldsProps) {
  const config = manager?.config.kind === "vault" ? manager.config : null;
  const auth = config?.auth ?? { method: "token" };
  const [method, setMethod] = useState<"token" | "appRole">(() =>
    typedOr(state, "method", auth.method) === "appRole" ? "appRole" : "token",
  );
  const appRole = "roleId" in auth ? auth : null;
  return (
    <>
      <TextField
        state={state}
        name="address"
        label="Address"
        initial={config?.address ?? ""}
        hint="As in https://vault.example.com:8200. A private host is for an Owner to allow in the settings."
      />
      <div className={PAIR}>
        <TextField state={state} name="mount" label="Mount" initial={config?.mount ?? "secret"} />
        <SelectField
          {...{ state, name: "kvVersion", label: "KV engine", initial: config?.kvVersion ?? "detect" }}
          options={KV_OPTIONS}
        />
      </div>
      <TextField
        state={state}
        name="namespace"
        label="Namespace (optional)"
        initial={config?.namespace ?? ""}
      />
      <Field label="Sign in with" errors={errorsOf(state, "method")}>
        {(control) => (
          <Select
            {...control}
            name="method"
            options={METHOD_OPTIONS}
            value={method}
            onChange={(event) => setMethod(event.target.value === "appRole" ? "appRole" : "token")}
          />
        )}
      </Field>
      {method === "appRole" && (
        <div className={PAIR}>
          <TextField state={state} name="roleId" label="Role id" initial={appRole?.roleId ?? ""} />
          <TextField
            state={state}
            name="authMount"
            label="Mount of AppRole"
            initial={appRole?.mount ?? "approle"}
          />
        </div>
      )}
    </>
  );
}

function AwsFields({ state, manager }: KindFieldsProps) {
  const config = manager?.config.kind === "aws" ? manager.config : null;
  return (
    <div className={PAIR}>
      <TextField
        state={state}
        name="region"
        label="Region"
        initial={config?.region ?? ""}
        hint="As in eu-central-1."
      />
      <TextField
        state={state}
        name="endpoint"
        label="Endpoint (optional)"
        initial={config?.endpoint ?? ""}
        hint="In place of the one of AWS."
      />
    </div>
  );
}
