/** A field that differs, as what it was and what it is. */
export interface LabelledChange {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** Changed fields, each with what it was and what it is. */
export function ChangeLines({ changes }: { readonly changes: readonly LabelledChange[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ label, from, to }) => (
        <li key={label} className="min-w-0 break-words">
          <span className="font-medium">{label}: </span>
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
