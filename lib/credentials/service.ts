import { countApiKeys } from "@/lib/api-keys/service";
import { countConnections } from "@/lib/connections/listing/service";
import type { Ctx } from "@/lib/context";
import { countManagers } from "@/lib/managers/connections/service";
import { countPools } from "@/lib/pools/service";
import { countProviderKeys } from "@/lib/secrets/provider-keys/service";
import { countAdmittedSshKeys } from "@/lib/ssh/rules/service";
import { countTriggers } from "@/lib/triggers/listing/service";
import { CREDENTIALS_COUNTED_MAX, type CredentialCounts, type CredentialKind } from "./model";

type Counting = (ctx: Ctx, project: string) => Promise<Omit<CredentialCounts, "kind">>;

const COUNTING: Readonly<Record<CredentialKind, Counting>> = {
  apiKeys: (ctx, project) => countApiKeys(ctx, project, CREDENTIALS_COUNTED_MAX),
  sshKeys: (ctx, project) => countAdmittedSshKeys(ctx, project, CREDENTIALS_COUNTED_MAX),
  providerKeys: async (ctx, project) => ({
    ...(await countProviderKeys(ctx, project, CREDENTIALS_COUNTED_MAX)),
    endsSoon: null,
  }),
  connections: (ctx, project) => countConnections(ctx, project, CREDENTIALS_COUNTED_MAX),
  managers: async (ctx, project) => ({
    count: await countManagers(ctx, project),
    endsSoon: null,
    neverUsed: null,
  }),
  triggers: (ctx, project) => countTriggers(ctx, project, CREDENTIALS_COUNTED_MAX),
  pools: async (ctx, project) => ({
    ...{ count: await countPools(ctx, project, CREDENTIALS_COUNTED_MAX), endsSoon: null, neverUsed: null },
  }),
};

/** What a project has of each kind. For people who see all secrets; throws `forbidden` for others, `notFound`. */
export function countCredentials(ctx: Ctx, project: string): Promise<CredentialCounts[]> {
  const kinds = Object.entries(COUNTING) as [CredentialKind, Counting][];
  return Promise.all(kinds.map(async ([kind, count]) => ({ kind, ...(await count(ctx, project)) })));
}
