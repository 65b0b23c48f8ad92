import { z } from "zod";
import { awsConfig } from "./aws/schema";
import { vaultConfig } from "./vault/schema";

/** Where an external manager is, and how it is signed in to; not what with. */
export const managerConfig = z.discriminatedUnion("kind", [vaultConfig, awsConfig], {
  error: "Choose vault or aws.",
});
export type ManagerConfig = z.output<typeof managerConfig>;
