import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Shell } from "./shell";

/** The folder of the sign-in and of the key of the cache (XDG base directory specification). */
export function configFolder({ env }: Pick<Shell, "env">): string {
  return join(baseOf(env.XDG_CONFIG_HOME, ".config"), "strongroom");
}

export function cacheFolder({ env }: Pick<Shell, "env">): string {
  return join(baseOf(env.XDG_CACHE_HOME, ".cache"), "strongroom");
}

/** The specification has relative paths ignored. */
function baseOf(set: string | undefined, usual: string): string {
  return set !== undefined && isAbsolute(set) ? set : join(homedir(), usual);
}
