import { rowSealer } from "@/lib/crypto/row-seal";
import { fieldsOf, idOf, type SealedFields, type SealedRow, type TableName } from "./tables";

/** Makes and checks the seals of rows. One for each database of the process. */
export interface RowSeals {
  /** The seal of a row that is about to be written. */
  of<T extends TableName>(table: T, row: SealedFields<T>): Uint8Array<ArrayBuffer>;
  /** Whether a row is as the program wrote it. One that is not is reported, and the caller must treat it as absent. */
  isIntact<T extends TableName>(table: T, row: SealedRow<T>): boolean;
  /** The same without a report. */
  fits<T extends TableName>(table: T, row: SealedRow<T>): boolean;
  /** Puts on record that a row is not what the program wrote, for what its seal alone does not tell. */
  readonly report: ReportTampering;
}

/** Is told of each row whose seal does not fit. Must not throw, and nobody waits for it. */
export type ReportTampering = (table: TableName, id: string) => void;

/** Opens the seals of a database. `key` is its key for rows, 32 bytes. */
export function openSeals(key: Buffer, report: ReportTampering): RowSeals {
  const sealer = rowSealer(key);
  const fits: RowSeals["fits"] = (table, row) => sealer.isSealed(table, fieldsOf(table, row), row.seal);
  return {
    of: (table, row) => sealer.seal(table, fieldsOf(table, row)),
    fits,
    report,
    isIntact: (table, row) => {
      if (fits(table, row)) return true;
      report(table, idOf(table, row));
      return false;
    },
  };
}

/** The row if it is as the program wrote it, else null. */
export function intact<T extends TableName, Row extends SealedRow<T>>(
  seals: Pick<RowSeals, "isIntact">,
  table: T,
  row: Row | null | undefined,
): Row | null {
  return row && seals.isIntact(table, row) ? row : null;
}
