"use client";

import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { removeSyncAction, runSyncAction } from "@/lib/managers/syncing/actions";
import type { SyncMeta } from "@/lib/managers/syncing/model";
import { failureOf } from "@/lib/web/form-state";

type Target = Pick<SyncMeta, "project" | "environment" | "name">;

/** Has a sync run now. */
export function RunSync({ sync }: { readonly sync: Target }) {
  const { state, formProps } = useFormAction(runSyncAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <TargetFields {...sync} />
      <div>
        <SubmitButton tone="secondary">Sync now</SubmitButton>
      </div>
      <FormError message={failureOf(state)} attempt={state} />
    </form>
  );
}

/** The same, also over what somebody changed there; after a second click. */
export function OverwriteSync({ sync }: { readonly sync: Target }) {
  const { state, formProps } = useFormAction(runSyncAction);
  return (
    <SecondClick state={state} formProps={formProps} button="Overwrite there" submitTone="danger">
      <TargetFields {...sync} />
      <input type="hidden" name="overwrite" value="on" />
      <p className="max-w-70 text-sm">
        What somebody changed there, and what lies at a secret’s place, gets the value from here.
      </p>
    </SecondClick>
  );
}

/** Takes a sync away, after a second click. */
export function RemoveSync({ sync }: { readonly sync: Target }) {
  const { state, formProps } = useFormAction(removeSyncAction);
  return (
    <SecondClick state={state} formProps={formProps} button="Delete sync" submitTone="danger">
      <TargetFields {...sync} />
      <p className="max-w-70 text-sm">What it wrote stays where it is.</p>
    </SecondClick>
  );
}

function TargetFields({ project, environment, name }: Target) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
