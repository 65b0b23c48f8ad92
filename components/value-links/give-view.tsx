"use client";

import { useState } from "react";
import { AuthShell } from "@/components/auth/auth-shell";
import { setExactValue } from "@/components/secrets/exact-value";
import { ValueField } from "@/components/secrets/value-field";
import { FactList } from "@/components/ui/fact-list";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { giveValueAction } from "@/lib/value-links/actions";
import type { OpenLink } from "@/lib/value-links/model";
import { errorsOf, failureOf } from "@/lib/web/form-state";

interface GiveViewProps {
  readonly token: string;
  /** Null: it does not work, or the value was given just now. */
  readonly link: OpenLink | null;
}

/** Gives a value, once; works before and without JavaScript. The value is in this component's memory only. */
export function GiveView({ token, link }: GiveViewProps) {
  const [value, setValue] = useState("");
  const { state, formProps } = useFormAction(giveValueAction, (form) => setExactValue(form, value));
  if (state.status === "done")
    return (
      <AuthShell
        title="Thank you, the value was received"
        description="It is encrypted, and nobody can view it. The link is used up: you can close this page."
      />
    );
  if (!link)
    return (
      <AuthShell
        title="This link does not work"
        description="It was used or withdrawn, its time is over, or it is not complete. Ask whoever sent it for a new one."
      />
    );
  return (
    <AuthShell
      title="You are asked for a value"
      description="It is encrypted and kept in Strongroom, for programs alone. Nobody can view it again."
    >
      <LinkFacts link={link} />
      <form {...formProps} className="flex flex-col gap-4" autoComplete="off" noValidate>
        <FormError message={failureOf(state, "value")} attempt={state} />
        <input type="hidden" name="token" value={token} />
        <ValueField
          label="Value"
          value={value}
          onChange={setValue}
          errors={errorsOf(state, "value")}
          mayGenerate={false}
        />
        <div>
          <SubmitButton>Give the value</SubmitButton>
        </div>
      </form>
    </AuthShell>
  );
}

function LinkFacts({ link }: { readonly link: OpenLink }) {
  const { askedBy, organisation, recipient, name, description, expiresAt } = link;
  const text = (shown: string) =>
    shown !== "" && <span className="wrap-anywhere whitespace-pre-line">{shown}</span>;
  return (
    <FactList
      facts={[
        ["Asked by", text(askedBy)],
        ["Organisation", text(organisation)],
        ["For", text(recipient)],
        [
          "Secret",
          <span key="name" className="font-mono text-sm wrap-anywhere">
            {name}
          </span>,
        ],
        ["Description", text(description)],
        ["Until", <Time key="until" value={expiresAt} as="exact" />],
      ]}
    />
  );
}
