import type { Plaintext } from "@/lib/crypto/plaintext";
import { awsManager } from "./aws/client";
import type { Call } from "./call";
import type { ManagerClient, ManagerKind } from "./kind";
import type { ManagerConfig } from "./schema";
import { vaultManager } from "./vault/client";

/** Every kind of external manager. A new one is a folder, its configuration in `schema.ts`, and a line here. */
const KINDS: { readonly [K in ManagerConfig["kind"]]: ManagerKind<Extract<ManagerConfig, { kind: K }>> } = {
  vault: vaultManager,
  aws: awsManager,
};

/** What speaks to a manager that is configured so. */
export function clientOf(call: Call, config: ManagerConfig, credential: Plaintext): ManagerClient {
  // Each takes the configuration of its own kind, and that is the one that it is handed.
  return (KINDS[config.kind] as ManagerKind<ManagerConfig>).client(call, config, credential);
}
