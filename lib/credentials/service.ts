import { countApiKeys } from "@/lib/api-keys/service";
import { countConnections } from "@/lib/connections/listing/service";
import type { Ctx } from "@/lib/context";
import { countManagers } from "@/lib/managers/connections/service";
import { countPools } from "@/lib/pools/service";
import { countProviderKeys } from "@/lib/secrets/provider-keys/service";
import { countAdmittedSshKeys } from "@/lib/ssh/rules/service";
import { countTriggers } from "@/lib/triggers/listing/service";
import {
  CREDENTIAL_KINDS,
  CREDENTIALS_COUNTED_MAX,
  type CredentialCounts,
  type CredentialKind,
} from "./model";

type Counts = Omit<CredentialCounts, "kind">;
type Counting = (ctx: Ctx, project: string, limit: number) => Promise<Counts>;

const COUNTING: Readonly<Record<CredentialKind, Counting>> = {
  apiKeys: countApiKeys,
  sshKeys: countAdmittedSshKeys,
  providerKeys: async (...asked) => ({ ...(await countProviderKeys(...asked)), endsSoon: null }),
  pools: async (...asked) => ofNoEnd(await countPools(...asked)),
  connections: countConnections,
  triggers: countTriggers,
  managers: async (ctx, project) => ofNoEnd(await countManagers(ctx, project)),
};

function ofNoEnd(count: number): Counts {
  return { count, endsSoon: null, neverUsed: null };
}

/** What a project has of each kind. For people who see all secrets; throws `forbidden` for others, `notFound`. */
export function countCredentials(ctx: Ctx, project: string): Promise<CredentialCounts[]> {
  return Promise.all(
    CREDENTIAL_KINDS.map(async (kind) => ({
      kind,
      ...(await COUNTING[kind](ctx, project, CREDENTIALS_COUNTED_MAX)),
    })),
  );
}
