import type { FieldChange } from "./draft";
import { FIELD_NAMES } from "./draft";

/** Changed fields, each with what it was and what it is. */
export function ChangeLines({ changes }: { readonly changes: readonly FieldChange[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ field, from, to }) => (
        <li key={field} className="min-w-0 break-words">
          <span className="font-medium">{FIELD_NAMES[field]}: </span>
          <del className="text-muted">{shown(from)}</del>
          <span aria-hidden> → </span>
          <ins className="no-underline">{shown(to)}</ins>
        </li>
      ))}
    </ul>
  );
}

const SHOWN_LENGTH_MAX = 160;

function shown(text: string): string {
  if (text === "") return "(empty)";
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}
