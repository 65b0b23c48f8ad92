import type { EntryContent, ManagerClient, ManagerKind } from "../kind";
import { ManagerError } from "../manager-error";
import { kv1 } from "./kv1";
import { kv2 } from "./kv2";
import type { VaultConfig } from "./schema";
import { type AskVault, vaultSession } from "./session";

/** HashiCorp Vault and OpenBao, whose KV engines come in two versions. */
export const vaultManager: ManagerKind<VaultConfig> = {
  client: (call, config, credential) => {
    const ask = vaultSession(call, config, credential);
    let engine: Promise<ManagerClient> | null = null;
    const opened = () => {
      engine ??= versionOf(ask, config).then(
        (version) => (version === "2" ? kv2 : kv1)(ask, config.mount),
        (error: unknown) => {
          engine = null;
          throw error;
        },
      );
      return engine;
    };
    return {
      check: async () => (await opened()).check(),
      list: async (...asked) => (await opened()).list(...asked),
      read: async (...asked): Promise<EntryContent> => (await opened()).read(...asked),
      versions: async (...asked) => (await opened()).versions(...asked),
      write: async (...asked) => (await opened()).write(...asked),
      remove: async (...asked) => (await opened()).remove(...asked),
      owner: async (...asked) => (await opened()).owner(...asked),
    };
  },
};

/** Asks as Vault's own command does: what does not know the question is so old that it has version 1 alone. */
async function versionOf(ask: AskVault, { mount, kvVersion }: VaultConfig): Promise<"1" | "2"> {
  if (kvVersion !== "detect") return kvVersion;
  const { status, data } = await ask({ path: ["sys", "internal", "ui", "mounts", ...mount.split("/")] });
  if (status === 404) return "1";
  if (data?.type !== "kv" && data?.type !== "generic")
    throw new ManagerError("notFound", `Vault has no KV engine at ${mount}.`);
  const { options } = data as { readonly options?: { readonly version?: unknown } | null };
  return options?.version === "2" ? "2" : "1";
}
