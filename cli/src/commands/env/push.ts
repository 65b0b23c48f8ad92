import { sortEnvFile } from "../../env-file";
import type { Shell } from "../../shell";
import { type StoreOptions, storeFile } from "../../storing";

/** Stores the lines of a `.env` file. */
export function pushEnv(shell: Shell, file: string, options: StoreOptions): Promise<number> {
  return storeFile(shell, file, options, (text) => {
    const { entries, issues, warnings } = sortEnvFile(text);
    const placed = <T extends { readonly line: number }>({ line, ...rest }: T) => ({
      ...rest,
      at: `line ${line}`,
    });
    return { entries: entries.map(placed), issues: issues.map(placed), warnings: warnings.map(placed) };
  });
}
