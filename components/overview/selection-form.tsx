"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { lazily } from "@/components/ui/lazily";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentMeta } from "@/lib/projects/model";
import { changeSeveralAction } from "@/lib/secrets/several/actions";
import type { SeveralReport } from "@/lib/secrets/several/model";
import { failureOf, typedOr } from "@/lib/web/form-state";
import { SelectionBar } from "./selection-bar";
import { boxesIn, moveByArrow } from "./selection-keys";
import { doneText } from "./several-words";

const SeveralDialog = lazily(() => import("./several-dialog").then((m) => m.SeveralDialog));

interface SelectionFormProps {
  readonly project: string;
  readonly environments: readonly EnvironmentMeta[];
  /** The environment that is looked at because something is missing there. */
  readonly lacking: string | undefined;
  readonly mayDelete: boolean;
  /** Whether there is nothing to select. */
  readonly isEmpty: boolean;
  /** The address of the page as it is. */
  readonly href: string;
  readonly children: ReactNode;
}

/**
 * The grid with boxes, and what can be done to the secrets that are selected: a preview first, then all of it. One action for
 * both steps, so that it works where no script runs.
 */
export function SelectionForm(props: SelectionFormProps) {
  const { project, environments, lacking, mayDelete, isEmpty, href, children } = props;
  const { state, formProps } = useFormAction(changeSeveralAction);
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [preview, setPreview] = useState<SeveralReport | null>(null);
  const [handled, setHandled] = useState<unknown>(null);
  const report = state.status === "done" ? state.data : null;
  if (report && handled !== report) {
    setHandled(report);
    setPreview(report.isDone ? null : report);
  }
  const isDone = report?.isDone === true;
  useEffect(() => {
    if (!isDone || !form.current) return;
    for (const box of boxesIn(form.current)) box.checked = false;
    setChosen([]);
  }, [isDone]);
  const count = () =>
    form.current &&
    setChosen(boxesIn(form.current).flatMap((box) => (box.checked ? (box.dataset.column ?? "") : [])));
  const select = (column: string | null) => {
    if (!form.current) return;
    for (const box of boxesIn(form.current))
      if (column === null || box.dataset.column === column) box.checked = column !== null;
    count();
  };
  const isGoing = typedOr(state, "step", "") === "go";
  return (
    <>
      {report?.isDone && <Done report={report} />}
      {!preview && <FormError message={failureOf(state)} attempt={state} />}
      <form
        {...formProps}
        ref={form}
        className="flex flex-col gap-3"
        onChange={count}
        onKeyDown={(event) => {
          if (form.current && moveByArrow(form.current, event.key)) event.preventDefault();
        }}
      >
        <input type="hidden" name="project" value={project} />
        <input type="hidden" name="step" value="preview" />
        {!isEmpty && <SelectAll environments={environments} onSelect={select} />}
        {children}
        {!isEmpty && <SelectionBar {...{ environments, lacking, chosen, mayDelete }} />}
      </form>
      {preview && (
        <SeveralDialog
          key={preview.seen}
          {...{ project, environments, preview, state, formProps, href }}
          error={isGoing || !preview ? failureOf(state, "confirmation") : null}
          onClose={() => setPreview(null)}
        />
      )}
    </>
  );
}

interface SelectAllProps {
  readonly environments: readonly EnvironmentMeta[];
  /** Null takes the selection back. */
  readonly onSelect: (column: string | null) => void;
}

/** Selects all of a column of this page. Without a script, boxes are ticked one by one. */
function SelectAll({ environments, onSelect }: SelectAllProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2 noscript:hidden">
      <legend className="float-left mr-2 text-sm text-muted">Select all on this page in</legend>
      {environments.map(({ slug, name }) => (
        <Button key={slug} size="small" onClick={() => onSelect(slug)}>
          {name}
        </Button>
      ))}
      <Button size="small" tone="quiet" onClick={() => onSelect(null)}>
        Select none
      </Button>
    </fieldset>
  );
}

/** What was done. Takes the focus, so that it is read out and in view. */
function Done({ report }: { readonly report: SeveralReport }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another report is the reason to take the focus again
  useEffect(() => box.current?.focus(), [report]);
  const left = report.items.filter(({ outcome }) => outcome === "conflict");
  return (
    <div ref={box} tabIndex={-1}>
      <Alert role="status" tone="success" title={doneText(report)}>
        {left.length > 0 && (
          <ul className="list-disc pl-5">
            {left.map(({ id, name, note }) => (
              <li key={id}>
                <span className="font-mono text-sm">{name}</span>: {note}
              </li>
            ))}
          </ul>
        )}
      </Alert>
    </div>
  );
}
