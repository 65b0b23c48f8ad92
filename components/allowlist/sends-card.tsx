import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SendHistory, SendRecord } from "@/lib/allowlist/history/model";
import { inMs, inPercent } from "@/lib/quantity";
import { SendChart } from "./send-chart";
import { isGood, outcomeInWords } from "./send-words";

const SHOWN = 10;

/** How the last sends went: rate and times at a glance, a chart, and the table behind it. */
export function SendsCard({ history }: { readonly history: SendHistory }) {
  const { sends, successRate, latency } = history;
  if (sends.length === 0) {
    return (
      <Card title="Last sends">
        <p className="text-muted">
          Nothing has been sent to it yet. Each send will be listed here, without its data.
        </p>
      </Card>
    );
  }
  const [first, rest] = [sends.slice(0, SHOWN), sends.slice(SHOWN)];
  return (
    <Card title="Last sends" description="From the audit log. Data and answers are not kept.">
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Figure label="Succeeded" value={successRate === null ? "–" : inPercent(successRate)} />
          <Figure label="Half within" value={latency ? inMs(latency.p50) : "–"} />
          <Figure label="95% within" value={latency ? inMs(latency.p95) : "–"} />
          <Figure label="Longest" value={latency ? inMs(latency.max) : "–"} />
        </dl>
        <SendChart history={history} />
        <SendTable label="Last sends" sends={first} />
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
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label={label}>
        <TableHead>
          <TableRow>
            <TableHeaderCell className="rounded-tl-lg">When</TableHeaderCell>
            <TableHeaderCell>Sent by</TableHeaderCell>
            <TableHeaderCell>Outcome</TableHeaderCell>
            <TableHeaderCell className="rounded-tr-lg text-right">Took</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {sends.map((send) => (
            <TableRow key={send.seq}>
              <TableCell className="text-sm whitespace-nowrap max-sm:order-2">
                <Time value={send.at} />
              </TableCell>
              <TableCell className="max-w-48 text-sm break-words text-muted max-sm:wrap-anywhere max-sm:order-last max-sm:w-full max-sm:max-w-none">
                <Breakable text={send.actor} />
              </TableCell>
              <TableCell className="text-sm max-sm:order-1 max-sm:pr-0">
                <Badge tone={isGood(send) ? "success" : "danger"}>{send.status ?? "No answer"}</Badge>{" "}
                {outcomeInWords(send)}
              </TableCell>
              <TableCell className="text-right text-sm whitespace-nowrap tabular-nums max-sm:order-3 max-sm:ml-auto">
                {send.durationMs === null ? "–" : inMs(send.durationMs)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
