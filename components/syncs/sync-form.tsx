"use client";

import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { putSyncAction } from "@/lib/managers/syncing/actions";
import type { SyncMeta } from "@/lib/managers/syncing/model";
import { errorsOf, type FormState, failureOf, typedOr } from "@/lib/web/form-state";

interface SyncFormProps {
  readonly scope: EnvironmentRef;
  readonly managers: readonly string[];
  /** Null for a new one. */
  readonly sync: SyncMeta | null;
}

const WHICH = [
  { value: "all", label: "All secrets" },
  { value: "prefix", label: "Names that begin with" },
  { value: "names", label: "These names" },
] as const;
const FOREIGN = [
  { value: "leave", label: "Leave it" },
  { value: "warn", label: "Leave it, and show it here" },
  { value: "remove", label: "Remove what this sync wrote" },
] as const;

/** Says which secrets are written where. */
export function SyncForm({ scope, managers, sync }: SyncFormProps) {
  const { state, formProps } = useFormAction(putSyncAction);
  return (
    <Card
      title={sync ? "Change this sync" : "New sync"}
      description="Values leave Strongroom for the external manager, now and whenever they change."
    >
      <form {...formProps} className="flex flex-col gap-4">
        <FormError message={failureOf(state)} attempt={state} />
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        {sync ? (
          <>
            <input type="hidden" name="isThere" value="on" />
            <input type="hidden" name="name" value={sync.name} />
            <input type="hidden" name="manager" value={sync.manager} />
          </>
        ) : (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              state={state}
              name="name"
              label="Name"
              initial=""
              hint="Such as production-to-vault."
            />
            <Field label="External manager" errors={errorsOf(state, "manager")}>
              {(control) => (
                <Select
                  {...control}
                  name="manager"
                  options={managers.map((value) => ({ value, label: value }))}
                  defaultValue={typedOr(state, "manager", managers[0] ?? "")}
                />
              )}
            </Field>
          </div>
        )}
        <Which state={state} sync={sync} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            state={state}
            name="path"
            label="Path there"
            initial={sync?.path ?? "{project}/{environment}"}
            hint="{project}, {environment}, {name}, {variable} and {lower} stand for what they say."
          />
          <TextField
            state={state}
            name="field"
            label="Field"
            initial={sync?.field ?? "{name}"}
            hint="Empty: the secret is the whole text under its path."
          />
        </div>
        <Field
          label="What no secret here stands for"
          errors={errorsOf(state, "foreign")}
          hint="What others put there is never removed."
        >
          {(control) => (
            <Select
              {...control}
              name="foreign"
              options={FOREIGN}
              defaultValue={typedOr(state, "foreign", sync?.foreign ?? "leave")}
            />
          )}
        </Field>
        <Checkbox
          name="isPaused"
          label="Paused: nothing is written"
          defaultChecked={sync?.isPaused ?? false}
        />
        <div>
          <SubmitButton>{sync ? "Save" : "Add sync"}</SubmitButton>
        </div>
      </form>
    </Card>
  );
}

interface WhichProps {
  readonly state: FormState<unknown>;
  readonly sync: SyncMeta | null;
}

function Which({ state, sync }: WhichProps) {
  const secrets = sync?.secrets;
  const [which, setWhich] = useState(() => typedOr(state, "which", secrets?.kind ?? "all"));
  const names = secrets?.kind === "names" ? secrets.names.join("\n") : "";
  return (
    <>
      <Field label="Secrets" errors={errorsOf(state, "which")}>
        {(control) => (
          <Select
            {...control}
            name="which"
            options={WHICH}
            value={which}
            onChange={(event) => setWhich(event.target.value)}
          />
        )}
      </Field>
      {which === "prefix" && (
        <TextField
          state={state}
          name="prefix"
          label="Names begin with"
          initial={secrets?.kind === "prefix" ? secrets.prefix : ""}
        />
      )}
      {which === "names" && (
        <Field label="Names" errors={errorsOf(state, "names")} hint="Each on a line.">
          {(control) => (
            <TextArea {...control} name="names" mono rows={4} defaultValue={typedOr(state, "names", names)} />
          )}
        </Field>
      )}
    </>
  );
}
