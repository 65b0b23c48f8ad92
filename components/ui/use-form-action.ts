"use client";

import { unstable_rethrow } from "next/navigation";
import { type SubmitEvent, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { type FailedState, type FormState, idle } from "@/lib/web/form-state";
import { dropSubmission, type HeldSubmission, holdSubmission } from "./confirm-store";

type FormAction<R> = (state: FormState<R>, form: FormData) => Promise<FormState<R>>;

interface FormActionProps<R> {
  readonly state: FormState<R>;
  /** Spread onto the `<form>`. */
  readonly formProps: {
    readonly action: (form: FormData) => void;
    readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
}

const FAILED = { status: "failed", fields: {}, typed: {}, facts: {} } as const;

const UNREACHABLE: FailedState = {
  ...FAILED,
  code: "unavailable",
  message: "The server could not be reached, or was updated meanwhile. Nothing was saved.",
};

const NOT_CONFIRMED: FailedState = {
  ...FAILED,
  code: "confirmationNeeded",
  message: "Nothing was changed: it was not confirmed that it is you.",
};

/**
 * Binds a form to its server action. Before hydration the browser posts the form itself; after it, the action is called
 * with what `prepare` made of the form, nothing typed is reset, and a lost connection is an answer like any other. When
 * the person has to confirm first who they are, the dialog for that opens and the same submission is sent once more.
 */
export function useFormAction<R>(
  action: FormAction<R>,
  prepare: (form: FormData) => void = () => {},
): FormActionProps<R> {
  const [posted, post] = useActionState(action, idle);
  const [answered, setAnswered] = useState<FormState<R> | null>(null);
  const held = useRef<HeldSubmission | null>(null);
  useEffect(() => () => void (held.current && dropSubmission(held.current)), []);
  const send = (form: FormData) =>
    startTransition(async () => {
      const answer = await answerOf(action, form);
      if (answer.status === "failed" && answer.code === "confirmationNeeded") hold(form);
      else startTransition(() => setAnswered(answer));
    });
  const hold = (form: FormData) => {
    const giveUp = () => setAnswered({ ...NOT_CONFIRMED });
    held.current = { retry: () => send(form), giveUp };
    holdSubmission(held.current);
  };
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    prepare(form);
    send(form);
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
