"use client";

import { FormError } from "@/components/ui/form-error";
import type { Ceremony } from "@/lib/auth/passkeys/model";
import type { FormState } from "@/lib/web/form-state";
import { PasskeyButton } from "./passkey-button";
import { usePasskeyForm } from "./use-passkey-form";

interface PasskeyMethodProps<R> {
  readonly action: (state: FormState<R>, form: FormData) => Promise<FormState<R>>;
  readonly ceremony: Ceremony;
  readonly label: string;
  /** Where it leads to in the end. */
  readonly next?: string | null | undefined;
}

/** One button that shows a passkey and leads on. */
export function PasskeyMethod<R>({ action, ceremony, label, next }: PasskeyMethodProps<R>) {
  const { formProps, error, isAsking } = usePasskeyForm(action, ceremony);
  return (
    <form {...formProps} className="flex flex-col gap-3">
      <FormError {...error} />
      {next && <input type="hidden" name="next" value={next} />}
      <PasskeyButton isAsking={isAsking}>{label}</PasskeyButton>
    </form>
  );
}
