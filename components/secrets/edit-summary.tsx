import { ChangeLines, type LabelledChange } from "@/components/ui/change-lines";

interface EditSummaryProps {
  readonly changes: readonly LabelledChange[];
  /** The version that a new value would make, if one is typed. */
  readonly nextVersion: number | null;
}

/** What saving will change, before it does. */
export function EditSummary({ changes, nextVersion }: EditSummaryProps) {
  if (changes.length === 0 && nextVersion === null) return null;
  return (
    <section className="rounded-md border border-line bg-sunken px-3 py-2.5 text-sm">
      <h3 className="font-medium">Changes to save</h3>
      <ChangeLines changes={changes} />
      {nextVersion !== null && <p>Value replaced (version {nextVersion}). Apps get it on their next read.</p>}
    </section>
  );
}
