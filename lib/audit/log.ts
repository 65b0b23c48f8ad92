import type { Pool } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { onCommit, sqlOf, type Transaction, whole } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { appendLocked, openAppender } from "./appender";
import type { ChainHead } from "./chain";
import { type AuditContext, pendingEvents } from "./event";
import { openGroupCommit, unwritable } from "./group-commit";
import { openHeadWatch } from "./head-watch";
import type { NewAuditEvent } from "./model";
import { openRefusals } from "./refusals";
import { lockedHead } from "./store";
import { shownHead } from "./verification/service";

export type { AuditContext } from "./event";

/** The one way into the audit log. */
export interface AuditLog {
  /**
   * Appends in the transaction of a mutation, which then stands or falls with its events. Call it last: from here to
   * the commit nobody else can append. Rejects with AppError unavailable if the log cannot be written.
   */
  append(tx: Transaction, ctx: AuditContext, events: readonly NewAuditEvent[]): Promise<void>;
  /** The same for several changes that share a transaction, in their order. */
  appendAll(tx: Transaction, changes: readonly AuditedChange[]): Promise<void>;
  /**
   * Appends on its own, for what changes nothing else: sign-ins, disclosures. Resolves when the events are
   * durable, so answer only after that. Rejects with AppError unavailable if the log cannot be written or is overrun.
   */
  record(ctx: AuditContext, events: readonly NewAuditEvent[]): Promise<void>;
  /**
   * Puts a refusal on record, alone: `record` for what any caller can cause at will. Beyond the first ones of a caller in a
   * minute it is only counted; one event then says how many there were. Returns at once, whether the log can be written or
   * not, so that an answer tells nothing of it: what cannot be written is counted until it can.
   */
  refuse(ctx: AuditContext, event: NewAuditEvent): void;
  /** Resolves when every refusal so far is durable; after a second at the latest, and when the log cannot be written. */
  settled(): Promise<void>;
  /** Why nothing can be written just now, as far as is known without trying; null when writing works. */
  trouble(): string | null;
  /** How many events this instance has still to write. */
  waiting(): number;
  /** Writes what waits, then refuses more. */
  close(): Promise<void>;
}

/** A change's events, and who made it. */
export interface AuditedChange {
  readonly ctx: AuditContext;
  readonly events: readonly NewAuditEvent[];
}

export interface AuditLogOptions {
  readonly pool: Pool;
  /** The audit key of this instance, 32 bytes. */
  readonly key: Buffer;
  /** Is told when the log in the database went back behind what was written or seen here. */
  readonly onRolledBack?: (error: Error) => void;
  /** Is told the number of the last event, whenever some were appended. */
  readonly onAppended?: (seq: number) => void;
}

/**
 * Opens the log. Once the end of the chain in the database is behind what this process wrote or saw, that is put on record
 * there and nothing else is appended any more.
 */
export function openAuditLog({
  pool,
  key,
  onRolledBack = () => {},
  onAppended = () => {},
}: AuditLogOptions): AuditLog {
  const watch = openHeadWatch((seen, found) => {
    const detail = { seen: shown(seen), found: shown(found) };
    onRolledBack(new Error(`the audit log ended at ${detail.seen} and now ends at ${detail.found}`));
    const events = pendingEvents(ownContext(), [{ action: "audit.rolledBack", detail }]);
    openAppender(
      pool,
      key,
      openHeadWatch(() => {}),
    )(events).catch(onRolledBack);
  }, onAppended);
  const writer = openGroupCommit(openAppender(pool, key, watch));
  const record = (ctx: AuditContext, events: readonly NewAuditEvent[]) =>
    writer.write(pendingEvents(ctx, events));
  const refusals = openRefusals(record);
  /** Where transactions that append more than once ended: nobody has committed that yet, so it must not count as seen. */
  const ends = new WeakMap<Transaction, ChainHead>();
  const checkedHead = async (sql: Sql): Promise<ChainHead> => {
    const seen = watch.seen();
    const head = await lockedHead(sql, seen);
    watch.check(seen, head);
    return head;
  };
  const appendAll: AuditLog["appendAll"] = async (tx, changes) => {
    const pending = changes.flatMap(({ ctx, events }) => pendingEvents(ctx, events));
    if (pending.length === 0) return;
    const sql = sqlOf(tx);
    try {
      const head = ends.get(whole(tx)) ?? (await checkedHead(sql));
      const end = (await appendLocked(sql, key, head, pending)).at(-1);
      if (!end) return;
      ends.set(whole(tx), end);
      onCommit(tx, () => watch.note(end));
    } catch (error) {
      throw unwritable(error, "Your change was not saved. ");
    }
  };
  return {
    append: (tx, ctx, events) => appendAll(tx, [{ ctx, events }]),
    appendAll,
    record: async (ctx, events) => record(ctx, events),
    refuse: refusals.add,
    settled: refusals.settled,
    close: async () => {
      refusals.close();
      await writer.close();
    },
    trouble: () => writer.trouble(),
    waiting: () => writer.waiting(),
  };
}

function ownContext(): AuditContext {
  const now = new Date();
  const request = { id: newId(now), ip: null, userAgent: null };
  return { actor: { kind: "job", name: "audit log" }, now: () => now, request };
}

/** As `audit verify` prints a head. */
function shown(end: ChainHead): string {
  const { seq, hash } = shownHead(end);
  return `${seq}:${hash}`;
}
