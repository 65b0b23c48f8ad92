"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useIssuesBelow } from "./form-fields";

interface FoldProps {
  readonly title: string;
  readonly description: string;
  /** Whether something in it is in use. */
  readonly isUsed: boolean;
  /** Where in the form its fields are: it opens for what is wrong there. */
  readonly paths: readonly string[];
  readonly children: ReactNode;
}

/** A part of the form that few endpoints need. Opens by itself once something in it is used, or wrong. */
export function Fold({ title, description, isUsed, paths, children }: FoldProps) {
  const isWrong = useIssuesBelow(paths);
  const needsOpen = isUsed || isWrong;
  const [isOpen, setOpen] = useState(needsOpen);
  const [needed, setNeeded] = useState(needsOpen);
  if (needsOpen !== needed) {
    setNeeded(needsOpen);
    if (needsOpen) setOpen(true);
  }
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
      <summary className="flex cursor-pointer list-none items-start gap-2.5 rounded-lg border border-line px-4 py-3 hover:bg-hover sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="mt-1 size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
        <span>
          <span className="block text-lg font-semibold">{title}</span>
          <span className="block text-muted">{description}</span>
        </span>
      </summary>
      <div className="mt-5 flex flex-col gap-5">{children}</div>
    </details>
  );
}
