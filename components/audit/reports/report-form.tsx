import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { fieldsOf, REPORTS_PATH, type ReportField, type ReportView } from "@/lib/audit/reports/model";

/** What a report is narrowed to. A plain form: what it asks for is in the address. */
export function ReportForm({ view }: { readonly view: ReportView }) {
  return (
    <form
      action={REPORTS_PATH}
      aria-label="Narrow the report"
      className="flex flex-wrap items-start gap-3 rounded-lg border border-line bg-surface p-4 print:hidden"
    >
      <input type="hidden" name="report" value={view.report} />
      {fieldsOf(view.report).map(([field, label]) => (
        // The browser would keep what was typed for the report before.
        <Field
          key={`${view.report} ${field}`}
          label={label}
          errors={view.errors[field] ?? []}
          className="w-44"
        >
          {(control) => (
            <TextInput
              {...control}
              name={field}
              type={typeOf(view, field)}
              inputMode={field === "days" ? "numeric" : undefined}
              autoComplete="off"
              defaultValue={view.typed[field]}
            />
          )}
        </Field>
      ))}
      <Button type="submit" tone="primary" className="sm:mt-6.5">
        Show report
      </Button>
    </form>
  );
}

/** A calendar, or plain text for what no calendar can show. */
function typeOf({ typed, errors }: ReportView, field: ReportField): "date" | "text" {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(typed[field]) && !errors[field]?.includes("There is no such day.");
  return isDay ? "date" : "text";
}
