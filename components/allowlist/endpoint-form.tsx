"use client";

import { useRef, useState } from "react";
import { PlaceFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useLeaveGuard } from "@/components/ui/use-leave-guard";
import { createEndpointAction, editEndpointAction } from "@/lib/allowlist/actions";
import { type Draft, draftFrom, isSameDraft } from "@/lib/allowlist/form/model";
import type { EndpointFormData } from "@/lib/allowlist/loaders";
import { secretsPath } from "@/lib/projects/model";
import { AnswerSection, EncryptionSection } from "./encryption-section";
import { EndpointConflict } from "./endpoint-conflict";
import { EndpointSection, FilledSection } from "./endpoint-section";
import { FitCheckPart, useFitCheck } from "./fit-check";
import { FormColumns } from "./form-columns";
import { FormPartsProvider } from "./form-parts";
import { MoreSecrets } from "./more-secrets";
import { PreviewCard } from "./preview-card";
import { LimitsSection, SignatureSection } from "./signature-section";
import { useEndpointDraft } from "./use-endpoint-draft";
import { useStoredNames } from "./use-stored-names";

interface EndpointFormProps {
  readonly data: EndpointFormData;
  readonly cancelHref: string;
}

/**
 * Makes or changes an endpoint. A plain form: it works before any script runs, and shows and hides its parts by styles.
 * Somebody else's change in the meantime loses nothing.
 */
export function EndpointForm({ data, cancelHref }: EndpointFormProps) {
  const { place, endpoint, choices } = data;
  const { state, formProps } = useFormAction(endpoint ? editEndpointAction : createEndpointAction);
  const editing = useEndpointDraft(data, state);
  const form = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<readonly string[]>([]);
  const stored = useStoredNames(place);
  const [misfits, setMisfits] = useState<Readonly<Record<string, string>>>({});
  const hasUnsaved = () =>
    form.current !== null && !isSameDraft(typedIn(form.current, editing.draft), data.draft);
  useLeaveGuard(hasUnsaved, () => {});
  const fit = useFitCheck({ form, place, onChecked: setMisfits });
  const storeHref = `${secretsPath(place.project, place.environment)}?dialog=store`;
  const names = [...new Set([...choices.names, ...stored, ...found])];
  const { draft } = editing;
  return (
    <FormPartsProvider value={{ state, names, storeHref, misfits }}>
      <form {...formProps} ref={form} className="@container" autoComplete="off" noValidate>
        <FormColumns
          beside={
            <>
              <PreviewCard form={form} />
              <FitCheckPart {...fit} />
            </>
          }
          end={
            <>
              <SubmitButton>{endpoint ? "Save changes" : "Add endpoint"}</SubmitButton>
              <ButtonLink href={cancelHref}>Cancel</ButtonLink>
            </>
          }
        >
          <PlaceFields {...place} />
          {endpoint && <input type="hidden" name="revision" value={editing.revision} />}
          {editing.conflict ? (
            <EndpointConflict {...editing.conflict} attempt={state} />
          ) : (
            <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          )}
          {names.length === 0 && (
            <Alert title="This environment has no secrets yet">
              An endpoint uses keys and passwords that are stored. Store them first, then choose them here.
            </Alert>
          )}
          {choices.hasMore && <MoreSecrets place={place} onFound={setFound} />}
          <div key={editing.attempt} className="flex flex-col gap-5">
            <EndpointSection draft={draft} isNew={endpoint === null} />
            <FilledSection draft={draft} />
            <EncryptionSection draft={draft} />
            <AnswerSection draft={draft} />
            <SignatureSection draft={draft} />
            <LimitsSection draft={draft} />
          </div>
        </FormColumns>
      </form>
      {fit.ownForm}
    </FormPartsProvider>
  );
}

/** What stands in the form at this moment. */
function typedIn(form: HTMLFormElement, initial: Draft): Draft {
  const fields = new FormData(form);
  return draftFrom((name) => fields.getAll(name).filter((text) => typeof text === "string"), initial);
}
