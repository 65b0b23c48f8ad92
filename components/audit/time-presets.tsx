import { ChipLink } from "@/components/ui/chip-link";
import { hrefWith } from "@/lib/audit/reading/view/address";
import { type AuditView, PRESETS, type Preset } from "@/lib/audit/reading/view/model";

/** Stretches of time with one click. Days that were chosen are replaced. */
export function TimePresets({ view }: { readonly view: AuditView }) {
  const isAll = view.preset === null && view.typed.from === undefined && view.typed.to === undefined;
  return (
    <nav aria-label="Time" className="flex flex-wrap gap-2">
      <ChipLink href={hrefWith(view, { time: undefined, from: undefined, to: undefined })} isOn={isAll}>
        All time
      </ChipLink>
      {(Object.keys(PRESETS) as Preset[]).map((time) => (
        <ChipLink key={time} href={hrefWith(view, { time })} isOn={view.preset === time}>
          {PRESETS[time]}
        </ChipLink>
      ))}
    </nav>
  );
}
