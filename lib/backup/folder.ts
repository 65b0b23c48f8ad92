import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BackupTarget, newFile } from "./file";

/** Where the backups lie that are made by themselves. What fails throws an Error of one line. */
export interface BackupStore {
  readonly newTarget: (name: string) => BackupTarget;
  /** The names of everything there, whoever made it. */
  readonly list: () => Promise<string[]>;
  readonly remove: (name: string) => Promise<void>;
}

/** A folder on this host, which has to be there: a disk that is not mounted is not to be filled in its stead. */
export function folderStore(path: string, recipients: readonly string[]): BackupStore {
  const explained = (error: NodeJS.ErrnoException, what: string): never => {
    throw new Error(`${what} (${error.code ?? "failed"})`, { cause: error });
  };
  return {
    newTarget: (name) => newFile(join(path, name), recipients),
    list: () => readdir(path).catch((error) => explained(error, `the folder ${path} cannot be read`)),
    remove: (name) => rm(join(path, name)).catch((error) => explained(error, `${name} cannot be deleted`)),
  };
}
