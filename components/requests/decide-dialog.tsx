"use client";

import type { ReactNode } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { REMARK_LENGTH_MAX, requestPath } from "@/lib/requests/model";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";

interface DecideDialogProps<R> {
  readonly request: string;
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  /** What the text is: a comment, or a reason. */
  readonly label: string;
  readonly button: string;
  readonly tone?: ButtonTone;
  readonly action: (state: FormState<R>, form: FormData) => Promise<FormState<R>>;
  readonly doneText: (data: R) => string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

/** Decides a request, with something to say to it. */
export function DecideDialog<R>(props: DecideDialogProps<R>) {
  const {
    request,
    title,
    children,
    label,
    button,
    tone = "primary",
    action,
    doneText,
    onClose,
    onDone,
  } = props;
  const { state, formProps } = useFormAction(action);
  useDone(state, (data) => onDone(doneText(data)));
  const closeHref = requestPath(request);
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
      fields={["text"]}
      submit={<SubmitButton tone={tone}>{button}</SubmitButton>}
    >
      <input type="hidden" name="request" value={request} />
      <p className="break-words">{children}</p>
      <Field label={label} hint="Never a value." errors={errorsOf(state, "text")}>
        {(control) => (
          <TextArea
            {...control}
            name="text"
            rows={3}
            maxLength={REMARK_LENGTH_MAX}
            defaultValue={typedOr(state, "text", "")}
            autoFocus
          />
        )}
      </Field>
    </FormDialog>
  );
}
