"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast-store";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { counted } from "@/lib/counted";
import { importsPath } from "@/lib/projects/model";
import { importSecretsAction } from "@/lib/secrets/actions";
import type { ImportReport } from "@/lib/secrets/import/model";
import { errorsOf } from "@/lib/web/form-state";
import { ImportLines } from "./import-lines";
import { ImportSource } from "./import-source";
import { changeCount } from "./import-summary";
import { ImportedDialog } from "./imported-dialog";
import { ScopeFields } from "./secret-fields";

const UNDER_WAY = {
  title: "The import is under way",
  text: "Closing does not stop it. Either all secrets are stored or none: the list shows which.",
  stay: "Keep waiting",
  leave: "Close",
};

interface ImportDialogProps {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly basePath: string;
  readonly onClose: () => void;
}

/** What was sent last: the text, what for, and the answer that was there before. */
interface Sent {
  readonly text: string;
  readonly step: "preview" | "import";
  readonly before: unknown;
}

/** Stores the lines of a file, after showing what each of them will do. */
export function ImportDialog({ scope, environmentName, basePath, onClose }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [sent, setSent] = useState<Sent | null>(null);
  const [left, setLeft] = useState<{ readonly of: unknown; readonly lines: ReadonlySet<number> }>();
  const { state, formProps } = useFormAction(importSecretsAction, (form) => {
    // What was not shown is not imported: without a preview of this very text that comes first.
    const step = form.get("step") === "import" && isCurrent ? "import" : "preview";
    form.set("step", step);
    form.set("text", new File([text], "env", { type: "text/plain" }));
    form.set("without", isCurrent ? [...without].join(",") : "");
    setSent({ text, step, before: state });
  });
  const isUnderWay = sent !== null && sent.before === state;
  const isCurrent = state.status === "done" && sent?.text === text && !isUnderWay;
  const report = state.status === "done" ? state.data : null;
  const without = left !== undefined && left.of === report ? left.lines : new Set<number>();
  // Without JavaScript the page comes back with a report, and without the text.
  const isShown = isCurrent || (sent === null && text === "");
  const isImporting = isUnderWay && sent.step === "import";
  if (report?.isDone) return <ImportedDialog report={report} basePath={basePath} onClose={onClose} />;
  const hasIssues = isShown && (report?.lines.some((line) => line.outcome === "error") ?? false);
  const close = () => {
    if (isImporting) toast("The import goes on. The list shows what was stored.");
    onClose();
  };
  return (
    <FormDialog
      title="Import .env"
      description={`Into ${scope.project}, ${environmentName}`}
      onClose={close}
      closeHref={basePath}
      hasUnsaved={() => text !== ""}
      {...(isImporting ? { leaveTexts: UNDER_WAY } : {})}
      state={state}
      formProps={formProps}
      fields={["text"]}
      submit={
        <>
          <SubmitButton tone="secondary" name="step" value="preview">
            Preview
          </SubmitButton>
          <SubmitButton name="step" value="import">
            {isCurrent && report ? importLabel(report, without) : "Import"}
          </SubmitButton>
        </>
      }
    >
      <ScopeFields {...scope} />
      <ImportSource
        text={text}
        onText={setText}
        errors={errorsOf(state, "text")}
        isPastAgain={report !== null && text === ""}
      />
      {sent === null && (
        <p className="text-sm text-muted">
          From Vault or AWS Secrets Manager?{" "}
          <Link
            href={importsPath(scope.project, scope.environment)}
            className="text-accent-ink underline underline-offset-2"
          >
            Import from an external manager
          </Link>
        </p>
      )}
      {isImporting && <UnderWay count={sent.text.split("\n").length} />}
      {isCurrent && sent.step === "import" && hasIssues && (
        <Alert tone="warning" title="Nothing was stored">
          Some lines are invalid. Correct them above, or choose Skip invalid lines.
        </Alert>
      )}
      {hasIssues && <Checkbox name="skipIssues" label="Skip invalid lines" />}
      {isShown && report && (
        <ImportLines
          report={report}
          picking={
            text === "" ? null : { text, without, onChange: (lines) => setLeft({ of: report, lines }) }
          }
        />
      )}
    </FormDialog>
  );
}

function importLabel(report: ImportReport, without: ReadonlySet<number>): string {
  const lines = report.lines.filter(({ line }) => !without.has(line));
  return `Import ${counted(changeCount({ ...report, lines }), "secret")}`;
}

/** While all of it is stored in one transaction, there are no parts to count. */
function UnderWay({ count }: { readonly count: number }) {
  return (
    <div role="status" className="flex flex-col gap-1.5 text-sm text-muted">
      <progress aria-label="Import" className="h-1.5 w-full accent-accent" />
      Encrypting and storing {counted(count, "line")} in one transaction…
    </div>
  );
}
