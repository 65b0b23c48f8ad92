import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { PackPageData } from "@/lib/audit/pack/loaders";
import { PACK_FIELDS, PACK_PATH, type PackField, type PackView } from "@/lib/audit/pack/model";
import type { ProjectMeta } from "@/lib/projects/model";

/** What a pack is narrowed to. A plain form: what it asks for is in the address. */
export function PackForm({ view, projects }: Pick<PackPageData, "view" | "projects">) {
  const environments = new Map(
    projects.flatMap(({ environments }) => environments.map(({ slug, name }) => [slug, name] as const)),
  );
  return (
    <form
      action={PACK_PATH}
      aria-label="Narrow the pack"
      className="flex flex-wrap items-start gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <Text view={view} field="from" />
      <Text view={view} field="to" />
      <Choice view={view} field="project" choices={projects.map(({ slug, name }) => [slug, name])} />
      <Choice view={view} field="environment" choices={[...environments]} />
      <Text view={view} field="sample" />
      <Button type="submit" className="sm:mt-6.5">
        Check
      </Button>
    </form>
  );
}

interface PackFieldProps {
  readonly view: PackView;
  readonly field: PackField;
}

function Text({ view, field }: PackFieldProps) {
  const typed = view.typed[field];
  const errors = view.errors[field] ?? [];
  // What no calendar can show stays to be read.
  const isDay =
    field !== "sample" && /^\d{4}-\d\d-\d\d$/.test(typed) && !errors.includes("There is no such day.");
  return (
    <Field label={PACK_FIELDS[field]} errors={errors} className="w-44">
      {(control) => (
        <TextInput
          {...control}
          name={field}
          type={isDay ? "date" : "text"}
          inputMode={field === "sample" ? "numeric" : undefined}
          autoComplete="off"
          defaultValue={typed}
        />
      )}
    </Field>
  );
}

interface ChoiceProps extends PackFieldProps {
  readonly choices: readonly (readonly [slug: string, name: ProjectMeta["name"]])[];
}

function Choice({ view, field, choices }: ChoiceProps) {
  const typed = view.typed[field];
  const isKnown = typed === "" || choices.some(([slug]) => slug === typed);
  const options = [
    { value: "", label: "All" },
    ...(isKnown ? [] : [{ value: typed, label: typed }]),
    ...choices.map(([value, label]) => ({ value, label })),
  ];
  return (
    <Field label={PACK_FIELDS[field]} errors={view.errors[field] ?? []} className="w-44">
      {(control) => <Select {...control} name={field} defaultValue={typed} options={options} />}
    </Field>
  );
}
