"use client";

import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentMeta } from "@/lib/projects/model";
import { AUDIENCE_NAMES, AUDIENCES, CATEGORIES, CATEGORY_NAMES } from "@/lib/secrets/classification";
import { affected, deletionPhrase, type SeveralItem, type SeveralReport } from "@/lib/secrets/several/model";
import type { FormState } from "@/lib/web/form-state";
import { askText, countOf, OUTCOMES, summaryOf } from "./several-words";

interface SeveralDialogProps {
  readonly project: string;
  readonly environments: readonly EnvironmentMeta[];
  readonly preview: SeveralReport;
  readonly state: FormState<SeveralReport>;
  readonly formProps: ReturnType<typeof useFormAction>["formProps"];
  readonly error: string | null;
  readonly href: string;
  readonly onClose: () => void;
}

const TITLES = {
  copy: "Copy to",
  move: "Move to",
  classify: "Category and readers",
  delete: "Delete secrets",
} as const;

/** What will be done to the secrets that were selected, one by one, and the button that does it. */
export function SeveralDialog(props: SeveralDialogProps) {
  const { project, environments, preview, state, formProps, error, href, onClose } = props;
  const { kind, to, items } = preview;
  const target = environments.find(({ name }) => name === to)?.slug;
  const isClassify = kind === "classify";
  const count = countOf(preview);
  return (
    <FormDialog
      title={to === null ? TITLES[kind] : `${TITLES[kind]} ${to}`}
      description={isClassify ? undefined : `${capital(summaryOf(preview))}.`}
      onClose={onClose}
      closeHref={href}
      state={state}
      formProps={formProps}
      error={<FormError message={error} attempt={state} checkHref={href} />}
      submit={
        (isClassify || count > 0) && (
          <SubmitButton tone={kind === "delete" ? "danger" : "primary"}>
            {isClassify ? "Save changes" : askText(preview)}
          </SubmitButton>
        )
      }
    >
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="step" value="go" />
      <input type="hidden" name="seen" value={preview.seen} />
      {target && <input type="hidden" name="to" value={target} />}
      {items.map(({ id }) => (
        <input key={id} type="hidden" name="secret" value={id} />
      ))}
      {preview.isOutdated && (
        <Alert
          tone="warning"
          role="alert"
          title="Something changed meanwhile. Nothing was done; check again."
        />
      )}
      <Notice report={preview} />
      {isClassify ? <Classes items={items} /> : <Items items={items} badge={outcomeOf} />}
      {kind === "delete" && count > 0 && (
        <ConfirmationField noun="words" wanted={deletionPhrase(affected(preview))} state={state} />
      )}
    </FormDialog>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Notice({ report: { kind, to } }: { readonly report: SeveralReport }): ReactNode {
  if (kind === "copy")
    return (
      <Alert tone="info">
        API keys of {to} can read these values afterwards. Descriptions, category and readers of new secrets
        are copied too; those of secrets that are there stay.
      </Alert>
    );
  if (kind === "move")
    return (
      <Alert tone="warning" title="The originals are deleted">
        Earlier versions and rotation settings are not moved. API keys of {to} can read these values
        afterwards.
      </Alert>
    );
  if (kind === "delete")
    return (
      <Alert tone="danger" title="This cannot be undone">
        All versions of their values are erased for good; anything still reading them will fail. The change
        logs are kept.
      </Alert>
    );
  return null;
}

function outcomeOf({ outcome }: SeveralItem): ReactNode {
  const { label, tone } = OUTCOMES[outcome];
  return <Badge tone={tone}>{label}</Badge>;
}

interface ItemsProps {
  readonly items: readonly SeveralItem[];
  readonly badge: (item: SeveralItem) => ReactNode;
}

function Items({ items, badge }: ItemsProps) {
  const inOrder = [...items].sort(
    (a, b) => Number(b.outcome === "conflict") - Number(a.outcome === "conflict"),
  );
  return (
    <ul aria-label="Secrets" className="flex flex-col divide-y divide-line">
      {inOrder.map((item) => (
        <li key={item.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
          <span className="min-w-0 flex-1 basis-40 font-mono text-sm font-medium wrap-anywhere">
            <Breakable text={item.name} />
          </span>
          <span className="text-sm text-muted">{item.environment}</span>
          {badge(item)}
          {item.note && <span className="w-full text-sm text-muted">{item.note}</span>}
        </li>
      ))}
    </ul>
  );
}

const KEEP = { value: "", label: "Leave as it is" };

/** Category and readers, with what they come to for each secret. */
function Classes({ items }: { readonly items: readonly SeveralItem[] }) {
  const [category, setCategory] = useState("");
  const [audience, setAudience] = useState("");
  const isChanged = (item: SeveralItem) =>
    (category !== "" && category !== item.category) || (audience !== "" && audience !== item.audience);
  const badge = (item: SeveralItem) => (
    <>
      <span className="text-sm text-muted">
        {CATEGORY_NAMES[item.category]}, {AUDIENCE_NAMES[item.audience]}
      </span>
      {isChanged(item) && outcomeOf({ ...item, outcome: "changed" })}
    </>
  );
  return (
    <>
      <Field label="Category">
        {(control) => (
          <Select
            {...control}
            name="category"
            value={category}
            onChange={(event) => setCategory(event.target.value)}
            options={[KEEP, ...CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))]}
          />
        )}
      </Field>
      <Field label="Readable by">
        {(control) => (
          <Select
            {...control}
            name="audience"
            value={audience}
            onChange={(event) => setAudience(event.target.value)}
            options={[KEEP, ...AUDIENCES.map((value) => ({ value, label: AUDIENCE_NAMES[value] }))]}
          />
        )}
      </Field>
      <Items items={items} badge={badge} />
    </>
  );
}
