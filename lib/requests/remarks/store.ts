import type { Tx } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { RemarkKind } from "../model";

export interface RemarkRow extends SealedRow<"request_remarks"> {
  readonly kind: RemarkKind;
  readonly text: string;
  readonly createdBy: string;
}

export async function insertRemark(tx: Tx, seals: RowSeals, remark: Omit<RemarkRow, "seal">): Promise<void> {
  const data = { ...remark, seal: seals.of("request_remarks", remark) };
  await tx.requestRemark.create({ data, select: { id: true } });
}

/** What was said to requests, the earliest first. */
export async function listRemarks(sql: Sql, seals: RowSeals, ids: readonly string[]): Promise<RemarkRow[]> {
  if (ids.length === 0) return [];
  const rows = await sql<RemarkRow>`
    SELECT id, request_id AS "requestId", user_id AS "userId", kind, text, created_at AS "createdAt",
      created_by AS "createdBy", seal
    FROM request_remarks WHERE request_id = ANY(${ids}::uuid[]) ORDER BY created_at, id`;
  return rows.filter((row) => seals.isIntact("request_remarks", row));
}
