import { AUDIENCES, CATEGORIES, type SecretMeta } from "@/lib/secrets/model";
import { type FormState, typedOr } from "@/lib/web/form-state";

/** The fields of a secret that an editor types into. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly category: SecretMeta["category"];
  readonly audience: SecretMeta["audience"];
}

export const DRAFT_FIELDS = ["name", "description", "category", "audience"] as const;

const FIELD_NAMES: Readonly<Record<(typeof DRAFT_FIELDS)[number], string>> = {
  name: "Name",
  description: "Description",
  category: "Category",
  audience: "Audience",
};

interface FieldChange {
  readonly field: (typeof DRAFT_FIELDS)[number];
  readonly from: string;
  readonly to: string;
}

/** The fields in which `after` differs from `before`. */
export function changesBetween(before: Draft, after: Draft): FieldChange[] {
  return DRAFT_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }));
}

/** The same with the name of each field as people know it. */
export function labelledChanges(before: Draft, after: Draft) {
  return changesBetween(before, after).map(({ field, ...change }) => ({
    label: FIELD_NAMES[field],
    ...change,
  }));
}

export function draftOf({ name, description, category, audience }: SecretMeta): Draft {
  return { name, description, category, audience };
}

/** The draft as it was sent, when a form comes back from the server without JavaScript; else what it starts with. */
export function typedDraft(state: FormState<unknown>, initial: Draft): Draft {
  return {
    name: typedOr(state, "name", initial.name),
    description: typedOr(state, "description", initial.description),
    category: oneOf(CATEGORIES, typedOr(state, "category", initial.category), initial.category),
    audience: oneOf(AUDIENCES, typedOr(state, "audience", initial.audience), initial.audience),
  };
}

function oneOf<T extends string>(choices: readonly T[], typed: string, initial: T): T {
  return choices.find((choice) => choice === typed) ?? initial;
}
