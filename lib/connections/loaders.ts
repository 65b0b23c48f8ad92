import "server-only";
import { z } from "zod";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { CALLBACK_PATH } from "./connecting/service";
import { listConnectionsIn } from "./listing/service";
import { CONNECTING_OUTCOMES, type ConnectionMeta } from "./model";

/** What came of connecting, as the address has it. A parameter that makes no sense is left out. */
const outcomeQuery = z.object({
  outcome: z.enum(CONNECTING_OUTCOMES).optional().catch(undefined),
  name: z.string().max(100).optional().catch(undefined),
});
export type OutcomeQuery = z.output<typeof outcomeQuery>;

const pageQuery = outcomeQuery.extend({ environment: z.string().optional().catch(undefined) });

export interface ConnectionsPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly query: OutcomeQuery;
  readonly connections: readonly ConnectionMeta[];
  /** Secrets that can be the client secret; null for whoever may not say so. */
  readonly choices: SecretChoices | null;
  /** What is to be registered with providers as the redirect address. */
  readonly callback: string;
  readonly may: { readonly configure: boolean; readonly connect: boolean };
}

/** The connected apps of one environment of a project: the one that the address names, else the first. */
export async function loadConnectionsPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<ConnectionsPageData> {
  const project = await findProject(ctx, slug);
  const { environment: wanted, ...query } = pageQuery.parse(searchParams);
  const { environments } = project;
  const environment = wanted ? environments.find((one) => one.slug === wanted) : environments[0];
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const may = {
    configure: mayEver(ctx, "connection.configure"),
    connect: mayEver(ctx, "connection.connect"),
  };
  const [connections, choices] = await Promise.all([
    listConnectionsIn(ctx, scope),
    may.configure ? secretChoices(ctx, scope) : null,
  ]);
  const callback = `${ctx.origin}${CALLBACK_PATH}`;
  return { project, scope, environment, query, connections, choices, callback, may };
}

/** What came of connecting, where it is not known of which app. */
export function loadOutcome(searchParams: Readonly<Record<string, unknown>>): OutcomeQuery {
  return outcomeQuery.parse(searchParams);
}
