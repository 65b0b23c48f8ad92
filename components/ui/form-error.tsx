"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "./alert";
import { ConfirmLink } from "./confirm-link";

interface FormErrorProps {
  /** What went wrong and what to do, or null while nothing has. */
  readonly message: string | null;
  /** Changes with every attempt (the form state itself will do), so that the same error is announced again. */
  readonly attempt: unknown;
  /** Where one sees whether it was done all the same, after an answer that was lost; empty is this page. */
  readonly checkHref?: string | undefined;
  readonly children?: ReactNode;
}

/** Why the form as a whole failed. Takes the focus when it appears, so it is read out and in view. */
export function FormError({ message, attempt, checkHref, children }: FormErrorProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to take the focus again
  useEffect(() => {
    if (message) box.current?.focus();
  }, [message, attempt]);
  if (!message) return null;
  const code = codeOf(attempt);
  const asks = code === "confirmationNeeded";
  return (
    <div ref={box} tabIndex={-1}>
      <Alert tone={asks ? "info" : "danger"} role="alert" title={message}>
        {asks ? <ConfirmLink /> : children}
        {code === "outcomeUnknown" && checkHref !== undefined && <CheckLink href={checkHref} />}
      </Alert>
    </div>
  );
}

/** In a tab of its own, so that the form keeps what was typed. */
function CheckLink({ href }: { readonly href: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="font-medium underline">
      Check<span className="sr-only"> in a new tab</span>
    </a>
  );
}

/** Why the attempt failed, when it is the state of a form. */
function codeOf(attempt: unknown): unknown {
  return typeof attempt === "object" && attempt !== null && "code" in attempt ? attempt.code : undefined;
}
