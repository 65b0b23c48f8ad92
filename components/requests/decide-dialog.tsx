"use client";

import { Field } from "@/components/ui/field";
import { QuestionDialog, type QuestionDialogProps } from "@/components/ui/question-dialog";
import { TextArea } from "@/components/ui/text-area";
import { REMARK_LENGTH_MAX, requestPath } from "@/lib/requests/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

interface DecideDialogProps<R>
  extends Pick<
    QuestionDialogProps<R>,
    "title" | "done" | "button" | "tone" | "action" | "onClose" | "onDone"
  > {
  readonly request: string;
  /** What will happen. */
  readonly children: string;
  /** What the text is: a comment, or a reason. */
  readonly label: string;
}

/** Decides a request, with something to say to it. */
export function DecideDialog<R>({ request, label, children, ...rest }: DecideDialogProps<R>) {
  return (
    <QuestionDialog {...rest} fields={{ request }} typed={["text"]} closeHref={requestPath(request)}>
      {(state) => (
        <>
          <p>{children}</p>
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
        </>
      )}
    </QuestionDialog>
  );
}
