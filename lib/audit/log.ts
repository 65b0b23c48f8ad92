import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { appendLocked, openAppender } from "./appender";
import { type AuditContext, unplacedEvents } from "./event";
import { openGroupCommit, unwritable } from "./group-commit";
import type { NewAuditEvent } from "./model";
import { openRefusals } from "./refusals";
import { lockedHead } from "./store";

export type { AuditContext } from "./event";

/** The one way into the audit log. */
export interface AuditLog {
  /**
   * Appends in the transaction of a mutation, which then stands or falls with its events. Call it last: from here to
   * the commit nobody else can append. Rejects with AppError unavailable if the log cannot be written.
   */
  append(tx: Tx, ctx: AuditContext, events: readonly NewAuditEvent[]): Promise<void>;
  /**
   * Appends on its own, for what changes nothing else: sign-ins, disclosures. Resolves when the events are
   * durable, so answer only after that. Rejects with AppError unavailable if the log cannot be written or is overrun.
   */
  record(ctx: AuditContext, events: readonly NewAuditEvent[]): Promise<void>;
  /**
   * Puts a refusal on record, alone: `record` for what any caller can cause at will. Beyond the first ones of a caller in a
   * minute it is only counted; one event then says how many there were. Rejects as `record` does.
   */
  refuse(ctx: AuditContext, event: NewAuditEvent): Promise<void>;
  /** Why nothing can be written just now, as far as is known without trying; null when writing works. */
  trouble(): string | null;
  /** Writes what waits, then refuses more. */
  close(): Promise<void>;
}

/** Opens the log. `key` is the audit key of this instance, 32 bytes. */
export function openAuditLog({ pool, key }: { readonly pool: Pool; readonly key: Buffer }): AuditLog {
  const writer = openGroupCommit(openAppender(pool, key));
  const record: AuditLog["record"] = async (ctx, events) => {
    await writer.write(unplacedEvents(ctx, events));
  };
  const refusals = openRefusals(record);
  return {
    append: async (tx, ctx, events) => {
      const unplaced = unplacedEvents(ctx, events);
      if (unplaced.length === 0) return;
      const sql = sqlIn(tx);
      try {
        await appendLocked(sql, key, await lockedHead(sql), unplaced);
      } catch (error) {
        throw unwritable(error, "Your change was not saved. ");
      }
    },
    record,
    refuse: refusals.add,
    close: async () => {
      // What was counted is lost only where nothing can be written any more.
      await refusals.close().catch(() => {});
      await writer.close();
    },
    trouble: () => writer.trouble(),
  };
}
