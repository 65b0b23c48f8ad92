import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { runTransaction } from "@/lib/db/transaction";
import { type ChainHead, type ChainLink, linkEvents } from "./chain";
import type { PendingEvent } from "./event";
import type { HeadWatch } from "./head-watch";
import { insertLinks, lockedHead } from "./store";

/**
 * Returns what appends events in a transaction of their own, one call at a time. As long as nobody else appends, the end
 * of the chain is the one that this instance wrote last: then one statement does it all, which writes nothing if the
 * end is another after all. Else the head is locked and read first.
 */
export function openAppender(
  pool: Pool,
  key: Buffer,
  watch: HeadWatch,
): (events: readonly PendingEvent[]) => Promise<void> {
  let ownEnd: ChainHead | null = null;
  let isAlone = false;

  const appendBehindOwnEnd = async (end: ChainHead, events: readonly PendingEvent[]) => {
    const links = linkEvents(key, end, events);
    return (await insertLinks(sqlOn(pool), links)) ? endOf(links) : null;
  };
  const appendBehindAnyEnd = (end: ChainHead | null, events: readonly PendingEvent[]) =>
    runTransaction(pool, async (sql) => {
      const seen = watch.seen();
      const head = await lockedHead(sql, seen);
      watch.check(seen, head);
      isAlone = end !== null && isSame(head, end);
      return endOf(await appendLocked(sql, key, head, events));
    });
  return async (events) => {
    if (events.length === 0) return;
    const end = ownEnd;
    // Whoever fails does not know what was written.
    ownEnd = null;
    // What a change wrote since is behind it: then the end in the database has to be looked at.
    const isNewest = end !== null && end.seq >= (watch.seen()?.seq ?? 0);
    const written = isAlone && end && isNewest ? await appendBehindOwnEnd(end, events) : null;
    ownEnd = written ?? (await appendBehindAnyEnd(end, events));
    if (ownEnd) watch.note(ownEnd);
  };
}

/** Appends behind the head, which must be locked. */
export async function appendLocked(
  sql: Sql,
  key: Buffer,
  head: ChainHead,
  events: readonly PendingEvent[],
): Promise<ChainLink[]> {
  const links = linkEvents(key, head, events);
  if (!(await insertLinks(sql, links))) throw new Error("the head of the audit log moved under its lock");
  return links;
}

function endOf(links: readonly ChainLink[]): ChainHead | null {
  return links.at(-1) ?? null;
}

function isSame(a: ChainHead, b: ChainHead): boolean {
  return a.seq === b.seq && a.hash.equals(b.hash);
}
