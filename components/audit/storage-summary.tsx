import { type Column, Table } from "@/components/ui/table";
import { AUDIT_KINDS } from "@/lib/audit/model";
import type { KindStorage, LogStorage } from "@/lib/audit/retention/model";
import { counted } from "@/lib/counted";

const MIB = 1_048_576;

const COLUMNS: readonly Column<KindStorage>[] = [
  { title: "Kind", kind: "plain", cell: ({ kind }) => AUDIT_KINDS[kind].label },
  { title: "Kept", cell: ({ days }) => (days === null ? "for ever" : counted(days, "day")) },
  {
    title: "Due soon",
    cell: ({ days, dueSoon }) => (days === null ? "none" : counted(dueSoon, "event")),
  },
  { title: "Removed", cell: ({ removed }) => counted(removed, "event") },
];

/** How large the log is, how fast it grows, and what leaves it when. */
export function StorageSummary({ storage }: { readonly storage: LogStorage }) {
  const { bytes, events, eventsPerDay, kinds } = storage;
  const mebibytes = Math.ceil(bytes / MIB).toLocaleString("en");
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">Size and retention</h2>
      <p className="text-muted">
        {counted(events, "event")} in {mebibytes} MiB. On average, {counted(eventsPerDay, "event")} a day over
        the last 30 days. Events that are due become old enough to be removed within 30 days. Changes, people
        and keys, and system events are kept for ever; <code>STRONGROOM_AUDIT_KEEP_DAYS</code> says how long
        the others are.
      </p>
      <Table label="Retention by kind" columns={COLUMNS} rows={kinds} rowKey={({ kind }) => kind} />
    </section>
  );
}
