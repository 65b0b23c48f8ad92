"use client";

import { type ReactNode, useEffect } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { FormState } from "@/lib/web/form-state";

export const PEOPLE_PATH = "/people";

export interface PersonDialogProps {
  readonly onClose: () => void;
  /** Told when it is done, with a sentence that says so. */
  readonly onDone: (done: string) => void;
}

interface QuestionDialogProps extends PersonDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  /** What has happened. */
  readonly done: string;
  readonly button: string;
  readonly tone?: ButtonTone;
  readonly action: (
    state: FormState<{ readonly email: string }>,
    form: FormData,
  ) => Promise<FormState<{ readonly email: string }>>;
  /** Whom or what it is about. */
  readonly field: { readonly name: string; readonly value: string };
}

/** Asks once before something is done to a person or an invitation. */
export function QuestionDialog(props: QuestionDialogProps) {
  const { title, children, done, button, tone = "primary", action, field, onClose, onDone } = props;
  const { state, formProps } = useFormAction(action);
  useEffect(() => {
    if (state.status === "done") onDone(done);
  }, [state, onDone, done]);
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  return (
    <Dialog title={title} shape="narrow" onClose={onClose} closeHref={PEOPLE_PATH}>
      <form {...formProps} className={dialogFormStyle}>
        <input type="hidden" name={field.name} value={field.value} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          <div className="flex flex-col gap-2 break-words">{children}</div>
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={PEOPLE_PATH} />
          <SubmitButton tone={tone}>{button}</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
