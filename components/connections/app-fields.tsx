"use client";

import { useState } from "react";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { nameOptions } from "@/components/ui/name-options";
import { Select } from "@/components/ui/select";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import {
  type ConnectionMeta,
  PROVIDER_KINDS,
  PROVIDER_NAMES,
  type ProviderKind,
} from "@/lib/connections/model";
import { addressOf, PRESETS } from "@/lib/connections/presets";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";

interface AppFieldsProps {
  readonly state: FormState<unknown>;
  /** The app so far; null for a new one. */
  readonly entry: ConnectionMeta | null;
  /** Names of secrets that can be its client secret. */
  readonly names: readonly string[];
}

const KIND_OPTIONS = PROVIDER_KINDS.map((value) => ({ value, label: PROVIDER_NAMES[value] }));
const GRANT_OPTIONS = [
  { value: "code", label: "A person is asked at the provider (authorization code)" },
  { value: "clientCredentials", label: "As the app itself (client credentials)" },
];
const OWNER_OPTIONS = [
  { value: "project", label: "The project’s: it stays when whoever connected it leaves" },
  { value: "person", label: "The person’s who connects it: it ends with them" },
];
const CARRIER_OPTIONS = [
  { value: "header", label: "In a header (client_secret_basic)" },
  { value: "body", label: "In the body (client_secret_post)" },
];

/** The fields of the form that says with which provider an app is registered. Without JavaScript those of all providers are there. */
export function AppFields({ state, entry, names }: AppFieldsProps) {
  const isHydrated = useIsHydrated();
  const [kind, setKind] = useState<ProviderKind>(() =>
    kindOf(typedOr(state, "kind", entry?.kind ?? "github")),
  );
  const provider = entry?.provider;
  const isShown = (...kinds: readonly ProviderKind[]) => !isHydrated || kinds.includes(kind);
  const line = { state };
  return (
    <>
      <Field label="Provider" errors={errorsOf(state, "kind")}>
        {(control) => (
          <Select
            {...control}
            name="kind"
            options={KIND_OPTIONS}
            value={kind}
            onChange={(event) => setKind(kindOf(event.target.value))}
          />
        )}
      </Field>
      {isShown("github", "gitlab", "microsoft") && (
        <TextField
          {...line}
          key={`address of ${kind}`}
          name="address"
          label="Address (optional)"
          initial={entry?.kind === kind ? addressOf(entry.kind, entry.provider) : ""}
          hint={kind in PRESETS ? ADDRESS_HINTS[kind] : undefined}
        />
      )}
      {isShown("discovery", "custom") && (
        <TextField
          {...line}
          name="issuer"
          label={kind === "custom" ? "Issuer (optional)" : "Issuer"}
          initial={provider?.issuer ?? ""}
          hint={
            kind === "custom"
              ? "What the provider calls itself in its answers, if it does."
              : "As it is spelled in the provider’s /.well-known/openid-configuration."
          }
        />
      )}
      {isShown("custom") && (
        <>
          <TextField
            {...line}
            name="authorizationEndpoint"
            label="Authorization endpoint"
            initial={provider?.authorizationEndpoint ?? ""}
          />
          <TextField
            {...line}
            name="tokenEndpoint"
            label="Token endpoint"
            initial={provider?.tokenEndpoint ?? ""}
          />
          <TextField
            {...line}
            name="revocationEndpoint"
            label="Revocation endpoint (optional)"
            initial={provider?.revocation?.endpoint ?? ""}
            hint="Where Disconnect has the tokens taken back (RFC 7009)."
          />
          <SelectField
            {...{ state, name: "secretGoesIn", label: "Client secret goes", options: CARRIER_OPTIONS }}
            initial={provider?.secretGoesIn ?? "header"}
          />
        </>
      )}
      <TextField {...line} name="clientId" label="Client ID" initial={entry?.clientId ?? ""} />
      <SelectField
        {...{ state, name: "credential", label: "Client secret", initial: entry?.credential ?? "" }}
        options={nameOptions(names, typedOr(state, "credential", entry?.credential ?? ""))}
        hint="The secret of this environment that holds it."
      />
      <Field label="Scopes" errors={errorsOf(state, "scopes")} hint="What is asked for, with blanks between.">
        {(control) => (
          <TextArea
            {...control}
            name="scopes"
            mono
            rows={2}
            defaultValue={typedOr(state, "scopes", entry?.scopes.join(" ") ?? "")}
          />
        )}
      </Field>
      <SelectField
        {...{ state, name: "grant", label: "Connected", options: GRANT_OPTIONS }}
        initial={entry?.grant ?? "code"}
      />
      <SelectField
        {...{ state, name: "owner", label: "Whose it is", options: OWNER_OPTIONS }}
        initial={entry?.owner ?? "project"}
      />
    </>
  );
}

const ADDRESS_HINTS: Partial<Record<ProviderKind, string>> = {
  github: "Of your own GitHub Enterprise Server, as https://github.example.com; else github.com.",
  gitlab: "Of your own GitLab, as https://gitlab.example.com; else gitlab.com.",
  microsoft: "With your tenant, as https://login.microsoftonline.com/TENANT; else common.",
};

function kindOf(text: string): ProviderKind {
  return PROVIDER_KINDS.find((one) => one === text) ?? "github";
}
