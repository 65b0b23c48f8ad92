"use client";

import { unstable_rethrow } from "next/navigation";
import { type SubmitEvent, startTransition, useActionState, useState } from "react";
import { type FailedState, type FormState, idle } from "@/lib/web/form-state";

type FormAction<R> = (state: FormState<R>, form: FormData) => Promise<FormState<R>>;

interface FormActionProps<R> {
  readonly state: FormState<R>;
  /** Spread onto the `<form>`. */
  readonly formProps: {
    readonly action: (form: FormData) => void;
    readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
}

const UNREACHABLE: FailedState = {
  status: "failed",
  code: "unavailable",
  message: "The server could not be reached, or was updated meanwhile. Nothing was saved.",
  fields: {},
  typed: {},
  facts: {},
};

/**
 * Binds a form to its server action. Before hydration the browser posts the form itself; after it, the action is called
 * with what `prepare` made of the form, nothing typed is reset, and a lost connection is an answer like any other.
 */
export function useFormAction<R>(
  action: FormAction<R>,
  prepare: (form: FormData) => void = () => {},
): FormActionProps<R> {
  const [posted, post] = useActionState(action, idle);
  const [answered, setAnswered] = useState<FormState<R> | null>(null);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    prepare(form);
    startTransition(async () => {
      const answer = await answerOf(action, form);
      startTransition(() => setAnswered(answer));
    });
  };
  return { state: answered ?? posted, formProps: { action: post, onSubmit } };
}

async function answerOf<R>(action: FormAction<R>, form: FormData): Promise<FormState<R>> {
  try {
    return await action(idle, form);
  } catch (error) {
    unstable_rethrow(error);
    return { ...UNREACHABLE };
  }
}
