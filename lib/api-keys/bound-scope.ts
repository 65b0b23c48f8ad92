import type { BoundScope } from "@/lib/authorization/actor";
import type { ChangePolicy } from "@/lib/authorization/permit";

/** What a key is bound to, as a join gives it. */
export interface BoundScopeColumns {
  readonly projectId: string | null;
  readonly projectSlug: string | null;
  readonly projectName: string | null;
  readonly environmentId: string | null;
  readonly environmentSlug: string | null;
  readonly environmentName: string | null;
  readonly changePolicy: ChangePolicy | null;
}

/** The project and environment of a key; null for a key of the whole organisation. */
export function boundScopeOf(row: BoundScopeColumns): BoundScope | null {
  const { projectId, projectSlug, projectName, environmentId, environmentSlug, environmentName } = row;
  if (projectId === null || projectSlug === null || projectName === null) return null;
  const project = { id: projectId, slug: projectSlug, name: projectName };
  if (environmentId === null || environmentSlug === null || environmentName === null) {
    return { project, environment: null };
  }
  const { changePolicy } = row;
  const environment = { id: environmentId, slug: environmentSlug, name: environmentName, changePolicy };
  return { project, environment: { ...environment, projectId, projectSlug, projectName } };
}
