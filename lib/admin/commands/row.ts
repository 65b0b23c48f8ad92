import type { Ctx } from "@/lib/context";
import { acceptRow, deleteRow, type RowRef } from "@/lib/seals/settling/service";
import type { Answer } from "../shell";

const CHANGES = {
  accept: { run: acceptRow, done: "is accepted as it is" },
  delete: { run: deleteRow, done: "is deleted" },
} as const;

/** Accepts or deletes a row that `audit verify` named. */
export async function settleRow(ctx: Ctx, change: keyof typeof CHANGES, ref: RowRef): Promise<Answer> {
  const { run, done } = CHANGES[change];
  const { name } = await run(ctx, ref);
  return { data: { ...ref, name, change }, lines: [`${ref.table} ${ref.id} (${name}) ${done}.`] };
}
