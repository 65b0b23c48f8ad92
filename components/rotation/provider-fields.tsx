"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { Alternatives } from "./alternatives";
import { CustomProviderFields } from "./custom-provider-fields";
import { PRESET_OPTIONS } from "./kind-labels";
import { ChoiceField, CredentialField, configOf, type KindFieldsProps, LineField } from "./own-fields";

const REGIONS = [
  { value: "global", label: "Global" },
  { value: "eu", label: "EU" },
] as const;

/** Which provider, and what it has to be told. */
export function ProviderFields(props: KindFieldsProps) {
  const { state, rotation } = props;
  const config = configOf(rotation, "http");
  const [preset, setPreset] = useState(() => typedOr(state, "http.preset", config?.preset ?? "aws-iam"));
  const line = (field: string, label: string, initial: string, hint: string) => (
    <LineField {...{ state, kind: "http", field, label, initial, hint }} />
  );
  return (
    <>
      <Field label="Provider" errors={errorsOf(state, "rotator.preset")}>
        {(control) => (
          <Select
            {...control}
            name="http.preset"
            options={PRESET_OPTIONS}
            value={preset}
            onChange={(event) => setPreset(event.target.value)}
          />
        )}
      </Field>
      <Alternatives
        chosen={preset}
        parts={{
          "aws-iam": line(
            "userName",
            "User",
            config?.preset === "aws-iam" ? config.userName : "",
            "The user of IAM. It may have two keys, so one of them has to be free.",
          ),
          cloudflare: line(
            "accountId",
            "Account ID (optional)",
            config?.preset === "cloudflare" ? (config.accountId ?? "") : "",
            "For tokens of an account; leave it empty for those of a user.",
          ),
          sendgrid: (
            <ChoiceField
              {...{ state, kind: "http", field: "region", label: "Region", options: REGIONS }}
              initial={config?.preset === "sendgrid" ? config.region : "global"}
            />
          ),
          twilio: line(
            "accountSid",
            "Account SID",
            config?.preset === "twilio" ? config.accountSid : "",
            "AC and 32 hex digits.",
          ),
          custom: <CustomProviderFields {...props} />,
        }}
      />
      <CredentialField
        {...props}
        kind="http"
        label="Key that manages keys (optional)"
        none="The key itself"
        hint="A secret that may make and delete keys, where the key itself may not."
      />
    </>
  );
}
