import type { FieldChange } from "./draft";

/** Changed settings, each with what it was and what it is. */
export function ChangeLines({ changes }: { readonly changes: readonly FieldChange[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ label, from, to }) => (
        <li key={label} className="min-w-0 break-words">
          <span className="font-medium">{label}: </span>
          <del className="text-muted">{from}</del>
          <span aria-hidden> → </span>
          <ins className="no-underline">{to}</ins>
        </li>
      ))}
    </ul>
  );
}
