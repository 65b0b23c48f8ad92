"use client";

import type { ComponentProps, ReactNode, RefObject } from "react";
import { type FormState, failureOf } from "@/lib/web/form-state";
import { Dialog } from "./dialog";
import { DialogCancel } from "./dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "./dialog-parts";
import { FormError } from "./form-error";
import type { useFormAction } from "./use-form-action";

interface FormDialogProps extends ComponentProps<typeof Dialog> {
  readonly state: FormState<unknown>;
  readonly formProps: ReturnType<typeof useFormAction>["formProps"];
  readonly formRef?: RefObject<HTMLFormElement | null>;
  /** Fields that show their own errors. While one of them does, the dialog shows no message of its own. */
  readonly fields?: readonly string[];
  /** Where one sees whether it was done, after an answer that was lost; the page without the dialog unless told. */
  readonly checkHref?: string;
  /** Replaces the message of why the form failed. */
  readonly error?: ReactNode;
  /** The buttons that submit. */
  readonly submit: ReactNode;
  readonly cancel?: string;
}

/** A dialog around one form: why it failed, its fields, and the buttons, always in view. */
export function FormDialog(props: FormDialogProps) {
  const {
    state,
    formProps,
    formRef,
    fields = [],
    error,
    checkHref = props.closeHref,
    submit,
    cancel = "Cancel",
    children,
    ...dialog
  } = props;
  return (
    <Dialog {...dialog}>
      <form {...formProps} ref={formRef} className={dialogFormStyle} autoComplete="off" noValidate>
        <DialogBody className="flex flex-col gap-4">
          {error ?? <FormError message={failureOf(state, ...fields)} attempt={state} checkHref={checkHref} />}
          {children}
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={dialog.closeHref}>{cancel}</DialogCancel>
          {submit}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
