"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import { useFormAction } from "@/components/ui/use-form-action";
import { removeLeaseSourceAction, testLeaseSourceAction } from "@/lib/leases/actions";
import type { LeaseSourceEntry } from "@/lib/leases/model";
import { durationText } from "@/lib/quantity";
import { failureOf } from "@/lib/web/form-state";
import { KINDS } from "./lease-labels";

interface SourceTableProps {
  readonly sources: readonly LeaseSourceEntry[];
  readonly mayConfigure: boolean;
}

/** Where users are made, and what may be done about it. */
export function SourceTable({ sources, mayConfigure }: SourceTableProps) {
  const columns = mayConfigure ? [...COLUMNS, ACTIONS] : COLUMNS;
  return <Table label="Lease sources" columns={columns} rows={sources} rowKey={({ name }) => name} />;
}

const COLUMNS: readonly Column<LeaseSourceEntry>[] = [
  {
    title: "Name",
    className: "w-40",
    cell: ({ name }) => <span className="font-medium wrap-anywhere">{name}</span>,
  },
  {
    title: "Database",
    className: "max-w-72 text-sm",
    cell: ({ source, credential }) => (
      <>
        {KINDS[source.kind]}
        <span className="block font-mono text-xs break-all">
          {source.host}:{source.port}/{source.database}
        </span>
        <span className="block text-muted wrap-anywhere">
          {credential === null ? "Its admin credential is not here any more." : `as ${credential}`}
        </span>
      </>
    ),
  },
  {
    title: "Time",
    className: "w-40 text-sm",
    cell: ({ source }) =>
      `${durationText(source.ttlSecondsDefault)}, at most ${durationText(source.ttlSecondsMax)}`,
  },
  {
    title: "Leases",
    className: "w-24 text-sm",
    cell: ({ leases, source }) => `${leases} of ${source.leasesMax}`,
  },
  {
    title: "Changed",
    className: "w-44 max-w-44 text-sm",
    cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
  },
];

const ACTIONS: Column<LeaseSourceEntry> = {
  title: "Actions",
  kind: "actions",
  className: "w-44",
  cell: (entry) => (
    <div className="flex flex-wrap items-start gap-2">
      <DialogLink dialog="source" needs={{ source: entry.name }} tone="secondary" size="small">
        Edit<span className="sr-only"> {entry.name}</span>
      </DialogLink>
      <TestForm entry={entry} />
      <RemoveForm entry={entry} />
    </div>
  ),
};

function TestForm({ entry }: { readonly entry: LeaseSourceEntry }) {
  const { state, formProps } = useFormAction(testLeaseSourceAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <SourceFields entry={entry} />
      <div>
        <SubmitButton size="small" tone="secondary">
          Test<span className="sr-only"> {entry.name}</span>
        </SubmitButton>
      </div>
      <FormError message={failureOf(state)} attempt={state} />
      {state.status === "done" && (
        <p role="status" className="max-w-70 text-sm text-success-ink">
          A user was made, signed in, and was dropped.
        </p>
      )}
    </form>
  );
}

function RemoveForm({ entry }: { readonly entry: LeaseSourceEntry }) {
  const { state, formProps } = useFormAction(removeLeaseSourceAction);
  const button = (
    <>
      Delete<span className="sr-only"> {entry.name}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone="danger">
      <SourceFields entry={entry} />
      <p className="max-w-70 text-sm">Nothing can be leased from {entry.name} any more.</p>
    </SecondClick>
  );
}

function SourceFields({ entry: { project, environment, name } }: { readonly entry: LeaseSourceEntry }) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
