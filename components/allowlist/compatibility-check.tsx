"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { useFormAction } from "@/components/ui/use-form-action";
import { checkCompatibilityAction } from "@/lib/allowlist/actions";
import { isAsChecked } from "@/lib/allowlist/form/as-checked";
import { endpointOf, inForm } from "@/lib/allowlist/form/endpoint";
import type { EndpointValues } from "@/lib/allowlist/form/values";
import type { CompatibilityCheck } from "@/lib/allowlist/preview/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { FieldErrors } from "@/lib/platform/app-error";
import type { FormState } from "@/lib/web/form-state";

/** How the last check went, as far as it still holds: what was changed since is not told of any more. */
interface Checked {
  readonly checks: readonly CompatibilityCheck[];
  readonly isWhole: boolean;
  /** What the form held. */
  readonly values: EndpointValues;
}

interface CompatibilityChecking {
  /** Asks for the check and tells how it ended. Shows nothing of the secrets. */
  readonly part: ReactNode;
  /** To be rendered outside of the endpoint's form: forms do not stand in one another, their buttons do. */
  readonly ownForm: ReactNode;
  /** What does not fit, by the paths of the form. */
  readonly incompatibilities: FieldErrors;
}

/** Checks whether the chosen secrets fit what they are chosen for. */
export function useCompatibilityCheck(
  form: UseFormReturn<EndpointValues>,
  scope: EnvironmentRef,
): CompatibilityChecking {
  const id = useId();
  const asked = useRef<EndpointValues | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const { state, formProps } = useFormAction(checkCompatibilityAction, (sent) => {
    asked.current = structuredClone(form.getValues());
    sent.set("endpoint", JSON.stringify({ ...scope, ...endpointOf(asked.current) }));
  });
  useEffect(() => {
    const values = asked.current;
    if (state.status !== "done" || !values) return;
    const checks = state.data.map((check) => ({ ...check, path: pathInForm(check.path, values) }));
    setChecked({ checks, values, isWhole: true });
  }, [state]);
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => setChecked((before) => before && stillHolding(before, values)),
      }),
    [form],
  );
  const incompatibilities = (checked?.checks ?? []).flatMap(({ path, issue }) =>
    issue ? [[path, [issue]]] : [],
  );
  return {
    part: <CompatibilityCheckPart id={id} state={state} checked={checked} />,
    ownForm: <form {...formProps} id={id} hidden />,
    incompatibilities: Object.fromEntries(incompatibilities),
  };
}

function pathInForm(path: string, values: EndpointValues): string {
  return Object.keys(inForm({ [path]: [] }, values))[0] ?? path;
}

function stillHolding(checked: Checked, now: EndpointValues): Checked {
  const checks = checked.checks.filter(({ path }) => isAsChecked(path, checked.values, now));
  return checks.length < checked.checks.length ? { ...checked, checks, isWhole: false } : checked;
}

interface FitCheckPartProps {
  /** Of the form that asks for the check. */
  readonly id: string;
  readonly state: FormState<readonly CompatibilityCheck[]>;
  readonly checked: Checked | null;
}

function CompatibilityCheckPart({ id, state, checked }: FitCheckPartProps) {
  return (
    <section aria-label="Fit of the secrets" className="flex flex-col gap-3">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state}>
        {state.status === "failed" && [...new Set(Object.values(state.fields).flat())].slice(0, 3).join(" ")}
      </FormError>
      {state.status === "done" && checked && <Outcome {...checked} />}
      <div>
        <Button type="submit" form={id}>
          Check secret formats
        </Button>
      </div>
    </section>
  );
}

function Outcome({ checks, isWhole }: Checked) {
  const unfit = [...new Set(checks.flatMap(({ issue }) => issue ?? []))];
  // Nothing is said of what was chosen since.
  if (unfit.length === 0 && !isWhole) return null;
  if (checks.length === 0) return <Alert role="status" title="No secret is chosen yet" />;
  if (unfit.length === 0) {
    const title = checks.length === 1 ? "Format valid" : "All formats valid";
    return <Alert tone="success" role="status" title={title} />;
  }
  const title = unfit.length === 1 ? "A secret does not fit" : "Some secrets do not fit";
  return (
    <Alert tone="danger" role="alert" title={title}>
      <ul>
        {unfit.map((issue) => (
          <li key={issue}>{issue}</li>
        ))}
      </ul>
    </Alert>
  );
}
