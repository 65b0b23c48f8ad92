import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { EnvironmentOfProject } from "@/lib/projects/model";
import { environmentsOf } from "@/lib/projects/service";
import { type ProviderKey, type ProviderKeyPage, providerOf } from "./model";
import * as store from "./store";

const PAGE_NAMES = 100;

/** The keys of a project for providers and tools, by name, from the one after `after` on. For people who see all secrets. */
export async function listProviderKeys(ctx: Ctx, project: string, after = ""): Promise<ProviderKeyPage> {
  const permit = await authorize(ctx, "overview.read", { project });
  const environments = await environmentsOf(ctx, permit.project.slug);
  const ids = environments.map(({ id }) => id);
  const rows = await store.listProviderKeys(ctx.pool, permit, ids, after, PAGE_NAMES + 1);
  const byName = new Map<string, store.ProviderKeyRow[]>();
  for (const row of rows) byName.set(row.nameFolded, [...(byName.get(row.nameFolded) ?? []), row]);
  const shown = [...byName].slice(0, PAGE_NAMES);
  return {
    items: shown.map(([, found]) => keyOf(environments, found)),
    next: byName.size > shown.length ? (shown.at(-1)?.[0] ?? null) : null,
  };
}

function keyOf(
  environments: readonly EnvironmentOfProject[],
  rows: readonly store.ProviderKeyRow[],
): ProviderKey {
  const scopes = rows.flatMap(({ environmentId, name, replacedAt, lastAt }) => {
    const environment = environments.find(({ id }) => id === environmentId);
    return environment
      ? [{ environment, name, replacedAt, lastReadAt: lastAt.getTime() ? lastAt : null }]
      : [];
  });
  const name = rows[0]?.name ?? "";
  return {
    ...{ name, provider: providerOf(name), category: rows[0]?.category ?? "provider" },
    ...{ scopes, pools: [...new Set(rows.flatMap(({ pools }) => pools))] },
  };
}

/** How many there are in all environments, `limit` at most. */
export async function countProviderKeys(ctx: Ctx, project: string, limit: number) {
  const permit = await authorize(ctx, "overview.read", { project });
  const environments = await environmentsOf(ctx, permit.project.slug);
  return store.countProviderKeys(
    ctx.pool,
    permit,
    environments.map(({ id }) => id),
    limit,
  );
}
