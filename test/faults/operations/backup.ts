import { createReadStream } from "node:fs";
import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { newFile } from "@/lib/backup/file";
import type { Checks } from "@/lib/backup/model";
import { makeBackup, verifyBackup } from "@/lib/backup/service";
import { parseMasterKey } from "@/lib/crypto/master-key";
import { operation } from "./operation";

export function checksOf(masterKey: string): Checks {
  return { masterKeys: [parseMasterKey(masterKey, "test")], migrations: "prisma/migrations" };
}

export const backingUp = operation<{ folder: string; masterKey: string }>({
  name: "a backup is made",
  prepare: async (_, { folder, masterKey }) => ({
    folder: await mkdtemp(join(folder, "backup-")),
    masterKey,
  }),
  run: (ctx, { folder, masterKey }) => makeBackup(ctx, newFile(join(folder, "backup")), checksOf(masterKey)),
  look: async (_, { folder, masterKey }) => {
    const files = await readdir(folder);
    if (!files.includes("backup")) return "none";
    const outcome = await verifyBackup(createReadStream(join(folder, "backup")), checksOf(masterKey)).catch(
      (error: Error) => error.message,
    );
    return typeof outcome === "string" ? { halfDone: outcome } : "whole";
  },
});
