import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { openNotes } from "@/lib/db/notes";
import {
  type KeyUse,
  type PersonalRead,
  type SecretRead,
  writePersonalReads,
  writePersonalUses,
  writeReads,
  writeUses,
} from "./store";

/** A key's last use is kept to the minute. */
const USE_MS = 60_000;

/** One secret as a key read it. */
export interface ReadVersion {
  readonly secretId: string;
  readonly version: number;
}

/** Who reads through a personal key: an address and the key's name, which both outlive the key in what is kept. */
export type PersonalReader = Pick<PersonalRead, "person" | "keyName">;

/**
 * Gathers when keys are used and what they read, and writes it in batches beside the answers: noting waits for nothing
 * and never fails. What is kept is for people to look at; what counts is in the audit log.
 */
export interface KeyUsage {
  /** A request that the key made. `lastUsedAt` is what its row said, so that a busy key costs nothing here. */
  noteUse(key: { readonly id: string; readonly lastUsedAt: Date | null }, ip: string | null, now: Date): void;
  /** Versions whose values were handed to the key. */
  noteReads(keyId: string, reads: readonly ReadVersion[], now: Date): void;
  /** The same of a personal key. */
  notePersonalUse(
    key: { readonly id: string; readonly lastUsedAt: Date | null },
    ip: string | null,
    now: Date,
  ): void;
  /** Versions whose values were handed to a person through a key. */
  notePersonalReads(reader: PersonalReader, reads: readonly ReadVersion[], now: Date): void;
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
  const shared = { log, lost: "the last use of some API keys was not kept" };
  const uses = openNotes({ ...shared, write: (noted: readonly KeyUse[]) => writeUses(pool, noted, USE_MS) });
  const reads = openNotes({ ...shared, write: (noted: readonly SecretRead[]) => writeReads(pool, noted) });
  const personalUses = openNotes({
    ...shared,
    write: (noted: readonly KeyUse[]) => writePersonalUses(pool, noted),
  });
  const personalReads = openNotes({
    ...shared,
    write: (noted: readonly PersonalRead[]) => writePersonalReads(pool, noted),
  });
  const all = [uses, reads, personalUses, personalReads];
  const noteIn =
    (notes: typeof uses): KeyUsage["noteUse"] =>
    ({ id, lastUsedAt }, ip, now) => {
      const agoMs = lastUsedAt ? now.getTime() - lastUsedAt.getTime() : USE_MS;
      // What a clock that ran ahead wrote is written anew.
      if (Math.abs(agoMs) < USE_MS) return;
      notes.note(id, { keyId: id, at: now, ip });
    };
  return {
    noteUse: noteIn(uses),
    notePersonalUse: noteIn(personalUses),
    notePersonalReads: (reader, versions, now) => {
      for (const { secretId, version } of versions)
        personalReads.note(`${reader.person}/${secretId}`, { ...reader, secretId, version, at: now });
    },
    noteReads: (keyId, versions, now) => {
      for (const { secretId, version } of versions)
        reads.note(`${keyId}/${secretId}`, { keyId, secretId, version, at: now });
    },
    flush: async () => {
      await Promise.all(all.map((notes) => notes.flush()));
    },
    close: async () => {
      await Promise.all(all.map((notes) => notes.close()));
    },
  };
}
