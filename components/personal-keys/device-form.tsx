"use client";

import { Alert } from "@/components/ui/alert";
import { FactList } from "@/components/ui/fact-list";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { deviceAction } from "@/lib/personal-keys/devices/actions";
import type { WaitingDevice } from "@/lib/personal-keys/devices/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

interface DeviceFormProps {
  readonly email: string;
  /** How long the key of the machine lasts. */
  readonly daysMax: number;
}

/** Asks for the code of a machine, shows which one it is, and asks whether to sign it in. */
export function DeviceForm({ email, daysMax }: DeviceFormProps) {
  const { state, formProps } = useFormAction(deviceAction);
  if (state.status === "done" && state.data.step === "confirm")
    return (
      <Alert tone="success" role="status" title={`Signed in ${state.data.machine}`}>
        Go back to the terminal. The key is on your account page, where you revoke it.
      </Alert>
    );
  if (state.status === "done" && state.data.step === "refuse")
    return (
      <Alert role="status" title={`Refused ${state.data.machine}`}>
        It gets no key.
      </Alert>
    );
  if (state.status === "done" && state.data.step === "find")
    return (
      <form {...formProps} className="flex flex-col gap-4" autoComplete="off">
        <input type="hidden" name="code" value={state.data.code} />
        <DeviceFacts device={state.data.device} email={email} daysMax={daysMax} />
        <div className="flex flex-wrap gap-3">
          <SubmitButton name="step" value="confirm">
            Sign in this machine
          </SubmitButton>
          <SubmitButton name="step" value="refuse" tone="secondary">
            Refuse
          </SubmitButton>
        </div>
      </form>
    );
  return (
    <form {...formProps} className="flex max-w-100 flex-col gap-4" autoComplete="off" noValidate>
      <input type="hidden" name="step" value="find" />
      <FormError message={failureOf(state, "code")} attempt={state} />
      <Field label="Code" errors={errorsOf(state, "code")} hint="Eight letters, such as WDJB-MJHT.">
        {(control) => (
          <TextInput
            {...control}
            mono
            name="code"
            defaultValue={typedOr(state, "code", "")}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
      <div>
        <SubmitButton>Continue</SubmitButton>
      </div>
    </form>
  );
}

function DeviceFacts({ device, email, daysMax }: DeviceFormProps & { readonly device: WaitingDevice }) {
  const { machine, ip, createdAt, expiresAt } = device;
  return (
    <>
      <FactList
        facts={[
          ["It calls itself", machine],
          ["Address", ip ?? "Unknown"],
          ["Asked", <Time key="asked" value={createdAt} />],
          ["Waits until", <Time key="until" value={expiresAt} as="exact" />],
          ["Signs in as", email],
          ["Its key ends after", counted(daysMax, "day")],
        ]}
      />
      <Alert tone="warning" title="Only if you started this yourself">
        Whoever has the key can do what you may do. If somebody sent you the code, refuse it.
      </Alert>
    </>
  );
}
