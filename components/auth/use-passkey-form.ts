"use client";

import { type SubmitEvent, useRef, useState } from "react";
import { type HeldSubmission, holdSubmission } from "@/components/ui/confirm-store";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Ceremony } from "@/lib/auth/passkeys/model";
import type { FormState } from "@/lib/web/form-state";
import { holdCeremony } from "./passkey-ceremony";

type FormAction<R> = (state: FormState<R>, form: FormData) => Promise<FormState<R>>;

interface Problem {
  readonly message: string;
}

/**
 * Binds a form to an action that takes a passkey's answer as the field `answer`: submitting it asks the browser first and
 * sends the form with what came of it. Without JavaScript the action says that it needs some.
 */
export function usePasskeyForm<R>(action: FormAction<R>, ceremony: Ceremony) {
  const answer = useRef<string | null>(null);
  const { state, formProps, isSentAgain } = useFormAction(action, (form) =>
    form.set("answer", answer.current ?? ""),
  );
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const ask = async (form: HTMLFormElement) => {
    setAsking(true);
    setProblem(null);
    const outcome = await holdCeremony(ceremony);
    setAsking(false);
    if (!form.isConnected) return;
    if (outcome.kind === "failed") {
      if (outcome.code === "confirmationNeeded") return holdSubmission(heldBy(form));
      return setProblem({ message: outcome.message });
    }
    answer.current = outcome.json;
    form.requestSubmit();
    answer.current = null;
  };
  const heldBy = (form: HTMLFormElement): HeldSubmission => ({
    needs: "confirmation",
    retry: () => void (form.isConnected && ask(form)),
    giveUp: () => setProblem({ message: "Not changed: identity check was cancelled." }),
  });
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    if (answer.current !== null || isSentAgain()) return formProps.onSubmit(event);
    event.preventDefault();
    if (!isAsking) void ask(event.currentTarget);
  };

  const failed = state.status === "failed" ? state : null;
  // The answer is no field that a person sees, so what is wrong with it is said of the whole form.
  const refusal = failed && (failed.fields.answer?.[0] ?? failed.message);
  return {
    state,
    isAsking,
    formProps: { ...formProps, onSubmit },
    /** For `FormError`: what went wrong with the passkey, before or after it was sent. */
    error: isAsking
      ? NONE
      : problem
        ? { message: problem.message, attempt: problem }
        : { message: refusal, attempt: state },
  };
}

const NONE = { message: null, attempt: null };
