"use client";

import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import { BANNER_LENGTH_MAX, PERSONAL_KEY_DAYS } from "@/lib/organisation/model";
import { errorsOf, type FormState } from "@/lib/web/form-state";
import type { Draft } from "./draft";

interface SettingFieldProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly state: FormState<unknown>;
}

export function NameField({ draft, onChange, state }: SettingFieldProps) {
  const field = useTypedBefore<HTMLInputElement>((name) => onChange({ name }));
  return (
    <Field label="Organisation name" errors={errorsOf(state, "name")} className="max-w-100">
      {(control) => (
        <TextInput
          {...control}
          ref={field}
          name="name"
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
          autoComplete="off"
          required
        />
      )}
    </Field>
  );
}

interface SecondFactorFieldProps extends SettingFieldProps {
  /** Whether it is required already. */
  readonly isOn: boolean;
  readonly withoutFactor: { readonly count: number; readonly isActorAmong: boolean };
}

export function SecondFactorField({ draft, onChange, isOn, withoutFactor }: SecondFactorFieldProps) {
  const isTicked = draft.requiresSecondFactor === "on";
  return (
    <div className="flex flex-col gap-1.5">
      <Checkbox
        label={<span className="font-medium">Require a second factor</span>}
        name="requiresSecondFactor"
        value="on"
        checked={isTicked}
        onChange={(event) => onChange({ requiresSecondFactor: event.target.checked ? "on" : "off" })}
        aria-describedby="second-factor-hint"
      />
      <p id="second-factor-hint" className="text-sm text-muted">
        {withoutText(withoutFactor.count)} They’ll set one up at their next sign-in.
      </p>
      {withoutFactor.isActorAmong && isTicked && !isOn && (
        <Alert tone="warning" title="You have no second factor yourself">
          You will be asked to set one up the next time you sign in. Have an authenticator app at hand, or add
          one on your account page first.
        </Alert>
      )}
    </div>
  );
}

function withoutText(count: number): string {
  if (count === 0) return "Every active person has one.";
  return count === 1 ? "1 active person has none." : `${count} active people have none.`;
}

const CHOICES = [
  { value: "everyone", label: "Everyone" },
  { value: "owners", label: "Only Owners" },
];

export function PasswordSignInField({
  draft,
  onChange,
  state,
  providerName,
}: SettingFieldProps & { readonly providerName: string | null }) {
  const hint =
    providerName === null
      ? "Set up single sign-on first."
      : `Owners always can, so that nobody is locked out when ${providerName} does not answer.`;
  return (
    <Field
      label="Who may sign in by password"
      hint={hint}
      errors={errorsOf(state, "passwordSignIn")}
      className="max-w-100"
    >
      {(control) => (
        <Select
          {...control}
          name="passwordSignIn"
          value={providerName === null ? "everyone" : draft.passwordSignIn}
          onChange={(event) => onChange({ passwordSignIn: event.target.value })}
          options={CHOICES}
          disabled={providerName === null}
        />
      )}
    </Field>
  );
}

export function PersonalKeyDaysField({ draft, onChange, state }: SettingFieldProps) {
  const field = useTypedBefore<HTMLInputElement>((personalKeyDaysMax) => onChange({ personalKeyDaysMax }));
  return (
    <Field
      label="Longest personal key, in days"
      hint={`Keys that people make for themselves end after this, those that are there too. From ${PERSONAL_KEY_DAYS.min} to ${PERSONAL_KEY_DAYS.max}.`}
      errors={errorsOf(state, "personalKeyDaysMax")}
      className="max-w-100"
    >
      {(control) => (
        <TextInput
          {...control}
          ref={field}
          name="personalKeyDaysMax"
          inputMode="numeric"
          value={draft.personalKeyDaysMax}
          onChange={(event) => onChange({ personalKeyDaysMax: event.target.value })}
          autoComplete="off"
          required
        />
      )}
    </Field>
  );
}

export function PrivateHostsField({ draft, onChange, state }: SettingFieldProps) {
  const field = useTypedBefore<HTMLTextAreaElement>((allowedPrivateHosts) =>
    onChange({ allowedPrivateHosts }),
  );
  return (
    <Field
      label="Allowed private hosts (optional)"
      hint="One on each line, such as intranet.example or 10.0.0.7:8443. Cloud metadata addresses are always blocked."
      errors={errorsOf(state, "allowedPrivateHosts")}
    >
      {(control) => (
        <TextArea
          {...control}
          ref={field}
          name="allowedPrivateHosts"
          rows={4}
          value={draft.allowedPrivateHosts}
          onChange={(event) => onChange({ allowedPrivateHosts: event.target.value })}
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
}

export function BannerField({ draft, onChange, state }: SettingFieldProps) {
  const field = useTypedBefore<HTMLTextAreaElement>((signInBanner) => onChange({ signInBanner }));
  const { length } = draft.signInBanner;
  return (
    <Field
      label="Sign-in banner (optional)"
      hint="Plain text above the sign-in form, for everybody who opens it."
      errors={errorsOf(state, "signInBanner")}
      aside={`${length} / ${BANNER_LENGTH_MAX}`}
    >
      {(control) => (
        <TextArea
          {...control}
          ref={field}
          name="signInBanner"
          rows={3}
          value={draft.signInBanner}
          onChange={(event) => onChange({ signInBanner: event.target.value })}
          placeholder="For staff of Example Ltd only. Ask it@example.com for access."
        />
      )}
    </Field>
  );
}
