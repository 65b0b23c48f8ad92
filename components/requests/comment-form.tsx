"use client";

import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useFormAction } from "@/components/ui/use-form-action";
import { commentAction } from "@/lib/requests/actions";
import { REMARK_LENGTH_MAX } from "@/lib/requests/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

/** Says something to a request that waits. Never the place for a value. */
export function CommentForm({ request }: { readonly request: string }) {
  const { state, formProps } = useFormAction(commentAction);
  return (
    <form {...formProps} className="mt-4 flex flex-col gap-3" autoComplete="off" noValidate>
      <FormError message={failureOf(state, "text")} attempt={state} />
      <input type="hidden" name="request" value={request} />
      <Field
        label="Comment"
        hint="Everybody who sees the request reads it: never a value."
        errors={errorsOf(state, "text")}
      >
        {(control) => (
          <TextArea
            {...control}
            key={state.status === "done" ? "sent" : "typing"}
            name="text"
            rows={2}
            maxLength={REMARK_LENGTH_MAX}
            defaultValue={typedOr(state, "text", "")}
          />
        )}
      </Field>
      <div>
        <SubmitButton tone="secondary">Comment</SubmitButton>
      </div>
    </form>
  );
}
