import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select, type SelectGroup, type SelectOption } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { AUDIT_KINDS, AUDIT_OUTCOMES } from "@/lib/audit/model";
import type { AuditPageData } from "@/lib/audit/reading/loaders";
import { AUDIT_PATH } from "@/lib/audit/reading/view/address";
import { type AuditView, VIEW_FIELDS, type ViewField } from "@/lib/audit/reading/view/model";
import { actionLabel } from "@/lib/audit/words/words";
import { FILTER_FORM_ID } from "./filter-form";

const ACTORS_ID = "audit-actors";
const MORE = ["action", "outcome", "endpoint", "ip", "requestId"] as const satisfies readonly ViewField[];

interface AuditFiltersProps extends Pick<AuditPageData, "view" | "choices"> {}

/** Everything that the log can be narrowed to. A plain form: what it asks for is in the address. */
export function AuditFilters({ view, choices }: AuditFiltersProps) {
  const isMoreUsed = MORE.some((field) => view.typed[field] !== undefined);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a form that is the search needs no element around it
    <form
      id={FILTER_FORM_ID}
      action={AUDIT_PATH}
      role="search"
      aria-label="Filter events"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      {view.preset && <input type="hidden" name="time" value={view.preset} />}
      {view.isLive && <input type="hidden" name="live" value="on" />}
      <datalist id={ACTORS_ID}>
        {choices.actors.map((actor) => (
          <option key={actor} value={actor} />
        ))}
      </datalist>
      <div className={GRID}>
        <Text view={view} field="q" type="search" placeholder="Part of a name" data-shortcut="/" />
        <Text view={view} field="actor" list={ACTORS_ID} />
        <Text view={view} field="secret" mono />
        <Choice view={view} field="kind" options={KINDS} />
        <Choice view={view} field="project" options={projectsIn(choices)} />
        <Choice view={view} field="environment" options={environmentsIn(choices, view)} />
        <Day view={view} field="from" />
        <Day view={view} field="to" />
      </div>
      <details open={isMoreUsed}>
        <summary className="w-fit cursor-pointer text-muted hover:text-ink">More filters</summary>
        <div className={`mt-3 ${GRID}`}>
          <Choice view={view} field="action" groups={ACTIONS} />
          <Choice view={view} field="outcome" options={OUTCOMES} />
          <Text view={view} field="endpoint" mono />
          <Text view={view} field="ip" mono />
          <Text view={view} field="requestId" mono />
        </div>
      </details>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" tone="primary">
          <Search aria-hidden className="size-4" />
          Show events
        </Button>
        <p className="text-sm text-muted">Days are UTC, from their start to their end.</p>
      </div>
    </form>
  );
}

const GRID = "grid grid-cols-2 gap-3 lg:grid-cols-4";

interface ViewFieldProps {
  readonly view: AuditView;
  readonly field: ViewField;
}

type TextProps = ViewFieldProps & Omit<React.ComponentProps<typeof TextInput>, "name" | "defaultValue">;

function Text({ view, field, ...rest }: TextProps) {
  return (
    <Field label={VIEW_FIELDS[field]} errors={view.errors[field] ?? []}>
      {(control) => (
        <TextInput {...control} autoComplete="off" {...rest} name={field} defaultValue={view.typed[field]} />
      )}
    </Field>
  );
}

/** A calendar, or plain text for what no calendar can show: a moment, or what is no day at all. */
function Day({ view, field }: ViewFieldProps) {
  const typed = view.typed[field] ?? "";
  const isDay =
    typed === "" ||
    (/^\d{4}-\d\d-\d\d$/.test(typed) && !view.errors[field]?.includes("There is no such day."));
  return <Text view={view} field={field} type={isDay ? "date" : "text"} />;
}

interface ChoiceProps extends ViewFieldProps {
  readonly options?: readonly SelectOption[];
  readonly groups?: readonly SelectGroup[];
}

function Choice({ view, field, options = [], groups = [] }: ChoiceProps) {
  const typed = view.typed[field] ?? "";
  const known = [...options, ...groups.flatMap((group) => group.options)];
  const unknown =
    typed === "" || known.some(({ value }) => value === typed) ? [] : [{ value: typed, label: typed }];
  return (
    <Field label={VIEW_FIELDS[field]} errors={view.errors[field] ?? []}>
      {(control) => (
        <Select
          {...control}
          name={field}
          defaultValue={typed}
          options={[{ value: "", label: "Any" }, ...unknown, ...options]}
          groups={groups}
        />
      )}
    </Field>
  );
}

const KINDS: readonly SelectOption[] = Object.entries(AUDIT_KINDS).map(([value, { label }]) => ({
  value,
  label,
}));
const OUTCOMES: readonly SelectOption[] = Object.entries(AUDIT_OUTCOMES).map(([value, label]) => ({
  value,
  label,
}));
const ACTIONS = Object.values(AUDIT_KINDS).map(({ label, actions }) => ({
  label,
  options: actions.map((value) => ({ value, label: actionLabel(value) })),
}));

function projectsIn({ projects }: AuditPageData["choices"]): SelectOption[] {
  return projects.map(({ slug, name }) => ({ value: slug, label: name }));
}

/** Those of the chosen project; without one, those of all. */
function environmentsIn({ projects }: AuditPageData["choices"], { filters }: AuditView): SelectOption[] {
  const chosen = projects.filter(({ slug }) => filters.project === undefined || slug === filters.project);
  const names = new Map(
    chosen.flatMap(({ environments }) => environments.map(({ slug, name }) => [slug, name])),
  );
  return [...names].map(([value, label]) => ({ value, label }));
}
