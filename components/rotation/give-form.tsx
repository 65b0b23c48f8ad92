"use client";

import { useState } from "react";
import { setExactValue } from "@/components/secrets/exact-value";
import { lazily } from "@/components/ui/lazily";
import { SecondClick } from "@/components/ui/second-click";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { startRotationAction } from "@/lib/rotation/actions";
import { errorsOf } from "@/lib/web/form-state";
import { graceWords } from "./policy-words";
import { SecretFields } from "./secret-fields";
import type { StartFormsProps } from "./start-form";

const ValueField = lazily(() => import("@/components/secrets/value-field").then((m) => m.ValueField));

/** Takes the new value of a secret that people rotate by hand. */
export function GiveForm({ scope, secretId, graceSeconds }: StartFormsProps) {
  const [value, setValue] = useState("");
  const { state, formProps } = useFormAction(startRotationAction, (form) => setExactValue(form, value));
  useDone(state, () => setValue(""));
  return (
    <SecondClick state={state} formProps={formProps} button="Rotate now" tone="primary">
      <SecretFields scope={scope} secretId={secretId} />
      <input type="hidden" name="trigger" value="person" />
      <p className="max-w-140">
        Get a new value where it is issued, and give it here. It becomes current, and the old one stays good
        for {graceWords(graceSeconds)}; then you are asked to revoke it there.
      </p>
      <ValueField
        label="New value"
        value={value}
        onChange={setValue}
        errors={errorsOf(state, "value")}
        environment={scope.environment}
      />
    </SecondClick>
  );
}
