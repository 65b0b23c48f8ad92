import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { possibleSteps, type RotationMeta, waitsForPerson } from "@/lib/rotation/model";
import { Failure } from "./current-rotation";
import { SecretLink, StateBadge } from "./rotation-columns";
import { PHASES } from "./rotation-labels";
import { RetryRotation } from "./step-form";

interface UrgentListProps {
  readonly title: string;
  readonly rotations: readonly RotationMeta[];
  readonly mayRun: boolean;
}

/** Rotations that somebody has to look at, or that are under way, each with how far it is; nothing without any. */
export function UrgentList({ title, rotations, mayRun }: UrgentListProps) {
  if (rotations.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="flex flex-col divide-y divide-line">
        {rotations.map((rotation) => (
          <UrgentLine key={rotation.id} rotation={rotation} mayRun={mayRun} />
        ))}
      </ul>
    </Card>
  );
}

function UrgentLine({ rotation, mayRun }: { readonly rotation: RotationMeta; readonly mayRun: boolean }) {
  const { id, name, environment, phase, error, startedAt, graceEndsAt } = rotation;
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0">
          <SecretLink {...rotation} />
        </span>
        <StateBadge rotation={rotation} />
        <span className="text-sm text-muted">
          {environment} ·{" "}
          {phase === "wait" && graceEndsAt ? (
            <>
              the old value is good until <Time value={graceEndsAt} as="exact" />
            </>
          ) : (
            <>
              {PHASES[phase]} · begun <Time value={startedAt} />
            </>
          )}
        </span>
      </div>
      {error !== null && <Failure rotation={rotation} error={error} />}
      {error !== null && mayRun && possibleSteps(rotation).retry && !waitsForPerson(rotation) && (
        <RetryRotation id={id} name={name} />
      )}
    </li>
  );
}
