import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { type KeyUse, type SecretRead, writeReads, writeUses } from "./store";

/** How long what happened may wait to be written. */
const FLUSH_MS = 2_000;
/** A key's last use is kept to the minute. */
const USE_MS = 60_000;
/** What waits at most. More than that between two writes is left out: the audit log has every read. */
const WAITING_MAX = 20_000;

/** One secret as a key read it. */
export interface ReadVersion {
  readonly secretId: string;
  readonly version: number;
}

/**
 * Gathers when keys are used and what they read, and writes it in batches beside the answers: noting waits for nothing
 * and never fails. What is kept is for people to look at; what counts is in the audit log.
 */
export interface KeyUsage {
  /** A request that the key made. `lastUsedAt` is what its row said, so that a busy key costs nothing here. */
  noteUse(key: { readonly id: string; readonly lastUsedAt: Date | null }, ip: string | null, now: Date): void;
  /** Versions whose values were handed to the key. */
  noteReads(keyId: string, reads: readonly ReadVersion[], now: Date): void;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits, then takes nothing more. */
  close(): Promise<void>;
}

export function openKeyUsage({
  pool,
  log,
}: {
  readonly pool: Pool;
  readonly log: Pick<Logger, "warn">;
}): KeyUsage {
  let uses = new Map<string, KeyUse>();
  let reads = new Map<string, SecretRead>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let writing = Promise.resolve();

  const write = async () => {
    const [usesNow, readsNow] = [uses, reads];
    [uses, reads] = [new Map(), new Map()];
    try {
      if (usesNow.size > 0) await writeUses(pool, [...usesNow.values()], USE_MS);
      if (readsNow.size > 0) await writeReads(pool, [...readsNow.values()]);
    } catch (error) {
      log.warn({ err: error }, "the last use of some API keys was not kept");
    }
  };
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  };
  const note = <T>(waiting: Map<string, T>, id: string, noted: T) => {
    if (isClosed || (waiting.size >= WAITING_MAX && !waiting.has(id))) return;
    waiting.set(id, noted);
    timer ??= setTimeout(flush, FLUSH_MS).unref();
  };
  return {
    noteUse: ({ id, lastUsedAt }, ip, now) => {
      const agoMs = lastUsedAt ? now.getTime() - lastUsedAt.getTime() : USE_MS;
      // What a clock that ran ahead wrote is written anew.
      if (Math.abs(agoMs) < USE_MS) return;
      note(uses, id, { keyId: id, at: now, ip });
    },
    noteReads: (keyId, versions, now) => {
      for (const { secretId, version } of versions)
        note(reads, `${keyId}/${secretId}`, { keyId, secretId, version, at: now });
    },
    flush,
    close: async () => {
      isClosed = true;
      await flush();
    },
  };
}
