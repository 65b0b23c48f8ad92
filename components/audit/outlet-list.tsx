import { Waypoints } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { AUDIT_KINDS } from "@/lib/audit/model";
import type { OutletState } from "@/lib/audit/outlets/model";
import { counted } from "@/lib/counted";

const COLUMNS: readonly Column<OutletState>[] = [
  { title: "Where to", kind: "plain", cell: ({ target }) => <span className="wrap-anywhere">{target}</span> },
  { title: "Gets", cell: (outlet) => contentOf(outlet) },
  { title: "State", cell: (outlet) => <State outlet={outlet} /> },
  { title: "Not sent yet", cell: (outlet) => <Waiting outlet={outlet} /> },
  { title: "Last sent", cell: ({ at }) => (at ? <Time value={at} /> : "never") },
  { title: "Last error", cell: (outlet) => <LastError outlet={outlet} /> },
];

/** Streams and witnesses, and how each is getting on. */
export function OutletList({ outlets }: { readonly outlets: readonly OutletState[] }) {
  if (outlets.length === 0) return <NoOutlets />;
  return <Table label="Streams and witnesses" columns={COLUMNS} rows={outlets} rowKey={({ name }) => name} />;
}

function NoOutlets() {
  return (
    <EmptyState icon={Waypoints} title="The log does not leave this machine">
      Set <code>STRONGROOM_AUDIT_SYSLOG</code>, <code>STRONGROOM_AUDIT_WEBHOOK</code> or{" "}
      <code>STRONGROOM_AUDIT_STDOUT</code> to have its events sent on, and{" "}
      <code>STRONGROOM_AUDIT_WITNESS_FILE</code> or <code>STRONGROOM_AUDIT_WITNESS_MAIL</code> to have its
      checkpoints kept elsewhere. <code>docs/audit.md</code> says how, under “Out of the machine”.
    </EmptyState>
  );
}

function contentOf({ isWitness, kinds }: OutletState): string {
  if (isWitness) return "Checkpoints";
  if (kinds === null) return "All events";
  return kinds.map((kind) => AUDIT_KINDS[kind].label).join(", ");
}

function State({ outlet: { isFailing, at } }: { readonly outlet: OutletState }) {
  if (isFailing) return <Badge tone="danger">Failing</Badge>;
  return at ? <Badge tone="success">Works</Badge> : <Badge>Nothing sent yet</Badge>;
}

function Waiting({ outlet: { waiting, waitingSince } }: { readonly outlet: OutletState }) {
  if (waiting === 0) return "nothing";
  return (
    <>
      {counted(waiting, "event")}
      {waitingSince && (
        <>
          , the first <Time value={waitingSince} />
        </>
      )}
    </>
  );
}

function LastError({ outlet: { error, errorAt } }: { readonly outlet: OutletState }) {
  if (error === null) return "none";
  return (
    <span className="wrap-anywhere">
      {error} {errorAt && <Time value={errorAt} className="text-muted" />}
    </span>
  );
}
