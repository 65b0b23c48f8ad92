import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { Time } from "@/components/ui/time";
import type { SecretRotationPageData } from "@/lib/rotation/loaders";
import type { SecretRotation } from "@/lib/rotation/model";
import { GiveForm } from "./give-form";
import { KINDS } from "./kind-labels";
import { policySentence } from "./policy-words";
import { StartForms } from "./start-form";

interface PolicyCardProps {
  readonly data: SecretRotationPageData;
  readonly rotation: SecretRotation;
}

/** How a secret is rotated, when it is due, and the ways to begin. */
export function PolicyCard({ data: { scope, secret, may }, rotation }: PolicyCardProps) {
  const { rotator, graceSeconds, paused, isOverdue, updatedAt, updatedBy, last } = rotation;
  const Start = rotator.kind === "manual" ? GiveForm : StartForms;
  const isRunning = last !== null && last.endedAt === null;
  return (
    <Card
      title={KINDS[rotator.kind].name}
      description={
        <span className="wrap-anywhere">
          Set <Time value={updatedAt} /> by {updatedBy}
        </span>
      }
      actions={
        may.configure && (
          <div className="flex flex-wrap gap-2">
            <DialogLink dialog="rotation" tone="secondary" size="small">
              Change
            </DialogLink>
            <DialogLink dialog="stop" tone="quiet" size="small">
              Stop rotating
            </DialogLink>
          </div>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p className="wrap-anywhere">
          {policySentence(rotation)} <NextTime rotation={rotation} />
        </p>
        {(paused || isOverdue) && (
          <div className="flex gap-2">
            {paused && <Badge tone="warning">Paused</Badge>}
            {isOverdue && <Badge tone="warning">Overdue</Badge>}
          </div>
        )}
        {rotator.kind === "webhook" && rotation.credential === null && (
          <Alert tone="danger" title="The signing key is not in this environment any more.">
            Choose another one, or the service is not called.
          </Alert>
        )}
        {rotator.kind === "manual" && rotator.notes !== "" && (
          <p className="wrap-anywhere whitespace-pre-wrap text-muted">{rotator.notes}</p>
        )}
        {may.run && !isRunning && <Start scope={scope} secretId={secret.id} graceSeconds={graceSeconds} />}
      </div>
    </Card>
  );
}

/** When a secret is due, as a sentence; nothing without a schedule. */
export function NextTime({ rotation: { nextAt, paused, isOverdue } }: { readonly rotation: SecretRotation }) {
  if (paused) return "It is paused: it does not become due.";
  if (nextAt === null) return null;
  return (
    <>
      {isOverdue ? "It was due on" : "Next:"} <Time value={nextAt} as="day" />.
    </>
  );
}
