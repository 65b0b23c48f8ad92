import { classNames } from "@/components/ui/class-names";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { EnvironmentMeta } from "@/lib/projects/model";

interface SelectionBarProps {
  readonly environments: readonly EnvironmentMeta[];
  readonly lacking: string | undefined;
  /** The environments of the secrets that are selected, one for each. */
  readonly chosen: readonly string[];
  readonly mayDelete: boolean;
}

/** What to do with the secrets that are selected; always in view. */
export function SelectionBar({ environments, lacking, chosen, mayDelete }: SelectionBarProps) {
  const targets = environments.filter(
    ({ slug }) => !chosen.every((one) => one === slug) || chosen.length === 0,
  );
  const suggested = targets.find(({ slug }) => slug === lacking) ?? targets[0];
  return (
    <div
      className={classNames(
        "sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line-strong bg-raised px-4 py-2.5 shadow-dialog",
        // It would cover half of a phone.
        chosen.length === 0 && "max-sm:not-noscript:hidden",
      )}
    >
      <p aria-live="polite" className="mr-auto font-medium tabular-nums noscript:hidden">
        {chosen.length === 0 ? "Nothing selected" : `${chosen.length.toLocaleString("en")} selected`}
      </p>
      {targets.length > 0 && environments.length > 1 && (
        <span className="flex flex-wrap items-center gap-2">
          <Select
            key={suggested?.slug}
            name="to"
            aria-label="Environment to copy or move to"
            defaultValue={suggested?.slug}
            options={targets.map(({ slug, name }) => ({ value: slug, label: `To ${name}` }))}
          />
          <SubmitButton name="kind" value="copy">
            Copy
          </SubmitButton>
          <SubmitButton name="kind" value="move" tone="secondary">
            Move
          </SubmitButton>
        </span>
      )}
      <SubmitButton name="kind" value="classify" tone="secondary">
        Category and readers
      </SubmitButton>
      {mayDelete && (
        <SubmitButton name="kind" value="delete" tone="secondary">
          Delete
        </SubmitButton>
      )}
    </div>
  );
}
