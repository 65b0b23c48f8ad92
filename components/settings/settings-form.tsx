"use client";

import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { ChangeLines } from "@/components/ui/change-lines";
import { useIsHydrated } from "@/components/ui/clock";
import { ConflictNotice } from "@/components/ui/conflict-notice";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDraft } from "@/components/ui/use-draft";
import { useFormAction } from "@/components/ui/use-form-action";
import { changeSettingsAction } from "@/lib/organisation/actions";
import type { OrganisationSettings } from "@/lib/organisation/model";
import { errorsOf, failureOf } from "@/lib/web/form-state";
import { changesBetween, draftOf, typedDraft } from "./draft";
import { DurationField } from "./duration-field";
import {
  BannerField,
  NameField,
  PasswordSignInField,
  PersonalKeyDaysField,
  PrivateHostsField,
  SecondFactorField,
} from "./setting-fields";

interface SettingsFormProps {
  readonly settings: OrganisationSettings;
  readonly withoutFactor: { readonly count: number; readonly isActorAmong: boolean };
  /** Null while single sign-on is not set up. */
  readonly providerName: string | null;
}

/** What an Owner decides for everyone; works before and without JavaScript. */
export function SettingsForm({ settings, withoutFactor, providerName }: SettingsFormProps) {
  const { state, formProps } = useFormAction(changeSettingsAction);
  const { base, draft, conflict, change } = useDraft({
    first: settings,
    state,
    draftOf,
    typedDraft,
    savedOf: (saved) => saved,
  });
  const changes = changesBetween(draftOf(base), draft);
  const isHydrated = useIsHydrated();
  const fields = { draft, onChange: change, state };
  return (
    <form {...formProps} className="flex flex-col gap-5" autoComplete="off" noValidate>
      <input type="hidden" name="revision" value={base.revision} />
      <Outcome state={state} conflict={conflict} />
      <Card title="Organisation">
        <NameField {...fields} />
      </Card>
      <Card title="Signing in">
        <div className="flex flex-col gap-5">
          <SecondFactorField {...fields} isOn={base.requiresSecondFactor} withoutFactor={withoutFactor} />
          <PasswordSignInField {...fields} providerName={providerName} />
          <BannerField {...fields} />
        </div>
      </Card>
      <Card title="Sessions and personal keys" description="Stricter limits apply to current sessions too.">
        <div className="flex flex-col gap-5">
          <DurationField
            name="session"
            label="Session length"
            hint="After this, people sign in again. From 15 minutes to 30 days."
            value={draft.session}
            onChange={(session) => change({ session })}
            errors={errorsOf(state, "sessionAmount")}
          />
          <DurationField
            name="idle"
            label="Idle time"
            hint="A session that is not used for this long ends. From 1 minute to the session length."
            value={draft.idle}
            onChange={(idle) => change({ idle })}
            errors={errorsOf(state, "idleAmount")}
          />
          <PersonalKeyDaysField {...fields} />
        </div>
      </Card>
      <Card
        title="Allowlist"
        description="Allowlist endpoints are at public addresses, over HTTPS. Hosts on this list may have private addresses, and may be called over plain HTTP."
      >
        <PrivateHostsField {...fields} />
      </Card>
      {changes.length > 0 && (
        <Alert title="Changes to save">
          <ChangeLines changes={changes} />
        </Alert>
      )}
      <div>
        <SubmitButton disabled={isHydrated && changes.length === 0}>Save settings</SubmitButton>
      </div>
    </form>
  );
}

/** How the last attempt went: saved, stale, or wrong. */
function Outcome({
  state,
  conflict,
}: {
  readonly state: ReturnType<typeof useFormAction<OrganisationSettings>>["state"];
  readonly conflict: {
    readonly opened: OrganisationSettings;
    readonly current: OrganisationSettings;
  } | null;
}) {
  if (state.status === "done") return <Alert tone="success" role="status" title="Settings saved" />;
  if (!conflict) return <FormError message={failureOf(state)} attempt={state} checkHref="" />;
  return (
    <ConflictNotice
      message="Someone else changed these settings."
      changes={changesBetween(draftOf(conflict.opened), draftOf(conflict.current))}
      attempt={state}
    />
  );
}
