import { AUDIENCE_NAMES, AUDIENCES, CATEGORIES, CATEGORY_NAMES } from "@/lib/secrets/classification";
import { AGE_DAYS } from "@/lib/secrets/listing/model";
import type { SecretQuery } from "@/lib/secrets/schema";

export type FilterName = "category" | "audience" | "age" | "use" | "need" | "rotation";

interface Filter {
  /** The parameter of the address. */
  readonly name: FilterName;
  readonly title: string;
  /** Each value, what the menu calls it, and how it reads once it is on. */
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
    readonly active: string;
  }[];
}

const same = (value: string, label: string) => ({ value, label, active: label });

/** All that the list can be narrowed by, in the order of the menu. */
export const FILTERS: readonly Filter[] = [
  {
    name: "category",
    title: "Category",
    choices: CATEGORIES.map((value) => ({
      ...same(value, CATEGORY_NAMES[value]),
      active: `Category: ${CATEGORY_NAMES[value]}`,
    })),
  },
  {
    name: "age",
    title: "Not replaced for",
    choices: AGE_DAYS.map((days) => ({
      ...same(days, `${days} days`),
      active: `Not replaced for ${days} days`,
    })),
  },
  {
    name: "audience",
    title: "Readable by",
    choices: AUDIENCES.map((value) => ({
      ...same(value, AUDIENCE_NAMES[value]),
      active: `Readable by: ${AUDIENCE_NAMES[value]}`,
    })),
  },
  { name: "use", title: "Use", choices: [same("never", "Never used")] },
  { name: "need", title: "Project", choices: [same("required", "Required")] },
  {
    name: "rotation",
    title: "Rotation",
    choices: [same("overdue", "Rotation overdue"), same("failing", "Rotation failing")],
  },
];

/** The filters that are on, in words, each with its parameter. */
export function activeFilters(
  query: SecretQuery,
): readonly { readonly name: FilterName; readonly text: string }[] {
  return FILTERS.flatMap(({ name, choices }) => {
    const choice = choices.find(({ value }) => value === query[name]);
    return choice ? [{ name, text: choice.active }] : [];
  });
}
