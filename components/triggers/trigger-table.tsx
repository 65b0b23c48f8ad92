"use client";

import { Badge } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { SecondClick } from "@/components/ui/second-click";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { triggersPath } from "@/lib/projects/model";
import { pauseTriggerAction, removeTriggerAction } from "@/lib/triggers/actions";
import type { TriggerMeta } from "@/lib/triggers/model";
import { actionText, SCHEME_LABELS } from "./trigger-labels";

interface TriggerTableProps {
  readonly triggers: readonly TriggerMeta[];
  readonly mayConfigure: boolean;
}

/** The triggers of an environment, and what may be done about them. */
export function TriggerTable({ triggers, mayConfigure }: TriggerTableProps) {
  const actions: Column<TriggerMeta> = {
    title: "Actions",
    kind: "actions",
    className: "w-52",
    cell: (trigger) => (
      <div className="flex flex-wrap items-start gap-2">
        <DialogLink dialog="trigger" needs={{ trigger: trigger.name }} tone="secondary" size="small">
          Edit<span className="sr-only"> {trigger.name}</span>
        </DialogLink>
        <PauseForm trigger={trigger} />
        <DeleteForm trigger={trigger} />
      </div>
    ),
  };
  return (
    <Table
      label="Triggers"
      cardsBelow="md"
      columns={mayConfigure ? [...COLUMNS, actions] : COLUMNS}
      rows={triggers}
      rowKey={({ name }) => name}
    />
  );
}

const COLUMNS: readonly Column<TriggerMeta>[] = [
  {
    title: "Name",
    className: "max-w-72",
    cell: ({ name, url, paused }) => (
      <>
        <span className="font-medium wrap-anywhere">{name}</span>{" "}
        {paused && <Badge tone="warning">Paused</Badge>}
        <span className="block font-mono text-xs break-all text-muted">{url}</span>
      </>
    ),
  },
  {
    title: "Signed as",
    className: "max-w-56 text-sm",
    cell: ({ scheme, secret }) => (
      <>
        {SCHEME_LABELS[scheme]}
        <span className="block font-mono text-xs wrap-anywhere text-muted">{secret ?? "No secret"}</span>
      </>
    ),
  },
  {
    title: "What follows",
    className: "max-w-56 text-sm wrap-anywhere",
    cell: ({ action }) => actionText(action),
  },
  {
    title: "Deliveries",
    className: "w-56 text-sm",
    cell: ({ project, environment, name, firedAt, refusedCount, refusedAt }) => (
      <>
        {firedAt === null ? (
          "Never used"
        ) : (
          <Link href={`${triggersPath(project, environment)}&deliveries=${name}`}>
            Last <Time value={firedAt} />
            <span className="sr-only">, deliveries of {name}</span>
          </Link>
        )}
        {refusedAt !== null && (
          <span className="block text-muted">
            {counted(refusedCount, "refusal")}, last <Time value={refusedAt} />
          </span>
        )}
      </>
    ),
  },
];

function PauseForm({ trigger: { project, name, paused } }: { readonly trigger: TriggerMeta }) {
  const { state, formProps } = useFormAction(pauseTriggerAction);
  return (
    <SecondClick
      state={state}
      formProps={formProps}
      button={
        <>
          {paused ? "Resume" : "Pause"}
          <span className="sr-only"> {name}</span>
        </>
      }
    >
      <Hidden project={project} name={name} />
      <input type="hidden" name="paused" value={paused ? "off" : "on"} />
      <p className="max-w-70 text-sm">
        {paused ? "It takes webhooks again." : "Until you resume it, webhooks are refused."}
      </p>
    </SecondClick>
  );
}

function DeleteForm({ trigger: { project, name } }: { readonly trigger: TriggerMeta }) {
  const { state, formProps } = useFormAction(removeTriggerAction);
  return (
    <SecondClick
      state={state}
      formProps={formProps}
      submitTone="danger"
      button={
        <>
          Delete<span className="sr-only"> {name}</span>
        </>
      }
    >
      <Hidden project={project} name={name} />
      <p className="max-w-70 text-sm">Its deliveries are deleted too.</p>
    </SecondClick>
  );
}

function Hidden({ project, name }: Pick<TriggerMeta, "project" | "name">) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
