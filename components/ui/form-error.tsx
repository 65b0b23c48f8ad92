"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "./alert";
import { ConfirmLink } from "./confirm-link";

interface FormErrorProps {
  /** What went wrong and what to do, or null while nothing has. */
  readonly message: string | null;
  /** Changes with every attempt (the form state itself will do), so that the same error is announced again. */
  readonly attempt: unknown;
  readonly children?: ReactNode;
}

/** Why the form as a whole failed. Takes the focus when it appears, so it is read out and in view. */
export function FormError({ message, attempt, children }: FormErrorProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to take the focus again
  useEffect(() => {
    if (message) box.current?.focus();
  }, [message, attempt]);
  if (!message) return null;
  const asks = asksToConfirm(attempt);
  return (
    <div ref={box} tabIndex={-1}>
      <Alert tone={asks ? "info" : "danger"} role="alert" title={message}>
        {asks ? <ConfirmLink /> : children}
      </Alert>
    </div>
  );
}

/** Whether the attempt failed only because the person has to prove again who they are. */
function asksToConfirm(attempt: unknown): boolean {
  return (
    typeof attempt === "object" &&
    attempt !== null &&
    "code" in attempt &&
    attempt.code === "confirmationNeeded"
  );
}
