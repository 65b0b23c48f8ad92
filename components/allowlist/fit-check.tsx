"use client";

import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { PlaceFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FormError } from "@/components/ui/form-error";
import { useFormAction } from "@/components/ui/use-form-action";
import { checkFitAction } from "@/lib/allowlist/actions";
import type { Draft } from "@/lib/allowlist/form/model";
import type { FitCheck } from "@/lib/allowlist/preview/model";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import type { Checked, useFit } from "./use-typed-draft";

interface FitCheckProps {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly typed: () => Draft;
  readonly place: EnvironmentTarget;
  readonly fit: Pick<ReturnType<typeof useFit>, "checked" | "onChecked">;
}

/** The check, and the id of the form that asks for it: forms do not stand in one another, their buttons do. */
interface FitChecking {
  readonly id: string;
  readonly state: ReturnType<typeof useFormAction<readonly FitCheck[]>>["state"];
  readonly checked: Checked | null;
  /** To be rendered outside of the endpoint's form. */
  readonly ownForm: ReactNode;
}

/** Checks whether the chosen secrets fit what they are chosen for, and tells it at their fields. */
export function useFitCheck({ form, typed, place, fit }: FitCheckProps): FitChecking {
  const id = useId();
  const asked = useRef<Draft | null>(null);
  const { checked, onChecked } = fit;
  const tell = useRef(onChecked);
  useEffect(() => {
    tell.current = onChecked;
  });
  const { state, formProps } = useFormAction(checkFitAction, (fields) => {
    for (const name of [...fields.keys()]) fields.delete(name);
    asked.current = typed();
    for (const [name, value] of form.current ? new FormData(form.current) : []) fields.append(name, value);
  });
  useEffect(() => {
    if (state.status === "done" && asked.current) tell.current(asked.current, state.data);
  }, [state]);
  const ownForm = (
    <form {...formProps} id={id} hidden>
      <PlaceFields {...place} />
    </form>
  );
  return { id, state, checked, ownForm };
}

/** Asks for the check and tells how it ended. Shows nothing of the secrets. */
export function FitCheckPart({ id, state, checked }: Omit<FitChecking, "ownForm">) {
  const isHydrated = useIsHydrated();
  if (!isHydrated) return null;
  return (
    <section aria-label="Fit of the secrets" className="flex flex-col gap-3">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state}>
        {state.status === "failed" && <FirstMistakes fields={state.fields} />}
      </FormError>
      {state.status === "done" && checked && <Outcome {...checked} />}
      <div>
        <Button type="submit" form={id}>
          Check that the secrets fit
        </Button>
      </div>
    </section>
  );
}

function FirstMistakes({ fields }: { readonly fields: Readonly<Record<string, readonly string[]>> }) {
  return [...new Set(Object.values(fields).flat())].slice(0, 3).join(" ");
}

function Outcome({ checks, isWhole }: Checked) {
  const unfit = checks.flatMap(({ mistake }) => mistake ?? []);
  // Nothing is said of what was chosen since.
  if (unfit.length === 0 && !isWhole) return null;
  if (checks.length === 0) return <Alert role="status" title="No secret is chosen yet" />;
  if (unfit.length === 0) {
    return (
      <Alert
        tone="success"
        role="status"
        title={checks.length === 1 ? "The secret fits" : "All secrets fit"}
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
