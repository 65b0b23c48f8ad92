import { X } from "lucide-react";
import { Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { AUDIT_KINDS, AUDIT_OUTCOMES } from "@/lib/audit/model";
import { AUDIT_PATH, hrefWith } from "@/lib/audit/reading/view/address";
import { type AuditView, PRESETS, VIEW_FIELDS, type ViewField } from "@/lib/audit/reading/view/model";
import { actionLabel } from "@/lib/audit/words/words";

interface ActiveFiltersProps {
  readonly view: AuditView;
  /** What the person or key that the view is narrowed to is called. */
  readonly actorName: string | null;
}

/** What the view is narrowed to, each with the way to take it away. Filters that are wrong do not count, and say so. */
export function ActiveFilters({ view, actorName }: ActiveFiltersProps) {
  const fields = (Object.keys(view.typed) as ViewField[]).filter((field) => !view.errors[field]);
  if (fields.length === 0 && !view.preset) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-2">
      {fields.map((field) => (
        <Chip
          key={field}
          label={VIEW_FIELDS[field]}
          value={(field === "actor" && actorName) || textOf(field, view.typed[field] ?? "")}
          href={hrefWith(view, { [field]: undefined })}
        />
      ))}
      {view.preset && (
        <Chip label="Time" value={PRESETS[view.preset]} href={hrefWith(view, { time: undefined })} />
      )}
      <li className="print:hidden">
        <Link href={AUDIT_PATH} className="px-1 text-sm text-accent-ink hover:underline">
          Clear all
        </Link>
      </li>
    </ul>
  );
}

interface ChipProps {
  readonly label: string;
  readonly value: string;
  readonly href: string;
}

function Chip({ label, value, href }: ChipProps) {
  return (
    <li className="max-w-full">
      <Link
        href={href}
        className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-full border border-accent-ink bg-accent-soft px-2.5 text-sm text-accent-ink hover:bg-hover pointer-coarse:min-h-9"
      >
        <span className="min-w-0 truncate">
          <span className="sr-only">Remove the filter </span>
          {label}: {value}
        </span>
        <X aria-hidden className="size-3.5 shrink-0 print:hidden" />
        <LinkPending />
      </Link>
    </li>
  );
}

function textOf(field: ViewField, typed: string): string {
  if (field === "action") return actionLabel(typed);
  const names: Readonly<Record<string, string>> =
    field === "outcome"
      ? AUDIT_OUTCOMES
      : field === "kind"
        ? Object.fromEntries(Object.entries(AUDIT_KINDS).map(([kind, { label }]) => [kind, label]))
        : {};
  return names[typed] ?? typed;
}
