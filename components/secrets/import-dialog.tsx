"use client";

import { useEffect, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import type { EnvironmentRef } from "@/lib/authorization/grant";
import { importSecretsAction } from "@/lib/secrets/actions";
import { errorsOf } from "@/lib/web/form-state";
import { ImportLines } from "./import-lines";
import { changeCount, hasRemark } from "./import-summary";
import { ImportedDialog } from "./imported-dialog";
import { ScopeFields } from "./secret-fields";

const HINT =
  "One NAME=value per line. Comments, export and quotes are supported. Values are encrypted when imported.";
/** Without JavaScript the page comes back with the report, but never with values. */
const PASTE_AGAIN = "Paste the lines again to import them: values are not sent back to the browser.";

interface ImportDialogProps {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onImported: (count: number) => void;
}

/** Stores the lines of a `.env`, after showing what each of them will do. */
export function ImportDialog({ scope, environmentName, basePath, onClose, onImported }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [isShown, setShown] = useState(false);
  const { state, formProps } = useFormAction(importSecretsAction, (form) =>
    form.set("text", new File([text], "env", { type: "text/plain" })),
  );
  const field = useTypedBefore<HTMLTextAreaElement>(setText);
  const report = state.status === "done" ? state.data : null;
  const hasRemarks = report?.lines.some(hasRemark) ?? false;
  useEffect(() => {
    // Else the dialog stays: nobody may have seen the warnings before.
    if (report?.isDone && !hasRemarks) onImported(changeCount(report));
  }, [report, hasRemarks, onImported]);
  if (report?.isDone) return <ImportedDialog report={report} basePath={basePath} onClose={onClose} />;
  const hasIssues = report?.lines.some((line) => line.outcome === "error") ?? false;
  return (
    <FormDialog
      title="Import .env"
      description={`Into ${scope.project}, ${environmentName}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => text !== ""}
      state={state}
      formProps={formProps}
      submit={
        <>
          <SubmitButton tone="secondary" name="step" value="preview">
            Preview
          </SubmitButton>
          <SubmitButton name="step" value="import">
            Import
          </SubmitButton>
        </>
      }
    >
      <ScopeFields {...scope} />
      <Field
        label="Contents of the file"
        errors={errorsOf(state, "text")}
        hint={report && text === "" ? PASTE_AGAIN : HINT}
      >
        {(control) => (
          <TextArea
            {...control}
            ref={field}
            mono
            masked={!isShown}
            name="text"
            rows={7}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoFocus
          />
        )}
      </Field>
      <Checkbox label="Show value" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
      {report && <ImportLines report={report} />}
      {hasIssues && <Checkbox name="skipIssues" label="Skip invalid lines" />}
    </FormDialog>
  );
}
