import "server-only";
import { z } from "zod";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { ENDPOINTS_PAGE_SIZE_MAX, endpointQuery } from "@/lib/allowlist/schema";
import { listEndpoints } from "@/lib/allowlist/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { listDeliveries } from "./deliveries/service";
import { listTriggers } from "./listing/service";
import type { DeliveryMeta, TriggerMeta } from "./model";

const DELIVERIES_SHOWN = 50;

/** A parameter that makes no sense is left out. */
const pageQuery = z.object({
  environment: z.string().optional().catch(undefined),
  deliveries: z.string().max(100).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

export interface TriggersPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly triggers: readonly TriggerMeta[];
  /** The deliveries of the trigger that the address names; null where it names none. */
  readonly shown: {
    readonly trigger: string;
    readonly items: readonly DeliveryMeta[];
    /** The position that older ones come before; null at the end. */
    readonly next: number | null;
  } | null;
  /** What a trigger can be checked with and forward to; null for whoever may not say so. */
  readonly choices: (SecretChoices & { readonly endpoints: readonly string[] }) | null;
  readonly may: { readonly configure: boolean; readonly replay: boolean };
}

/** The triggers of one environment of a project: the one that the address names, else the first. */
export async function loadTriggersPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<TriggersPageData> {
  const project = await findProject(ctx, slug);
  const { environment: wanted, deliveries, before } = pageQuery.parse(searchParams);
  const { environments } = project;
  const environment = wanted ? environments.find((one) => one.slug === wanted) : environments[0];
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const may = { configure: mayEver(ctx, "trigger.configure"), replay: mayEver(ctx, "trigger.replay") };
  const triggers = await listTriggers(ctx, scope);
  const trigger = triggers.find(({ name }) => name === deliveries)?.name;
  const [page, choices] = await Promise.all([
    trigger === undefined
      ? null
      : listDeliveries(ctx, scope, trigger, {
          limit: DELIVERIES_SHOWN,
          ...(before !== undefined && { before }),
        }),
    may.configure ? choicesIn(ctx, scope) : null,
  ]);
  const next = page?.hasMore ? (page.items.at(-1)?.position ?? null) : null;
  const shown = page && trigger !== undefined ? { trigger, items: page.items, next } : null;
  return { project, scope, environment, triggers, shown, choices, may };
}

async function choicesIn(ctx: SignedInCtx, scope: EnvironmentRef) {
  const [secrets, endpoints] = await Promise.all([
    secretChoices(ctx, scope),
    listEndpoints(ctx, scope, endpointQuery.parse({ limit: ENDPOINTS_PAGE_SIZE_MAX })),
  ]);
  return { ...secrets, endpoints: endpoints.items.map(({ name }) => name) };
}
