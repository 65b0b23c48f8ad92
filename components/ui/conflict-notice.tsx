import type { ReactNode } from "react";
import { ChangeLines, type LabelledChange } from "./change-lines";
import { FormError } from "./form-error";

interface ConflictNoticeProps {
  /** Who changed what, as a sentence. */
  readonly message: string;
  readonly changes: readonly LabelledChange[];
  /** As for `FormError`. */
  readonly attempt: unknown;
  readonly children?: ReactNode;
}

/** What somebody else changed while this was being edited, and that nothing typed is lost. */
export function ConflictNotice({ message, changes, attempt, children }: ConflictNoticeProps) {
  return (
    <FormError message={message} attempt={attempt}>
      <ChangeLines changes={changes} />
      {children}
      <p className="mt-1">What you typed is kept below. Save again to overwrite their change.</p>
    </FormError>
  );
}
