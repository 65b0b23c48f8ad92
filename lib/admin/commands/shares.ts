import { access } from "node:fs/promises";
import { resolve } from "node:path";
import type { Ctx } from "@/lib/context";
import { type MasterKey, shownKeyId } from "@/lib/crypto/master-key";
import { restoreKeyFile, writePrivateFile } from "@/lib/keys/key-file";
import { checkShares, makeShares } from "@/lib/keys/shares/service";
import { type Share, textOfShare } from "@/lib/keys/shares/share-text";
import { combineShares } from "@/lib/keys/shares/shares";
import { sheetPages } from "@/lib/keys/shares/sheet";
import { keepsOwnKeyFile, keyFilePath, loadMasterKeys } from "@/lib/keys/source";
import { currentSettings } from "@/lib/organisation/service";
import { fieldError } from "@/lib/platform/app-error";
import { type Environment, readSettings } from "@/lib/platform/settings";
import { neededMasterKey } from "@/lib/runtime/inspection";
import { askShares } from "../share-question";
import { type Answer, type Instance, type Shell, withInstance } from "../shell";

export interface SplitOptions {
  readonly shares: string;
  readonly threshold: string;
  readonly sheet?: string;
}

/** Splits the master key in use: into pages to print, or lines on standard output. */
export async function splitKey(shell: Shell, options: SplitOptions): Promise<Answer> {
  const wanted = {
    count: numberIn(options.shares, "shares"),
    threshold: numberIn(options.threshold, "threshold"),
  };
  const file = options.sheet === undefined ? null : resolve(options.sheet);
  if (file !== null) await refuseTaken(file);
  return withInstance(shell, async (instance) => {
    const { ctx } = instance;
    const key = await keyInUse(instance, shell.env);
    const made = `${wanted.count} shares of master key ${shownKeyId(key.id)}, any ${wanted.threshold} of which make it again`;
    if (file === null) return printed(await makeShares(ctx, key, wanted), made);
    const texts = await textsOf(ctx);
    const write = (shares: readonly Share[]) => writePrivateFile(file, sheetPages(shares, texts));
    const shares = await makeShares(ctx, key, wanted, write);
    return {
      data: { file, ...dataOf(shares) },
      lines: [
        `Wrote ${file}: ${made}.`,
        "Print it, give each page to somebody else, and delete the file: whoever has it has the master key.",
      ],
    };
  });
}

/** Makes the master key from shares and writes it where there is none. Needs no database; one that answers is asked which key it needs. */
export async function recoverKey(
  shell: Shell,
  options: { readonly file?: string; readonly keyId?: string },
): Promise<Answer> {
  const settings = readSettings(shell.env);
  if (options.file === undefined && !keepsOwnKeyFile(shell.env))
    throw new Error("the master key comes from a setting here: say with --file where to write it");
  const file = options.file === undefined ? keyFilePath(settings.dataDir) : resolve(options.file);
  await refuseTaken(file);
  const key = await combineShares(await askShares(shell));
  const needed = options.keyId ?? (await neededMasterKey(settings));
  if (needed !== null && !key.id.startsWith(needed.replace(/…$/, "").toLowerCase()))
    throw new Error(
      `these shares make master key ${shownKeyId(key.id)}, and ${shownKeyId(needed)} is needed: nothing was written`,
    );
  await restoreKeyFile(file, key);
  return {
    data: { file, masterKeyId: key.id, isChecked: needed !== null },
    lines: [
      `Wrote master key ${shownKeyId(key.id)} into ${file}.`,
      needed === null
        ? "No database answers here that could say whether it is the one that is needed: compare the id with what needs it."
        : "It is the one that is needed.",
    ],
  };
}

/** Tries shares without writing anything but that they were tried. */
export async function rehearse(shell: Shell): Promise<Answer> {
  const shares = await askShares(shell);
  return withInstance(shell, async ({ ctx }) => {
    const key = await checkShares(ctx, shares);
    return {
      data: { masterKeyId: key.id, ...dataOf(shares) },
      lines: [`The shares make master key ${shownKeyId(key.id)}, which is in use. Nothing was written.`],
    };
  });
}

function printed(shares: readonly Share[], made: string): Answer {
  return {
    data: { ...dataOf(shares), shares: shares.map(textOfShare) },
    lines: [`# ${made}.`, ...shares.flatMap((share) => [`# Share ${share.number}`, textOfShare(share)])],
  };
}

function dataOf(shares: readonly Share[]) {
  return { sheetId: shares[0]?.sheetId, threshold: shares[0]?.threshold };
}

/** During a rotation the key that is read first may not be in use yet. */
async function keyInUse({ ctx, runtime }: Instance, env: Environment): Promise<MasterKey> {
  const { current, previous } = await loadMasterKeys(env, runtime.settings.dataDir, {
    databaseIsEmpty: false,
  });
  const key = [current, previous].find((one) => one?.id === ctx.keys.masterKeyId);
  if (!key) throw new Error("the master key in use is not at hand: finish the rotation first");
  return key;
}

async function textsOf(ctx: Ctx) {
  const { name } = await currentSettings(ctx);
  return { organisation: name, origin: ctx.origin, madeAt: ctx.now() };
}

async function refuseTaken(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${path} is there already: it is left as it is`);
}

function numberIn(text: string, field: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw fieldError(field, "This is a number.");
}
