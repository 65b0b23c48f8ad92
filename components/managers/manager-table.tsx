"use client";

import { Badge } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { removeManagerAction, testManagerAction } from "@/lib/managers/actions";
import { addressOf, type ManagerMeta } from "@/lib/managers/model";
import { failureOf } from "@/lib/web/form-state";
import { KINDS } from "./manager-labels";

interface ManagerTableProps {
  readonly managers: readonly ManagerMeta[];
  readonly mayConfigure: boolean;
}

/** The external managers of an environment, and what may be done about them. */
export function ManagerTable({ managers, mayConfigure }: ManagerTableProps) {
  const columns = mayConfigure ? [...COLUMNS, ACTIONS] : COLUMNS;
  return <Table label="External managers" columns={columns} rows={managers} rowKey={({ name }) => name} />;
}

const COLUMNS: readonly Column<ManagerMeta>[] = [
  {
    title: "Name",
    className: "w-40",
    cell: ({ name }) => <span className="font-medium wrap-anywhere">{name}</span>,
  },
  {
    title: "Where",
    className: "max-w-72 text-sm",
    cell: ({ config, credential }) => (
      <>
        {KINDS[config.kind]}
        <span className="block font-mono text-xs break-all">{addressOf(config)}</span>
        <span className="block text-muted wrap-anywhere">
          {credential === null ? "Its credential is not here any more." : `with ${credential}`}
        </span>
      </>
    ),
  },
  {
    title: "Values",
    className: "w-44 text-sm",
    cell: ({ secrets, problem }) => (
      <span className="flex flex-col items-start gap-1">
        {counted(secrets, "secret")}
        {problem !== null && (
          <>
            <Badge tone="warning">Cannot be read</Badge>
            <span className="text-xs wrap-anywhere text-muted">{problem}</span>
          </>
        )}
      </span>
    ),
  },
  {
    title: "Changed",
    className: "w-44 max-w-44 text-sm",
    cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
  },
];

const ACTIONS: Column<ManagerMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-44",
  cell: (manager) => (
    <div className="flex flex-wrap items-start gap-2">
      <DialogLink dialog="manager" needs={{ manager: manager.name }} tone="secondary" size="small">
        Edit<span className="sr-only"> {manager.name}</span>
      </DialogLink>
      <TestForm manager={manager} />
      <RemoveForm manager={manager} />
    </div>
  ),
};

interface FormProps {
  readonly manager: ManagerMeta;
}

function TestForm({ manager }: FormProps) {
  const { state, formProps } = useFormAction(testManagerAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <TargetFields manager={manager} />
      <div>
        <SubmitButton size="small" tone="secondary">
          Test<span className="sr-only"> {manager.name}</span>
        </SubmitButton>
      </div>
      <FormError message={failureOf(state)} attempt={state} />
      {state.status === "done" && (
        <p role="status" className="max-w-70 text-sm text-success-ink">
          {manager.name} takes the credential, and has what is configured.
        </p>
      )}
    </form>
  );
}

function RemoveForm({ manager }: FormProps) {
  const { state, formProps } = useFormAction(removeManagerAction);
  const button = (
    <>
      Delete<span className="sr-only"> {manager.name}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone="danger">
      <TargetFields manager={manager} />
      <p className="max-w-70 text-sm">Strongroom forgets {manager.name}. Nothing is deleted there.</p>
    </SecondClick>
  );
}

function TargetFields({ manager: { project, environment, name } }: FormProps) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
