import type { ManagerConfig } from "./kinds/schema";

/** An external manager as it may be shown. */
export interface ManagerMeta {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly config: ManagerConfig;
  /** The name of the secret to sign in with; null when it is not in the environment any more. */
  readonly credential: string | null;
  /** How many secrets have their values there. */
  readonly secrets: number;
  /** Why one of them cannot be read now; null: all can. */
  readonly problem: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** Where a manager is, in one word for people. */
export function addressOf(config: ManagerConfig): string {
  switch (config.kind) {
    case "vault":
      return `${config.address}/${config.mount}`;
    case "aws":
      return config.endpoint || config.region;
  }
}
