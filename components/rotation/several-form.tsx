"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { rotationPath } from "@/lib/projects/model";
import { startSeveralAction } from "@/lib/rotation/actions";
import type { RotatedSecret } from "@/lib/rotation/listing/service";
import { SEVERAL_MAX } from "@/lib/rotation/model";
import type { SeveralStarted } from "@/lib/rotation/running/several";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";
import { KINDS } from "./kind-labels";

const TRIGGERS = [
  { value: "person", label: "Rotate now: each old value stays good for its grace time" },
  { value: "emergency", label: "Emergency: old values end at once, which cannot be undone" },
] as const;

interface SeveralFormProps {
  readonly project: string;
  readonly secrets: readonly RotatedSecret[];
}

/** Rotates those that are ticked. */
export function SeveralForm({ project, secrets }: SeveralFormProps) {
  const { state, formProps } = useFormAction(startSeveralAction);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(typedOr(state, "secret", "").split("\n").filter(Boolean)),
  );
  const free = secrets.filter(({ isUnderWay }) => !isUnderWay).slice(0, SEVERAL_MAX);
  const isAll = free.length > 0 && free.every((secret) => chosen.has(keyOf(secret)));
  const toggle = (key: string) =>
    setChosen(
      (before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]),
    );
  const started = state.status === "done" ? state.data : null;
  const issues = errorsOf(state, "secret");
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      {started && <Outcome project={project} started={started} secrets={secrets} />}
      <input type="hidden" name="project" value={project} />
      <fieldset
        className="flex flex-col gap-1"
        aria-describedby={issues.length > 0 ? "several-issue" : undefined}
      >
        <legend className="mb-2 font-medium">Secrets</legend>
        {issues.length > 0 && (
          <p id="several-issue" className="text-sm text-danger-ink">
            {issues.join(" ")}
          </p>
        )}
        <div>
          <Button
            size="small"
            onClick={() => setChosen(new Set(isAll ? [] : free.map((secret) => keyOf(secret))))}
          >
            {isAll ? "Select none" : "Select all"}
          </Button>
        </div>
        <ul className="flex flex-col divide-y divide-line">
          {secrets.map((secret) => (
            <li key={secret.id} className="py-1.5">
              <Checkbox
                name="secret"
                value={keyOf(secret)}
                checked={chosen.has(keyOf(secret))}
                disabled={secret.isUnderWay}
                onChange={() => toggle(keyOf(secret))}
                label={<SecretLabel secret={secret} />}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <Field label="How">
        {(control) => (
          <Select
            {...control}
            name="trigger"
            options={TRIGGERS}
            defaultValue={typedOr(state, "trigger", "person")}
          />
        )}
      </Field>
      <div>
        <SubmitButton>
          {chosen.size === 0 ? "Rotate" : `Rotate ${counted(chosen.size, "secret")}`}
        </SubmitButton>
      </div>
    </form>
  );
}

function SecretLabel({
  secret: { name, environment, rotator, isUnderWay },
}: {
  readonly secret: RotatedSecret;
}) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <span className="font-mono text-sm font-medium break-all">{name}</span>
      <span className="text-sm text-muted">
        {environment} · {isUnderWay ? "A rotation is under way" : KINDS[rotator].name}
      </span>
    </span>
  );
}

interface OutcomeProps extends SeveralFormProps {
  readonly started: SeveralStarted;
}

function Outcome({ project, started: { begun, refused }, secrets }: OutcomeProps) {
  const nameOf = (id: string) => secrets.find((secret) => secret.id === id)?.name ?? "A secret that is gone";
  const title = `${begun === 1 ? "1 rotation is" : `${begun.toLocaleString("en")} rotations are`} begun.`;
  return (
    <Alert
      role="status"
      tone={refused.length > 0 ? "warning" : "success"}
      title={title}
      actions={
        <ButtonLink href={rotationPath(project)} size="small">
          See how far they are
        </ButtonLink>
      }
    >
      {refused.length > 0 && (
        <ul className="list-disc pl-5">
          {refused.map(({ secretId, why }) => (
            <li key={secretId}>
              <span className="font-mono">{nameOf(secretId)}</span>: {why}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function keyOf({ environment, id }: RotatedSecret): string {
  return `${environment}/${id}`;
}
