"use client";

import type { ReactNode } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { PEOPLE_PATH } from "@/lib/people/model";
import type { FormState } from "@/lib/web/form-state";

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
  useDone(state, () => onDone(done));
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  return (
    <FormDialog
      title={title}
      shape="narrow"
      onClose={onClose}
      closeHref={PEOPLE_PATH}
      state={state}
      formProps={formProps}
      submit={<SubmitButton tone={tone}>{button}</SubmitButton>}
    >
      <input type="hidden" name={field.name} value={field.value} />
      <div className="flex flex-col gap-2 break-words">{children}</div>
    </FormDialog>
  );
}
