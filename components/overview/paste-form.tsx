"use client";

import { useEffect, useRef } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentMeta } from "@/lib/projects/model";
import { compareWithTextAction } from "@/lib/secrets/comparison/pasted/actions";
import type { PastedOutcome, PastedReport } from "@/lib/secrets/comparison/pasted/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

interface PasteFormProps {
  readonly project: string;
  readonly environments: readonly EnvironmentMeta[];
  /** The short name of the one that is chosen at first. */
  readonly environment: string;
}

const HINT =
  "One NAME=value per line. Nothing is stored. Each comparison is recorded, and a secret is compared 20 times an hour at most.";

/** Compares a pasted `.env` with an environment. */
export function PasteForm({ project, environments, environment }: PasteFormProps) {
  const { state, formProps } = useFormAction(compareWithTextAction);
  return (
    <div className="flex flex-col gap-4">
      <form {...formProps} className="flex flex-col gap-4" autoComplete="off" noValidate>
        <FormError message={failureOf(state, "text")} attempt={state} />
        <input type="hidden" name="project" value={project} />
        <Field label="Environment">
          {(control) => (
            <Select
              {...control}
              name="environment"
              className="max-w-80"
              defaultValue={typedOr(state, "environment", environment)}
              options={environments.map(({ slug, name }) => ({ value: slug, label: name }))}
            />
          )}
        </Field>
        <Field label="Contents of the file" errors={errorsOf(state, "text")} hint={HINT}>
          {(control) => <TextArea {...control} mono masked name="text" rows={5} />}
        </Field>
        <div>
          <SubmitButton>Compare with the file</SubmitButton>
        </div>
      </form>
      {state.status === "done" && <Report report={state.data} />}
    </div>
  );
}

const OUTCOMES: Readonly<Record<PastedOutcome, { readonly label: string; readonly tone: BadgeTone }>> = {
  error: { label: "Error", tone: "danger" },
  onlyPasted: { label: "Only in the file", tone: "warning" },
  different: { label: "Different", tone: "accent" },
  notCompared: { label: "Not compared", tone: "neutral" },
  same: { label: "Same", tone: "success" },
};
const ORDER = Object.keys(OUTCOMES);

/** What is not the same comes first. Takes the focus, so that it is read out and in view. */
function Report({
  report: { environment, lines, missing, hasMoreMissing },
}: {
  readonly report: PastedReport;
}) {
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another report is the reason to take the focus again
  useEffect(() => box.current?.focus(), [lines]);
  const inOrder = [...lines].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label={`The file and ${environment}`}
      className="flex flex-col gap-3"
    >
      <ul className="rounded-md border border-line">
        {inOrder.map(({ line, name, outcome, note }) => (
          <li
            key={line}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span className="w-16 shrink-0 text-sm text-muted tabular-nums">Line {line}</span>
            <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].label}</Badge>
            {name !== null && <code className="min-w-0 font-mono text-sm break-all">{name}</code>}
            {note && <span className="w-full text-sm text-muted">{note}</span>}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="break-words">
          Only in {environment}: <span className="font-mono text-sm">{missing.join(", ")}</span>
          {hasMoreMissing && " and more"}.
        </p>
      )}
    </section>
  );
}
