import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { newFile, partOf } from "./file";
import type { BackupTarget } from "./proving";

/** Where the backups lie that are made by themselves. What fails throws an Error of one line. */
export interface BackupStore {
  readonly newTarget: (name: string) => BackupTarget;
  /** The names of everything there, whoever made it. */
  readonly list: () => Promise<string[]>;
  readonly remove: (name: string) => Promise<void>;
  /** Deletes what backups left that were killed, of those whose names are ours. */
  readonly removeParts: (isOurs: (name: string) => boolean) => Promise<void>;
}

/** A folder on this host, which has to be there: a disk that is not mounted is not to be filled in its stead. */
export function folderStore(path: string, recipients: readonly string[]): BackupStore {
  const explained = (error: NodeJS.ErrnoException, what: string): never => {
    throw new Error(`${what} (${error.code ?? "failed"})`, { cause: error });
  };
  const list = () =>
    readdir(path).catch((error) => {
      if (error.code === "ENOENT")
        throw new Error(`there is no folder ${path}: make it, or mount its disk`, { cause: error });
      return explained(error, `the folder ${path} cannot be read`);
    });
  const remove = (name: string) =>
    rm(join(path, name)).catch((error) => explained(error, `${name} cannot be deleted`));
  return {
    newTarget: (name) => newFile(join(path, name), recipients),
    list,
    remove,
    removeParts: async (isOurs) => {
      for (const name of await list()) if (isOurs(partOf(name) ?? "")) await remove(name);
    },
  };
}
