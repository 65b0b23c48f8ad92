"use client";

import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { useIsHydrated } from "@/components/ui/clock";
import { ConflictNotice } from "@/components/ui/conflict-notice";
import { FormError } from "@/components/ui/form-error";
import { LeaveQuestion } from "@/components/ui/leave-question";
import { SubmitButton } from "@/components/ui/submit-button";
import { usePageGuard } from "@/components/ui/use-leave-guard";
import { usesCrypto } from "@/lib/allowlist/form/purpose";
import { FIRST_VALUES, isSame, valuesOf } from "@/lib/allowlist/form/values";
import type { EndpointFormData } from "@/lib/allowlist/loaders";
import { secretsPath } from "@/lib/projects/model";
import { changedParts } from "./changed-parts";
import { useCompatibilityCheck } from "./compatibility-check";
import { AnswerSection, EncryptionSection } from "./encryption-section";
import { EndpointSection } from "./endpoint-section";
import { Fold } from "./fold";
import { FormColumns } from "./form-columns";
import { FormFactsProvider, useValues } from "./form-fields";
import { MoreSecrets } from "./more-secrets";
import { PreviewCard } from "./preview-card";
import { RowsSection } from "./rows-section";
import { LimitsSection, SignatureSection } from "./signature-section";
import { useSaving } from "./use-saving";
import { useStoredNames } from "./use-stored-names";

const CRYPTO = ["configuration.encryption", "configuration.decryption", "configuration.signature"];

interface EndpointFormProps {
  readonly data: EndpointFormData;
  readonly cancelHref: string;
}

/** Makes or changes an endpoint. It needs scripts: until they run, nothing can be typed that would then be lost. */
export function EndpointForm({ data, cancelHref }: EndpointFormProps) {
  const { scope, endpoint, choices } = data;
  const [first] = useState(() => (endpoint ? valuesOf(endpoint) : FIRST_VALUES));
  const form = useForm({ defaultValues: first });
  const { state, formProps, issues, conflict } = useSaving(form, data);
  const check = useCompatibilityCheck(form, scope);
  const guard = usePageGuard(() => !isSame(form.getValues(), first));
  const [stored, setStored] = useState(choices.names);
  const [found, setFound] = useState<readonly string[]>([]);
  useStoredNames(scope, (names) => setStored([...choices.names, ...names]));
  const names = [...stored, ...found];
  const message = state.status === "failed" ? state.message : null;
  return (
    <FormProvider {...form}>
      <FormFactsProvider value={{ names, issues: { ...issues, ...check.incompatibilities } }}>
        <div className="hidden noscript:block">
          <Alert title="This form needs JavaScript">
            Allow it for this site and reload the page. All other actions on endpoints work without it.
          </Alert>
        </div>
        <form
          {...formProps}
          className="@container noscript:hidden"
          inert={!useIsHydrated()}
          autoComplete="off"
          noValidate
        >
          <FormColumns
            beside={
              <>
                <PreviewCard scope={scope} />
                {check.part}
              </>
            }
            end={
              <>
                <SubmitButton>{endpoint ? "Save changes" : "Add endpoint"}</SubmitButton>
                <ButtonLink href={cancelHref}>Cancel</ButtonLink>
              </>
            }
          >
            {conflict && message ? (
              <ConflictNotice
                message={message}
                changes={changedParts(conflict.opened, conflict.current)}
                attempt={state}
              />
            ) : (
              <FormError message={message} attempt={state} checkHref={cancelHref} />
            )}
            {names.length === 0 && (
              <Alert title="This environment has no secrets yet">
                An endpoint uses keys and passwords that are stored. Store them first, then choose them here.
              </Alert>
            )}
            {choices.hasMore && <MoreSecrets scope={scope} onFound={setFound} />}
            <EndpointSection isNew={endpoint === null} />
            <RowsSection storeHref={`${secretsPath(scope.project, scope.environment)}?dialog=store`} />
            <CryptoSections />
            <Fold
              title="Format and limits"
              description="Request format, response headers, timeout, size limit, trusted certificates."
              isUsed={false}
              paths={[
                "configuration.contentType",
                "configuration.answer",
                "configuration.ca",
                "configuration.timeoutSeconds",
              ]}
            >
              <LimitsSection />
            </Fold>
          </FormColumns>
        </form>
        {check.ownForm}
        {guard.isAsking && <LeaveQuestion onStay={guard.stay} onLeave={guard.leave} />}
      </FormFactsProvider>
    </FormProvider>
  );
}

/** What few APIs ask for. */
function CryptoSections() {
  return (
    <Fold
      title="Encryption"
      description="Encrypt and sign requests, decrypt responses. Most APIs need none of it."
      isUsed={useValues(usesCrypto)}
      paths={CRYPTO}
    >
      <EncryptionSection />
      <AnswerSection />
      <SignatureSection />
    </Fold>
  );
}
