"use client";

import { useRouter } from "next/navigation";
import type { MouseEvent } from "react";
import { ChipLink } from "@/components/ui/chip-link";
import { auditHref, hrefWith } from "@/lib/audit/reading/view/address";
import { type AuditView, PRESETS, type Preset } from "@/lib/audit/reading/view/model";
import { FILTER_FORM_ID } from "./filter-form";

/** Stretches of time with one click. Days that were chosen are replaced; what was typed into the form and not sent yet counts too. */
export function TimePresets({ view }: { readonly view: AuditView }) {
  const router = useRouter();
  const choose = (event: MouseEvent, time?: Preset) => {
    const form = document.getElementById(FILTER_FORM_ID);
    if (!(form instanceof HTMLFormElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Dirty fields keep their text, and would be sent again with the next filter.
    for (const day of form.querySelectorAll<HTMLInputElement>("[name=from], [name=to]")) day.value = "";
    const typed = Object.fromEntries([...new FormData(form)].map(([field, text]) => [field, String(text)]));
    router.push(auditHref({ ...typed, time }));
  };
  const isAll = view.preset === null && view.typed.from === undefined && view.typed.to === undefined;
  return (
    <nav aria-label="Time" className="flex flex-wrap gap-2">
      <ChipLink
        href={hrefWith(view, { time: undefined, from: undefined, to: undefined })}
        isOn={isAll}
        onClick={choose}
      >
        All time
      </ChipLink>
      {(Object.keys(PRESETS) as Preset[]).map((time) => (
        <ChipLink
          key={time}
          href={hrefWith(view, { time })}
          isOn={view.preset === time}
          onClick={(event) => choose(event, time)}
        >
          {PRESETS[time]}
        </ChipLink>
      ))}
    </nav>
  );
}
