"use client";

import { useEffect, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { importSecretsAction } from "@/lib/secrets/actions";
import type { ImportReport } from "@/lib/secrets/import/model";
import { errorsOf } from "@/lib/web/form-state";
import { ImportLines } from "./import-lines";
import { PlaceFields } from "./secret-fields";

interface ImportDialogProps {
  readonly place: EnvironmentTarget;
  readonly environmentName: string;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onImported: (count: number) => void;
}

/** Stores the lines of a `.env`, after showing what each of them will do. */
export function ImportDialog({ place, environmentName, basePath, onClose, onImported }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [isShown, setShown] = useState(false);
  const { state, formProps } = useFormAction(importSecretsAction, (form) =>
    form.set("text", new File([text], "env", { type: "text/plain" })),
  );
  const field = useTypedBefore<HTMLTextAreaElement>(setText);
  const report = state.status === "done" ? state.data : null;
  useEffect(() => {
    if (report?.isDone) onImported(changeCount(report));
  }, [report, onImported]);
  const hasMistakes = report?.lines.some((line) => line.outcome === "mistake") ?? false;
  return (
    <Dialog
      title="Paste a .env"
      description={`Into ${place.project}, ${environmentName}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => text !== "" && !report?.isDone}
    >
      <form {...formProps} className={dialogFormStyle} autoComplete="off" noValidate>
        <PlaceFields {...place} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          <Field
            label="Contents of the file"
            errors={errorsOf(state, "text")}
            hint="One NAME=value in a line; comments, export and quotes are understood. Values are encrypted when imported."
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
                data-1p-ignore
                data-lpignore="true"
                data-bwignore
                autoFocus
              />
            )}
          </Field>
          <Checkbox
            label="Show while typing"
            checked={isShown}
            onChange={(event) => setShown(event.target.checked)}
          />
          {report && <ImportLines report={report} />}
          {hasMistakes && (
            <Checkbox name="skipMistakes" label="Leave out the lines with mistakes and import the rest" />
          )}
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={basePath} />
          <SubmitButton tone="secondary" name="step" value="preview">
            Preview
          </SubmitButton>
          <SubmitButton name="step" value="import">
            Import
          </SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function changeCount(report: ImportReport): number {
  return report.lines.filter(({ outcome }) => outcome === "create" || outcome === "replace").length;
}
