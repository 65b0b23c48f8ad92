"use client";

import { type ReactNode, type RefObject, useEffect, useId } from "react";
import { PlaceFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FormError } from "@/components/ui/form-error";
import { useFormAction } from "@/components/ui/use-form-action";
import { checkFitAction } from "@/lib/allowlist/actions";
import type { FitCheck } from "@/lib/allowlist/preview/model";
import type { EnvironmentTarget } from "@/lib/authorization/grant";

interface FitCheckProps {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly place: EnvironmentTarget;
  readonly onChecked: (misfits: Readonly<Record<string, string>>) => void;
}

/** The check, and the id of the form that asks for it: forms do not stand in one another, their buttons do. */
interface FitChecking {
  readonly id: string;
  readonly state: ReturnType<typeof useFormAction<readonly Pick<FitCheck, "mistake">[]>>["state"];
  /** To be rendered outside of the endpoint's form. */
  readonly ownForm: ReactNode;
}

/** Checks whether the chosen secrets fit what they are chosen for, and tells it at their fields. */
export function useFitCheck({ form, place, onChecked }: FitCheckProps): FitChecking {
  const id = useId();
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
  const ownForm = (
    <form {...formProps} id={id} hidden>
      <PlaceFields {...place} />
    </form>
  );
  return { id, state, ownForm };
}

/** Asks for the check and tells how it ended. Shows nothing of the secrets. */
export function FitCheckPart({ id, state }: Pick<FitChecking, "id" | "state">) {
  const isHydrated = useIsHydrated();
  if (!isHydrated) return null;
  return (
    <section aria-label="Fit of the secrets" className="flex flex-col gap-3">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state}>
        {state.status === "failed" && <FirstMistakes fields={state.fields} />}
      </FormError>
      {state.status === "done" && <Outcome mistakes={state.data.map(({ mistake }) => mistake)} />}
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
