import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rotateKey } from "@/lib/admin/commands/master-key";
import { parseMasterKey } from "@/lib/crypto/master-key";
import { sqlOn } from "@/lib/db/sql";
import { finishRotation } from "@/lib/keys/finish-rotation";
import { keyFilePath, nextKeyFilePath } from "@/lib/keys/source";
import { activeMasterKeyId } from "@/lib/keys/store";
import { operation } from "./operation";

const textIn = (path: string) => readFile(path, "utf8").catch(() => null);

export const rotatingMasterKey = operation<{ dataDir: string; before: string }>({
  name: "the master key is rotated",
  prepare: async (_, { folder, masterKey }) => {
    const dataDir = await mkdtemp(join(folder, "data-"));
    await writeFile(keyFilePath(dataDir), `${masterKey}\n`, { mode: 0o600 });
    return { dataDir, before: parseMasterKey(masterKey, "test").id };
  },
  run: (ctx, { dataDir }) => rotateKey(ctx, {}, dataDir),
  look: async ({ pool }, { dataDir, before }) => {
    const { rows } = await pool.query<{ id: string }>(
      "SELECT master_key_id AS id FROM project_keys UNION SELECT master_key_id FROM instance_keys",
    );
    const [inUse, ...others] = rows.map(({ id }) => id);
    if (others.length > 0 || inUse !== (await activeMasterKeyId(sqlOn(pool))))
      return { halfDone: `keys are wrapped by ${[inUse, ...others]}` };
    const [file, next] = [await textIn(keyFilePath(dataDir)), await textIn(nextKeyFilePath(dataDir))];
    const [current, prepared] = [file, next].map((text) => text && parseMasterKey(text.trim(), "test").id);
    if (inUse === before && current === before) return "none";
    if (inUse === current && next === null) return "whole";
    return inUse === prepared && current === before
      ? "begun"
      : { halfDone: `no file holds the key ${inUse}` };
  },
  // What the next start does, and then whoever asked.
  goOn: async (ctx, { dataDir }) => {
    if ((await finishRotation(ctx.pool, {}, dataDir)) !== "finished") await rotateKey(ctx, {}, dataDir);
  },
  masterKey: async ({ dataDir }) => (await readFile(keyFilePath(dataDir), "utf8")).trim(),
});
