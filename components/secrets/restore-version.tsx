"use client";

import { useRouter } from "next/navigation";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { restoreVersionAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import type { AddedVersion } from "./saved-message";
import { ScopeFields } from "./secret-fields";

interface RestoreVersionProps {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  readonly number: number;
  readonly onRestored?: ((secret: SecretMeta, added: AddedVersion) => void) | undefined;
}

/** Makes an old version's value current again, after a second click. Shows no value, and can be undone the same way. */
export function RestoreVersion({ scope, secret, number, onRestored }: RestoreVersionProps) {
  const { state, formProps } = useFormAction(restoreVersionAction);
  const router = useRouter();
  useDone(state, (restored) => {
    if (onRestored) onRestored(restored.secret, restored.added);
    else router.refresh();
  });
  return (
    <SecondClick
      state={state}
      formProps={formProps}
      button={`Restore version ${number}`}
      submit={<SubmitButton size="small">Restore</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="secretId" value={secret.id} />
      <input type="hidden" name="revision" value={secret.revision} />
      <input type="hidden" name="number" value={number} />
      <p className="text-sm">
        Its value becomes version {secret.version + 1}, and readers get it from then on. No version is lost.
      </p>
    </SecondClick>
  );
}
