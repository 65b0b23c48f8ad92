"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import {
  AUDIENCE_NAMES,
  AUDIENCES,
  CATEGORIES,
  CATEGORY_NAMES,
  DESCRIPTION_LENGTH_MAX,
} from "@/lib/secrets/model";
import { errorsOf, type FormState } from "@/lib/web/form-state";
import type { Draft } from "./draft";

interface SecretFieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly state: FormState<unknown>;
}

/** What a secret is for, in words. */
export function DescriptionField({ draft, onChange, state }: SecretFieldsProps) {
  const field = useTypedBefore<HTMLTextAreaElement>((typed) => onChange({ description: typed }));
  const { length } = draft.description;
  const tooLong = length > DESCRIPTION_LENGTH_MAX;
  const live = tooLong ? [`Too long: ${length.toLocaleString("en")} of 2,048 characters.`] : null;
  return (
    <Field
      label="Description (optional)"
      errors={live ?? errorsOf(state, "description")}
      aside={length > DESCRIPTION_LENGTH_MAX / 2 ? `${length.toLocaleString("en")} / 2,048` : undefined}
    >
      {(control) => (
        <TextArea
          {...control}
          ref={field}
          name="description"
          rows={2}
          value={draft.description}
          onChange={(event) => onChange({ description: event.target.value })}
          placeholder="What it’s for, where it came from, who owns it"
        />
      )}
    </Field>
  );
}

const CATEGORY_OPTIONS = CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }));
const AUDIENCE_OPTIONS = AUDIENCES.map((value) => ({ value, label: AUDIENCE_NAMES[value] }));

/** What kind of secret it is, and which kinds of API key may read it. */
export function ClassificationFields({ draft, onChange, state }: SecretFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Category" errors={errorsOf(state, "category")}>
        {(control) => (
          <Select
            {...control}
            name="category"
            options={CATEGORY_OPTIONS}
            value={draft.category}
            onChange={(event) => onChange({ category: event.target.value as Draft["category"] })}
          />
        )}
      </Field>
      <Field
        label="Readable by"
        errors={errorsOf(state, "audience")}
        hint="Which kinds of API key can read this secret."
      >
        {(control) => (
          <Select
            {...control}
            name="audience"
            options={AUDIENCE_OPTIONS}
            value={draft.audience}
            onChange={(event) => onChange({ audience: event.target.value as Draft["audience"] })}
          />
        )}
      </Field>
    </div>
  );
}

/** Where the form belongs, as hidden fields. */
export function ScopeFields({
  project,
  environment,
}: {
  readonly project: string;
  readonly environment: string;
}) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
    </>
  );
}
