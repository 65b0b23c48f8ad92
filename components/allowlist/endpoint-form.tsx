"use client";

import { useRef } from "react";
import { PlaceFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { classNames } from "@/components/ui/class-names";
import { FormError } from "@/components/ui/form-error";
import { LeaveQuestion } from "@/components/ui/leave-question";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { usePageGuard } from "@/components/ui/use-leave-guard";
import { createEndpointAction, editEndpointAction } from "@/lib/allowlist/actions";
import { isSameDraft } from "@/lib/allowlist/form/model";
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
import { FORM_GROUP } from "./shown-when";
import { LimitsSection, SignatureSection } from "./signature-section";
import { useEndpointDraft } from "./use-endpoint-draft";
import { typedIn, useFit, useInClearRows, useOffered } from "./use-typed-draft";

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
  const typed = () => typedIn(form, editing.draft);
  const guard = usePageGuard(() => !isSameDraft(typed(), data.draft));
  const offered = useOffered(data, typed);
  const fit = useFit(typed);
  const check = useFitCheck({ form, typed, place, fit });
  const inClear = useInClearRows(editing.draft, typed);
  const storeHref = `${secretsPath(place.project, place.environment)}?dialog=store`;
  const { draft } = editing;
  return (
    <FormPartsProvider
      value={{ state, names: offered.names, storeHref, misfits: fit.misfits, inClear: inClear.rows }}
    >
      <form
        {...formProps}
        ref={form}
        onInput={() => {
          fit.onChange();
          inClear.onChange();
        }}
        className={classNames("@container", FORM_GROUP)}
        autoComplete="off"
        noValidate
      >
        <FormColumns
          beside={
            <>
              <PreviewCard form={form} />
              <FitCheckPart {...check} />
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
          {editing.endpoint && (
            <>
              <input type="hidden" name="endpointId" value={editing.endpoint.id} />
              <input type="hidden" name="revision" value={editing.endpoint.revision} />
            </>
          )}
          {editing.conflict ? (
            <EndpointConflict {...editing.conflict} attempt={state} />
          ) : (
            <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          )}
          {offered.names.length === 0 && (
            <Alert title="This environment has no secrets yet">
              An endpoint uses keys and passwords that are stored. Store them first, then choose them here.
            </Alert>
          )}
          {choices.hasMore && <MoreSecrets place={place} onFound={offered.onFound} />}
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
      {check.ownForm}
      {guard.isAsking && <LeaveQuestion onStay={guard.stay} onLeave={guard.leave} />}
    </FormPartsProvider>
  );
}
