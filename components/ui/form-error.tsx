"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "./alert";

interface FormErrorProps {
  /** What went wrong and what to do, or null while nothing has. */
  readonly message: string | null;
  /** Changes with every attempt (the form state itself will do), so that the same mistake is announced again. */
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
  return (
    <div ref={box} tabIndex={-1}>
      <Alert tone="danger" role="alert" title={message}>
        {children}
      </Alert>
    </div>
  );
}
