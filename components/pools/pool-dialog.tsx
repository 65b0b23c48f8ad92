"use client";

import { useState } from "react";
import { MoreSecrets } from "@/components/allowlist/more-secrets";
import { useSecretNames } from "@/components/allowlist/use-secret-names";
import { ScopeFields } from "@/components/secrets/secret-fields";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { putPoolAction } from "@/lib/pools/actions";
import type { EnvironmentPools } from "@/lib/pools/loaders";
import { type Pool, STRATEGIES } from "@/lib/pools/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { MemberRows } from "./member-rows";
import { STRATEGY_LABELS } from "./pool-labels";

interface PoolDialogProps {
  readonly scope: EnvironmentRef;
  readonly shown: EnvironmentPools;
  /** Null for a new one. */
  readonly pool: Pool | null;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: (name: string) => void;
}

const STRATEGY_OPTIONS = STRATEGIES.map((value) => ({ value, label: STRATEGY_LABELS[value] }));

/** Says what a pool is. */
export function PoolDialog({ scope, shown, pool, basePath, onClose, onSaved }: PoolDialogProps) {
  const { environment, choices } = shown;
  const { state, formProps } = useFormAction(putPoolAction);
  const [hasChanged, setChanged] = useState(false);
  const { names, addNames } = useSecretNames(choices);
  useDone(state, ({ name }) => onSaved(name));
  if (state.status === "done")
    return <DoneDialog title={`Saved ${state.data.name}`} href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={pool ? `Edit ${pool.name}` : "New pool"}
      description={`In ${scope.project}, ${environment.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{pool ? "Save" : "Make pool"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <ScopeFields {...scope} />
        <input type="hidden" name="revision" value={pool?.revision ?? 0} />
        {pool ? (
          <input type="hidden" name="name" value={pool.name} />
        ) : (
          <Field label="Name" hint="Callers ask for it by this name." errors={errorsOf(state, "name")}>
            {(control) => (
              <TextInput {...control} mono name="name" autoFocus defaultValue={typedOr(state, "name", "")} />
            )}
          </Field>
        )}
        <Field label="Description (optional)" errors={errorsOf(state, "description")}>
          {(control) => (
            <TextArea
              {...control}
              name="description"
              rows={2}
              defaultValue={typedOr(state, "description", pool?.description ?? "")}
            />
          )}
        </Field>
        <Field label="Who gets which member" errors={errorsOf(state, "strategy")}>
          {(control) => (
            <Select
              {...control}
              name="strategy"
              options={STRATEGY_OPTIONS}
              defaultValue={typedOr(state, "strategy", pool?.strategy ?? "roundRobin")}
            />
          )}
        </Field>
        {choices?.hasMore && <MoreSecrets scope={scope} onFound={addNames} />}
        <MemberRows members={pool?.members ?? []} names={names} state={state} />
      </div>
    </FormDialog>
  );
}
