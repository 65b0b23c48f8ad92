import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { NamedSecret } from "../configuration/model";
import type { Endpoint } from "../model";
import { findEndpoint, setActivity, updateEndpoint } from "../service";
import type { EndpointPatch } from "./schema";

/**
 * Changes parts of an endpoint, of which the others stay as they are, and returns it as it is then. Throws `conflict` when
 * somebody changed it since the revision that the patch names, or at the same moment.
 */
export async function patchEndpoint(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  patch: EndpointPatch,
): Promise<Endpoint<NamedSecret>> {
  const current = await findEndpoint(ctx, scope, name);
  const { description, method, url, isActive, configuration, revision = current.revision } = patch;
  if (revision !== current.revision) {
    throw new AppError("conflict", `${current.updatedBy} changed this endpoint since revision ${revision}.`);
  }
  const isActivityAlone = [description, method, url, configuration].every((part) => part === undefined);
  // So that whoever may not know all of its secrets can stop it all the same.
  if (isActivityAlone && isActive !== undefined) {
    await setActivity(ctx, { ...scope, name: current.name, isActive });
    return findEndpoint(ctx, scope, name);
  }
  return updateEndpoint(ctx, {
    ...scope,
    name: current.name,
    revision,
    description: description ?? current.description,
    method: method ?? current.method,
    url: url ?? current.url,
    isActive,
    configuration,
  });
}
