import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import { possibleSteps, type RotationMeta, type RotationPhase, waitsForPerson } from "@/lib/rotation/model";
import { PhaseList } from "./phase-list";
import { beginnerWords, PHASES } from "./rotation-labels";
import { RetryRotation, StepForm } from "./step-form";

interface CurrentRotationProps {
  readonly rotation: RotationMeta;
  readonly phases: readonly RotationPhase[];
  readonly mayRun: boolean;
}

/** A rotation that is under way: how far it is, why it does not go on, and what can be done. Keeps itself up to date. */
export function CurrentRotation({ rotation, phases, mayRun }: CurrentRotationProps) {
  const { phase, error, graceEndsAt, startedAt, fromVersion } = rotation;
  const isWaiting = phase === "wait";
  return (
    <Card
      title={titleOf(rotation)}
      description={
        <span className="wrap-anywhere">
          Begun <Time value={startedAt} /> by {beginnerWords(rotation)}.
        </span>
      }
    >
      <RefreshEvery ms={refreshMs(rotation)} />
      <div className="flex flex-col gap-4" aria-live="polite">
        <PhaseList rotation={rotation} phases={phases} />
        {error !== null && <Failure rotation={rotation} error={error} />}
        {isWaiting && graceEndsAt && (
          <p>
            The new value is current. The old one, version {fromVersion}, stays good until{" "}
            <Time value={graceEndsAt} as="exact" />.
          </p>
        )}
        {mayRun && <Steps rotation={rotation} />}
      </div>
    </Card>
  );
}

function titleOf(rotation: RotationMeta): string {
  if (waitsForPerson(rotation)) return "It waits for a person";
  if (rotation.error !== null) return "Rotation failed";
  return rotation.phase === "wait" ? "In its grace time" : "Rotation under way";
}

/** Often while something happens by itself, seldom while it waits. */
function refreshMs({ phase, state, error }: RotationMeta): number {
  return state === "running" && phase !== "wait" && error === null ? 2_000 : 10_000;
}

/** Why a rotation does not go on, and what comes of it. */
export function Failure({ rotation, error }: { readonly rotation: RotationMeta; readonly error: string }) {
  const { phase, state, attempts, toVersion } = rotation;
  if (waitsForPerson(rotation)) return <Alert tone="warning" title={error} />;
  const times = attempts === 1 ? "once" : counted(attempts, "time");
  return (
    <Alert tone="danger" title={`${PHASES[phase]}: failed ${times}`}>
      <p className="font-mono text-sm wrap-anywhere whitespace-pre-wrap">{error}</p>
      <p className="mt-1">
        {state === "attention" ? "It is not tried again by itself." : "It is tried again by itself."}{" "}
        {toVersion === null && "The old value is still current, and readers go on with it."}
      </p>
    </Alert>
  );
}

function Steps({ rotation }: { readonly rotation: RotationMeta }) {
  const { id, name, phase, fromVersion, toVersion } = rotation;
  const may = possibleSteps(rotation);
  if (!Object.values(may).includes(true)) return null;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {may.confirm && phase === "revert" && (
        <StepForm id={id} step="confirm" button="End it as it is">
          The rotation ends without going back any further: {toVersion === null ? "the old" : "the new"} value
          stays current. What the other side accepts is for you to put right.
        </StepForm>
      )}
      {may.confirm && phase === "revoke" && (
        <StepForm id={id} step="confirm" button="It is revoked">
          The old value, version {fromVersion}, is refused where it was issued. That you say so is on record
          with your name, and the rotation is done.
        </StepForm>
      )}
      {may.retry && !waitsForPerson(rotation) && <RetryRotation id={id} name={name} />}
      {may.cancel && (
        <StepForm id={id} step="cancel" button="Go back">
          The old value stays current. What was done on the other side is taken back, and the new value is
          forgotten.
        </StepForm>
      )}
      {may.revoke && (
        <StepForm id={id} step="revoke" button="End grace time now" tone="danger">
          The old value, version {fromVersion}, stops being good at once, also for readers that have not come
          over yet. After that it cannot be undone.
        </StepForm>
      )}
      {may.undo && (
        <StepForm id={id} step="undo" button="Undo">
          The old value, version {fromVersion}, becomes current again as a new version, and readers get it
          from then on.
        </StepForm>
      )}
    </div>
  );
}
