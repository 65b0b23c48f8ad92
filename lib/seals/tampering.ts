import type { Logger } from "pino";
import type { AuditLog } from "@/lib/audit/log";
import { newId } from "@/lib/platform/ids";
import type { ReportTampering } from "./seals";
import type { TableName } from "./tables";

/** A row that stays as it is goes on record this often at most, … */
const REPEAT_MS = 60 * 60 * 1_000;
/** … and in that time no more rows than these: `audit verify` names all of them. */
const ROWS_MAX = 100;

interface Options {
  readonly audit: Pick<AuditLog, "record">;
  readonly log: Pick<Logger, "error">;
  readonly now: () => Date;
}

/** Returns what puts rows whose seal does not fit on record and into the log, once an hour each and not without end. */
export function openTamperReport({ audit, log, now }: Options): ReportTampering {
  const reported = new Map<string, number>();

  return (table, id) => {
    const at = now();
    for (const [row, since] of reported) if (at.getTime() - since >= REPEAT_MS) reported.delete(row);
    const row = `${table}/${id}`;
    if (reported.has(row) || reported.size >= ROWS_MAX) return;
    reported.set(row, at.getTime());
    log.error(
      { table, id },
      "a row of the database was not written by this program and is not used: run audit verify",
    );
    record(table, id, at).catch((error) => log.error({ err: error }, "that could not be put on record"));
  };

  function record(table: TableName, id: string, at: Date): Promise<void> {
    const ctx = {
      actor: { kind: "job", name: "seals" },
      now: () => at,
      request: { id: newId(at), ip: null, userAgent: null },
    } as const;
    return audit.record(ctx, [{ action: "row.tampered", target: { name: table }, detail: { table, id } }]);
  }
}
