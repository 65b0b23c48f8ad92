import { Circle, CircleCheck, CircleX, type LucideIcon, RefreshCcw } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import { type RotationMeta, type RotationPhase, waitsForPerson } from "@/lib/rotation/model";
import { PHASES } from "./rotation-labels";

type Progress = "done" | "now" | "failed" | "next";

const LOOKS: Readonly<
  Record<Progress, { readonly icon: LucideIcon; readonly word: string; readonly look: string }>
> = {
  done: { icon: CircleCheck, word: "Done", look: "text-success-ink" },
  now: { icon: RefreshCcw, word: "Now", look: "text-accent-ink" },
  failed: { icon: CircleX, word: "Failed", look: "text-danger-ink" },
  next: { icon: Circle, word: "To come", look: "text-muted" },
};

interface PhaseListProps {
  readonly rotation: RotationMeta;
  /** What it goes through when nothing goes wrong. */
  readonly phases: readonly RotationPhase[];
}

/** How far a rotation is: what is done, what is done now or failed, and what is to come. */
export function PhaseList({ rotation, phases }: PhaseListProps) {
  const { phase } = rotation;
  const hasFailed = rotation.error !== null && !waitsForPerson(rotation);
  const shown = phases.includes(phase) ? phases : [phase];
  const current = shown.indexOf(phase);
  const progressOf = (i: number): Progress =>
    i < current ? "done" : i > current ? "next" : hasFailed ? "failed" : "now";
  return (
    <ol aria-label="Phases" className="flex flex-col gap-1.5 sm:flex-row sm:flex-wrap sm:gap-x-5">
      {shown.map((one, i) => {
        const { icon: Icon, word, look } = LOOKS[progressOf(i)];
        return (
          <li
            key={one}
            aria-current={i === current ? "step" : undefined}
            className={classNames("flex items-center gap-1.5", look, i === current && "font-medium")}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className="sr-only">{word}: </span>
            {PHASES[one]}
          </li>
        );
      })}
    </ol>
  );
}
