"use client";

import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { SecondClick } from "@/components/ui/second-click";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { triggersPath } from "@/lib/projects/model";
import { inSize } from "@/lib/quantity";
import { replayDeliveryAction } from "@/lib/triggers/actions";
import type { TriggersPageData } from "@/lib/triggers/loaders";
import type { DeliveryMeta } from "@/lib/triggers/model";
import { STATE_LABELS } from "./trigger-labels";

interface DeliveryTableProps {
  readonly data: TriggersPageData;
  readonly shown: NonNullable<TriggersPageData["shown"]>;
}

/** What came to one trigger, and what became of it: never what is in it. */
export function DeliveryTable({ data: { scope, may }, shown: { trigger, items, next } }: DeliveryTableProps) {
  const replay: Column<DeliveryMeta> = {
    title: "Actions",
    kind: "actions",
    className: "w-40",
    cell: ({ id, kept }) => kept && <ReplayForm project={scope.project} name={trigger} id={id} />,
  };
  const path = `${triggersPath(scope.project, scope.environment)}&deliveries=${trigger}`;
  return (
    <section className="flex flex-col gap-4" aria-labelledby="deliveries">
      <h2 id="deliveries" className="text-lg font-semibold">
        Deliveries of {trigger}
      </h2>
      <Table
        label={`Deliveries of ${trigger}`}
        cardsBelow="md"
        columns={may.replay ? [...COLUMNS, replay] : COLUMNS}
        rows={items}
        rowKey={({ id }) => id}
      />
      {next !== null && (
        <p>
          <ButtonLink href={`${path}&before=${next}`}>Older deliveries</ButtonLink>
        </p>
      )}
    </section>
  );
}

const COLUMNS: readonly Column<DeliveryMeta>[] = [
  {
    title: "Received",
    className: "w-44 text-sm",
    cell: ({ receivedAt, replayOf }) => (
      <>
        <Time value={receivedAt} />
        {replayOf !== null && <span className="block text-muted">Replayed</span>}
      </>
    ),
  },
  {
    title: "Delivery",
    className: "max-w-64 text-sm",
    cell: ({ id, messageId }) => (
      <>
        <span className="font-mono text-xs break-all">{id}</span>
        {messageId !== null && (
          <span className="block font-mono text-xs break-all text-muted">{messageId}</span>
        )}
      </>
    ),
  },
  {
    title: "Contents",
    className: "max-w-64 text-sm",
    cell: ({ bytes, headerNames, kept }) => (
      <>
        {inSize(bytes)}, {counted(headerNames.length, "header")}
        <span className="block text-xs wrap-anywhere text-muted">{headerNames.join(", ")}</span>
        {!kept && <span className="block text-muted">No longer kept</span>}
      </>
    ),
  },
  {
    title: "State",
    className: "max-w-64 text-sm",
    cell: ({ state, attempts, outcome, dueAt }) => (
      <>
        <Badge tone={STATE_LABELS[state].tone}>{STATE_LABELS[state].name}</Badge>
        {outcome !== null && <span className="block wrap-anywhere">{outcome}</span>}
        {attempts > 1 && <span className="block text-muted">{counted(attempts, "attempt")}</span>}
        {state === "waiting" && dueAt !== null && attempts > 0 && (
          <span className="block text-muted">
            Next <Time value={dueAt} />
          </span>
        )}
      </>
    ),
  },
];

function ReplayForm({
  project,
  name,
  id,
}: {
  readonly project: string;
  readonly name: string;
  readonly id: string;
}) {
  const { state, formProps } = useFormAction(replayDeliveryAction);
  return (
    <SecondClick
      state={state}
      formProps={formProps}
      button={
        <>
          Replay<span className="sr-only"> {id}</span>
        </>
      }
    >
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="id" value={id} />
      <p className="max-w-70 text-sm">The same comes again, as a new delivery.</p>
    </SecondClick>
  );
}
