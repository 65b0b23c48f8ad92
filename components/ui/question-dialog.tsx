"use client";

import type { ReactNode } from "react";
import type { FormState } from "@/lib/web/form-state";
import type { ButtonTone } from "./button-style";
import { DoneDialog } from "./done-dialog";
import { FormDialog } from "./form-dialog";
import { SubmitButton } from "./submit-button";
import { useDone } from "./use-done";
import { useFormAction } from "./use-form-action";

export interface QuestionDialogProps<R> {
  readonly title: string;
  /** What will happen; fields to fill in by what became of them. */
  readonly children: ReactNode | ((state: FormState<R>) => ReactNode);
  /** Fields to fill in, which show their own errors. */
  readonly typed?: readonly string[];
  /** What has happened. */
  readonly done: string | ((data: R) => string);
  readonly button: string;
  readonly tone?: ButtonTone;
  readonly action: (state: FormState<R>, form: FormData) => Promise<FormState<R>>;
  /** Whom or what it is about. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where it leads without JavaScript. */
  readonly closeHref: string;
  readonly onClose: () => void;
  /** Told when it is done, with a sentence that says so. */
  readonly onDone: (done: string) => void;
}

/** Asks once before something is done. */
export function QuestionDialog<R>(props: QuestionDialogProps<R>) {
  const {
    title,
    children,
    typed = [],
    done,
    button,
    tone = "primary",
    action,
    fields,
    closeHref,
    onClose,
    onDone,
  } = props;
  const { state, formProps } = useFormAction(action);
  const doneText = (data: R) => (typeof done === "string" ? done : done(data));
  useDone(state, (data) => onDone(doneText(data)));
  if (state.status === "done")
    return <DoneDialog title={doneText(state.data)} href={closeHref} onClose={onClose} />;
  return (
    <FormDialog
      title={title}
      shape="narrow"
      onClose={onClose}
      closeHref={closeHref}
      state={state}
      formProps={formProps}
      fields={typed}
      submit={<SubmitButton tone={tone}>{button}</SubmitButton>}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex flex-col gap-2 break-words">
        {typeof children === "function" ? children(state) : children}
      </div>
    </FormDialog>
  );
}
