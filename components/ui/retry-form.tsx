import { failureOf } from "@/lib/web/form-state";
import { FormError } from "./form-error";
import { StepFields } from "./step-fields";
import { SubmitButton } from "./submit-button";
import type { useFormAction } from "./use-form-action";

interface RetryFormProps extends Pick<ReturnType<typeof useFormAction>, "state" | "formProps"> {
  readonly id: string;
  /** What is tried, for those who hear the button alone: `to rotate TOKEN`. */
  readonly what: string;
}

/** Tries at once again what failed. */
export function RetryForm({ state, formProps, id, what }: RetryFormProps) {
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormError message={failureOf(state)} attempt={state} checkHref="" />
      <StepFields id={id} step="retry" />
      <div>
        <SubmitButton size="small">
          Try again<span className="sr-only"> {what}</span>
        </SubmitButton>
      </div>
    </form>
  );
}
