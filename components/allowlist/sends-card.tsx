import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SendHistory, SendRecord } from "@/lib/allowlist/history/model";
import { inMs, inPercent } from "@/lib/quantity";
import { SendChart } from "./send-chart";
import { isGood, outcomeLabel } from "./send-labels";

const SHOWN = 10;

/** How the last sends went: rate and times at a glance, a chart, and the table behind it. */
export function SendsCard({ history }: { readonly history: SendHistory }) {
  const { sends, successRate, latency } = history;
  if (sends.length === 0) {
    return (
      <Card title="Recent requests">
        <p className="text-muted">
          Nothing has been sent to it yet. Each send will be listed here, without its data.
        </p>
      </Card>
    );
  }
  const [first, rest] = [sends.slice(0, SHOWN), sends.slice(SHOWN)];
  return (
    <Card title="Recent requests" description="From the audit log. Data and answers are not kept.">
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Figure label="Succeeded" value={successRate === null ? "–" : inPercent(successRate)} />
          <Figure label="Median" value={latency ? inMs(latency.p50) : "–"} />
          <Figure label="95% within" value={latency ? inMs(latency.p95) : "–"} />
          <Figure label="Longest" value={latency ? inMs(latency.max) : "–"} />
        </dl>
        <SendChart history={history} />
        <SendTable label="Recent requests" sends={first} />
        {rest.length > 0 && (
          <details>
            <summary className="cursor-pointer text-muted">{rest.length} older</summary>
            <div className="mt-2">
              <SendTable label="Older sends" sends={rest} />
            </div>
          </details>
        )}
      </div>
    </Card>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    </div>
  );
}

function SendTable({ label, sends }: { readonly label: string; readonly sends: readonly SendRecord[] }) {
  return <Table label={label} columns={COLUMNS} rows={sends} rowKey={({ seq }) => seq} />;
}

const COLUMNS: readonly Column<SendRecord>[] = [
  { title: "When", className: "text-sm whitespace-nowrap", cell: ({ at }) => <Time value={at} /> },
  {
    title: "Sent by",
    className: "max-w-48 text-sm break-words text-muted cards:wrap-anywhere",
    cell: ({ actor }) => <Breakable text={actor} />,
  },
  {
    title: "Outcome",
    className: "text-sm",
    cell: (send) => (
      <>
        <Badge tone={isGood(send) ? "success" : "danger"}>{send.status ?? "No answer"}</Badge>{" "}
        {outcomeLabel(send)}
      </>
    ),
  },
  {
    title: "Took",
    className: "text-right text-sm whitespace-nowrap tabular-nums",
    cell: ({ durationMs }) => (durationMs === null ? "–" : inMs(durationMs)),
  },
];
