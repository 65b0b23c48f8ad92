"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { restoreVersionAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import type { AddedVersion } from "./saved-message";
import { PlaceFields } from "./secret-fields";

interface RestoreVersionProps {
  readonly place: EnvironmentTarget;
  readonly secret: SecretMeta;
  readonly number: number;
  readonly onRestored?: ((secret: SecretMeta, added: AddedVersion) => void) | undefined;
}

/** Makes an old version's value current again, after a second click. Shows no value, and can be undone the same way. */
export function RestoreVersion({ place, secret, number, onRestored }: RestoreVersionProps) {
  const { state, formProps } = useFormAction(restoreVersionAction);
  const [isAsked, setAsked] = useState(false);
  const isHydrated = useIsHydrated();
  const router = useRouter();
  useDone(state, (restored) => {
    setAsked(false);
    if (onRestored) onRestored(restored.secret, restored.added);
    else router.refresh();
  });
  if (isHydrated && !isAsked) {
    return (
      <div>
        <Button size="small" onClick={() => setAsked(true)}>
          Restore version {number}
        </Button>
      </div>
    );
  }
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <PlaceFields {...place} />
      <input type="hidden" name="secretId" value={secret.id} />
      <input type="hidden" name="revision" value={secret.revision} />
      <input type="hidden" name="number" value={number} />
      <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
      <p className="text-sm">
        Its value becomes version {secret.version + 1}, and readers get it from then on. No version is lost.
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton size="small">Restore</SubmitButton>
        {isHydrated && (
          <Button size="small" tone="quiet" onClick={() => setAsked(false)}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
