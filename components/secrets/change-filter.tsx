import { ChipLink } from "@/components/ui/chip-link";
import { CHANGE_KINDS, type ChangeKind } from "@/lib/secrets/changes/model";

interface ChangeFilterProps {
  readonly kind: ChangeKind | undefined;
  readonly hrefOf: (kind: ChangeKind | undefined) => string;
}

/** Narrows a change log to one kind of change. */
export function ChangeFilter({ kind, hrefOf }: ChangeFilterProps) {
  return (
    <nav aria-label="Kind of change" className="flex flex-wrap gap-2">
      <ChipLink href={hrefOf(undefined)} isOn={kind === undefined}>
        All
      </ChipLink>
      {(Object.keys(CHANGE_KINDS) as ChangeKind[]).map((key) => (
        <ChipLink key={key} href={hrefOf(key)} isOn={kind === key}>
          {CHANGE_KINDS[key].label}
        </ChipLink>
      ))}
    </nav>
  );
}
