"use client";

import { type RefObject, useEffect, useId } from "react";
import { PlaceFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FormError } from "@/components/ui/form-error";
import { useFormAction } from "@/components/ui/use-form-action";
import { checkFitAction } from "@/lib/allowlist/actions";
import type { EnvironmentTarget } from "@/lib/authorization/grant";

interface FitCheckProps {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly place: EnvironmentTarget;
  readonly onChecked: (misfits: Readonly<Record<string, string>>) => void;
}

/** Checks whether the chosen secrets fit what they are chosen for, and tells it at their fields. Shows nothing of them. */
export function FitCheck({ form, place, onChecked }: FitCheckProps) {
  const id = useId();
  const isHydrated = useIsHydrated();
  const { state, formProps } = useFormAction(checkFitAction, (fields) => {
    for (const name of [...fields.keys()]) fields.delete(name);
    for (const [name, value] of form.current ? new FormData(form.current) : []) fields.append(name, value);
  });
  useEffect(() => {
    if (state.status !== "done") return;
    const unfit = state.data.flatMap(({ path, mistake }) =>
      mistake === null ? [] : [[`configuration.${path}`, mistake] as const],
    );
    onChecked(Object.fromEntries(unfit));
  }, [state, onChecked]);
  if (!isHydrated) return null;
  return (
    <form {...formProps} id={id} className="flex flex-col gap-3">
      <PlaceFields {...place} />
      <FormError message={state.status === "failed" ? state.message : null} attempt={state}>
        {state.status === "failed" && <FirstMistakes fields={state.fields} />}
      </FormError>
      {state.status === "done" && <Outcome mistakes={state.data.map(({ mistake }) => mistake)} />}
      <div>
        <Button type="submit">Check that the secrets fit</Button>
      </div>
    </form>
  );
}

function FirstMistakes({ fields }: { readonly fields: Readonly<Record<string, readonly string[]>> }) {
  return [...new Set(Object.values(fields).flat())].slice(0, 3).join(" ");
}

function Outcome({ mistakes }: { readonly mistakes: readonly (string | null)[] }) {
  const unfit = mistakes.filter((mistake) => mistake !== null);
  if (mistakes.length === 0) return <Alert role="status" title="No secret is chosen yet" />;
  if (unfit.length === 0) {
    return (
      <Alert
        tone="success"
        role="status"
        title={mistakes.length === 1 ? "The secret fits" : "All secrets fit"}
      />
    );
  }
  return (
    <Alert
      tone="danger"
      role="alert"
      title={unfit.length === 1 ? "A secret does not fit" : "Some secrets do not fit"}
    >
      <ul>
        {[...new Set(unfit)].map((mistake) => (
          <li key={mistake}>{mistake}</li>
        ))}
      </ul>
    </Alert>
  );
}
