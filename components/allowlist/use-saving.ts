"use client";

import { useEffect, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useFormAction } from "@/components/ui/use-form-action";
import { createEndpointAction, editEndpointAction } from "@/lib/allowlist/actions";
import type { NamedSecret } from "@/lib/allowlist/configuration/model";
import { endpointOf, inForm } from "@/lib/allowlist/form/endpoint";
import { type EndpointValues, rebase, valuesOf } from "@/lib/allowlist/form/values";
import type { EndpointFormData } from "@/lib/allowlist/loaders";
import type { Endpoint } from "@/lib/allowlist/model";
import type { FieldErrors } from "@/lib/platform/app-error";
import type { FormState } from "@/lib/web/form-state";

interface Saving {
  readonly state: FormState<unknown>;
  readonly formProps: ReturnType<typeof useFormAction>["formProps"];
  /** By the paths of the form. */
  readonly issues: FieldErrors;
  /** Somebody else's change, which the form was put on top of. */
  readonly conflict: { readonly opened: EndpointValues; readonly current: EndpointValues } | null;
}

interface Answer extends Pick<Saving, "issues" | "conflict"> {
  readonly to: FormState<unknown>;
}

/** Sends the endpoint that the form says. Somebody else's change in the meantime loses nothing. */
export function useSaving(
  form: UseFormReturn<EndpointValues>,
  { scope, endpoint }: EndpointFormData,
): Saving {
  // What is changed, as it was when it was last seen.
  const base = useRef(endpoint);
  const { state, formProps } = useFormAction(endpoint ? editEndpointAction : createEndpointAction, (sent) => {
    for (const name of [...sent.keys()]) sent.delete(name);
    const seen = base.current && { endpointId: base.current.id, revision: base.current.revision };
    sent.set("endpoint", JSON.stringify({ ...scope, ...endpointOf(form.getValues()), ...seen }));
  });
  const [answer, setAnswer] = useState<Answer>({ to: state, issues: {}, conflict: null });
  useEffect(() => {
    if (state.status !== "failed") return;
    const { current } = state.facts;
    const opened = base.current;
    if (!opened || !isEndpoint(current)) {
      return setAnswer({ to: state, issues: inForm(state.fields, form.getValues()), conflict: null });
    }
    base.current = current;
    const conflict = { opened: valuesOf(opened), current: valuesOf(current) };
    form.reset(rebase(form.getValues(), conflict.opened, conflict.current), { keepDefaultValues: true });
    setAnswer({ to: state, issues: {}, conflict });
  }, [state, form]);
  return { ...answer, state: answer.to, formProps };
}

function isEndpoint(input: unknown): input is Endpoint<NamedSecret> {
  return typeof input === "object" && input !== null && "configuration" in input && "revision" in input;
}
