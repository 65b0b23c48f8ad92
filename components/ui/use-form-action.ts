"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { type SubmitEvent, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { type FailedState, type FormState, idle } from "@/lib/web/form-state";
import { dropSubmission, type HeldFor, type HeldSubmission, holdSubmission } from "./confirm-store";

type FormAction<R> = (state: FormState<R>, form: FormData) => Promise<FormState<R>>;

interface FormActionProps<R> {
  readonly state: FormState<R>;
  /** Spread onto the `<form>`. */
  readonly formProps: {
    readonly action: (form: FormData) => void;
    readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
  /** Whether the submission that is being handled is one that was confirmed, as it was then. */
  readonly isSentAgain: () => boolean;
}

/** A submission, and where it came from. */
interface Submission {
  readonly form: FormData;
  readonly element: HTMLFormElement;
  readonly submitter: HTMLElement | null;
}

const FAILED = { status: "failed", fields: {}, typed: {}, facts: {} } as const;

const NO_ANSWER: FailedState = {
  ...FAILED,
  code: "outcomeUnknown",
  message:
    "No answer from the server. Your change may or may not have been saved. Check before you try again.",
};

/** The page comes from another version than the server, which has no such action. */
const OUTDATED: FailedState = {
  ...FAILED,
  code: "conflict",
  message:
    "A new version was installed, and nothing was saved. Copy what you typed, reload the page and save again.",
};

/** What the form says when the person did not do what the submission waited for. */
const CANCELLED: Readonly<Record<HeldFor, FailedState>> = {
  confirmation: {
    ...FAILED,
    code: "confirmationNeeded",
    message: "Not changed: identity check was cancelled.",
  },
  signIn: {
    ...FAILED,
    code: "unauthenticated",
    message: "Not changed: your session expired. Sign in to continue.",
  },
};

/** What the person can do before the same submission is sent again; null for all other answers. */
function neededBy(answer: FormState<unknown>): HeldFor | null {
  if (answer.status !== "failed") return null;
  if (answer.facts.isSignedOut === true) return "signIn";
  return answer.code === "confirmationNeeded" ? "confirmation" : null;
}

/**
 * Binds a form to its server action. Before hydration the browser posts the form itself; after it, the action is called
 * with what `prepare` made of the form, nothing typed is reset, and a lost connection is an answer like any other. When
 * the person has to confirm first who they are or to sign in again, the dialog for that opens and the same submission is
 * sent once more.
 */
export function useFormAction<R>(
  action: FormAction<R>,
  prepare: (form: FormData) => void = () => {},
): FormActionProps<R> {
  const [posted, post] = useActionState(action, idle);
  const [answered, setAnswered] = useState<FormState<R> | null>(null);
  const held = useRef<HeldSubmission | null>(null);
  useEffect(() => () => void (held.current && dropSubmission(held.current)), []);
  const confirmed = useRef<Submission | null>(null);
  const send = (submission: Submission) =>
    startTransition(async () => {
      const answer = await answerOf(action, submission.form);
      const needs = neededBy(answer);
      if (needs) hold(submission, needs);
      else startTransition(() => setAnswered(answer));
    });
  const hold = (submission: Submission, needs: HeldFor) => {
    const retry = () => {
      confirmed.current = submission;
      submitAgain(submission);
      // A form that is not there any more submits nothing.
      if (confirmed.current) send(submission);
      confirmed.current = null;
    };
    held.current = { needs, retry, giveUp: () => setAnswered({ ...CANCELLED[needs] }) };
    holdSubmission(held.current);
  };
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    send(confirmed.current ?? submissionOf(event, prepare));
    confirmed.current = null;
  };
  return {
    state: answered ?? posted,
    formProps: { action: post, onSubmit },
    isSentAgain: () => confirmed.current !== null,
  };
}

function submissionOf(event: SubmitEvent<HTMLFormElement>, prepare: (form: FormData) => void): Submission {
  const { submitter } = event.nativeEvent;
  const form = new FormData(event.currentTarget, submitter);
  prepare(form);
  return { form, element: event.currentTarget, submitter };
}

/** Submits the form once more, so that its button shows that it is under way: React knows of nothing sent past a form. */
function submitAgain({ element, submitter }: Submission): void {
  const isThere = submitter !== null && element.contains(submitter);
  element.requestSubmit(isThere ? submitter : null);
}

async function answerOf<R>(action: FormAction<R>, form: FormData): Promise<FormState<R>> {
  try {
    return await action(idle, form);
  } catch (error) {
    unstable_rethrow(error);
    return unstable_isUnrecognizedActionError(error) ? { ...OUTDATED } : { ...NO_ANSWER };
  }
}
