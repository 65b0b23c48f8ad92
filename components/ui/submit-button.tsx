"use client";

import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonSize, ButtonTone } from "./button-style";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
  /** Says no for a reason of the form's own; the reason must be readable elsewhere. */
  readonly disabled?: boolean;
  readonly name?: string;
  readonly value?: string;
  readonly className?: string;
}

/**
 * Sends its form. While the answer is on its way it turns, ignores further clicks and keeps its width, its name and
 * the focus (it is not `disabled`, which would drop the focus).
 */
export function SubmitButton({ children, tone = "primary", disabled = false, ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      tone={tone}
      disabled={disabled}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => pending && event.preventDefault()}
    >
      <span className="relative inline-flex items-center gap-2">
        <span className={pending ? "opacity-0" : "contents"}>{children}</span>
        {pending && <LoaderCircle aria-hidden className="spin absolute inset-0 m-auto size-4" />}
      </span>
    </Button>
  );
}
