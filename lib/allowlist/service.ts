import { actorLabel } from "@/lib/authorization/actor";
import { needsApproval } from "@/lib/authorization/approval";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import { EVERYTHING } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { foldName } from "@/lib/names/model";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { newId } from "@/lib/platform/ids";
import type { Configuration, NamedSecret, StoredSecret } from "./configuration/model";
import { changedDetail, createdDetail, endpointEvent, shownUrl } from "./event";
import type { Endpoint, EndpointPage, EndpointSummary } from "./model";
import { nameReferences, requireReadable, secretIdsOf } from "./references/service";
import { replaceReferences } from "./references/store";
import { ABSENT, requireEndpoint } from "./require-endpoint";
import type { EndpointActivity, EndpointDeletion, EndpointEdit, EndpointQuery, NewEndpoint } from "./schema";
import * as store from "./store";
import { requireSound } from "./validation";

/**
 * Registers an endpoint. It is sent to once it is verified. Throws `validation` at the field for an address that may not
 * be called or a secret that is not there, `conflict` at the name when it is taken, and `forbidden` for a narrowed key, which
 * would learn the names of endpoints that it may not know of.
 */
export async function createEndpoint(
  ctx: Ctx,
  input: NewEndpoint,
): Promise<{ readonly id: string; readonly name: string }> {
  const { project, environment, configuration: _, ...rest } = input;
  const permit = await authorize(ctx, "allowlist.write", { project, environment });
  await requireUnnarrowed(ctx, "allowlist.write");
  const { stored: configuration, named } = await requireSound(ctx, permit, input);
  if (needsApproval(ctx, permit.environment))
    await ctx.hold.other(ctx, {
      ...{ kind: "endpoint", environment: permit.environment, change: { create: input } },
      ...{ title: `Add the endpoint ${input.name}`, secretIds: secretIdsOf(configuration) },
    });
  const now = ctx.now();
  const id = newId(now);
  await inTransaction(ctx, async (tx) => {
    const stamp = { now, by: actorLabel(ctx.actor) };
    await store.insertEndpoint(tx, ctx.seals, permit, { ...rest, id, configuration }, stamp);
    await writeReferences(tx, permit, id, configuration);
    const event = endpointEvent(
      "allowlist.created",
      permit.environment,
      input.name,
      createdDetail(input, named),
    );
    await ctx.audit.append(tx, ctx, [event]);
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, permit, input.name, error);
  });
  return { id, name: input.name };
}

/** One endpoint with its configuration, in which secrets have the names that they have here now. */
export async function findEndpoint(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
): Promise<Endpoint<NamedSecret>> {
  const permit = await authorize(ctx, "allowlist.read", scope);
  return withNames(ctx, permit.environment, await requireEndpoint(ctx, permit, name));
}

/**
 * Replaces all of an endpoint but its name; its configuration only if one is given. Another method or address takes its
 * verification away. Throws `conflict` with the endpoint as it is now when someone changed it since `revision`, or made it
 * anew.
 */
export async function updateEndpoint(ctx: Ctx, input: EndpointEdit): Promise<Endpoint<NamedSecret>> {
  const { project, environment, name, endpointId, revision, configuration: wanted, ...rest } = input;
  const permit = await authorize(ctx, "allowlist.write", { project, environment });
  const stored = await requireEndpoint(ctx, permit, name);
  const current = await withNames(ctx, permit.environment, stored);
  const isAnother = endpointId !== undefined && endpointId !== stored.id;
  if (isAnother || stored.revision !== revision) throw stale(current);
  // The record has every name, also those that a key may not know of.
  const before = await nameReferences(ctx, permit.environment, stored.configuration, EVERYTHING);
  const isElsewhere = input.url !== stored.url || input.method !== stored.method;
  if (!wanted && isElsewhere) await requireReadable(ctx, permit, stored.configuration);
  const resolved = await requireSound(ctx, permit, {
    method: input.method,
    ...(input.url !== stored.url && { url: input.url }),
    ...(wanted ? { configuration: wanted } : { kept: { stored: stored.configuration, named: before } }),
  });
  const configuration = resolved.stored;
  const content = { ...rest, isActive: input.isActive ?? stored.isActive, configuration };
  const detail = changedDetail({ ...stored, named: before }, { ...content, named: resolved.named });
  if (Object.keys(detail).length === 0) return current;
  if (needsApproval(ctx, permit.environment))
    await ctx.hold.other(ctx, {
      ...{ kind: "endpoint", environment: permit.environment, change: { update: input } },
      ...{ title: `Change the endpoint ${stored.name}`, secretIds: secretIdsOf(configuration) },
    });

  const isUpdated = await inTransaction(ctx, async (tx) => {
    const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
    if (!(await store.updateEndpoint(tx, ctx.seals, permit, { ...content, id: stored.id, revision }, stamp)))
      return false;
    await writeReferences(tx, permit, stored.id, configuration);
    await ctx.audit.append(tx, ctx, [
      endpointEvent("allowlist.changed", permit.environment, stored.name, detail),
    ]);
    return true;
  });
  const after = await withNames(ctx, permit.environment, await requireEndpoint(ctx, permit, name));
  if (!isUpdated) throw stale(after);
  return after;
}

/** Lets an endpoint be sent to, or stops that at once. Says nothing when it is so already. */
export async function setActivity(ctx: Ctx, input: EndpointActivity): Promise<EndpointSummary> {
  const { project, environment, name, isActive } = input;
  const permit = await authorize(ctx, "allowlist.write", { project, environment });
  const stored = await requireEndpoint(ctx, permit, name);
  await inTransaction(ctx, async (tx) => {
    const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
    if (!(await store.updateActivity(tx, ctx.seals, permit, { id: stored.id, isActive }, stamp))) return;
    const detail = { isActive: { from: !isActive, to: isActive } };
    await ctx.audit.append(tx, ctx, [
      endpointEvent("allowlist.changed", permit.environment, stored.name, detail),
    ]);
  });
  return { ...stored, isActive };
}

/** Deletes an endpoint for ever. Its events stay in the audit log, the secrets that it used stay as they are. */
export async function deleteEndpoint(ctx: Ctx, input: EndpointDeletion): Promise<{ readonly name: string }> {
  const { project, environment, confirmation } = input;
  const permit = await authorize(ctx, "allowlist.write", { project, environment });
  const { id, name, method, url } = await requireEndpoint(ctx, permit, input.name);
  if (confirmation !== name) {
    throw fieldError("confirmation", `Type ${name} exactly (case-sensitive).`);
  }
  const isDeleted = await inTransaction(ctx, async (tx) => {
    if (!(await store.deleteEndpoint(tx, permit, id))) return false;
    const event = endpointEvent("allowlist.deleted", permit.environment, name, {
      method,
      url: shownUrl(url),
    });
    await ctx.audit.append(tx, ctx, [event]);
    return true;
  });
  if (!isDeleted) throw new AppError("notFound", ABSENT);
  return { name };
}

/** One page of the endpoints of an environment, by name: what they are called and where they lead. */
export async function listEndpoints(
  ctx: Ctx,
  target: EnvironmentRef,
  query: EndpointQuery,
): Promise<EndpointPage & { readonly environment: EnvironmentRow }> {
  const permit = await authorize(ctx, "allowlist.list", target);
  const after = query.after === undefined ? null : decodeCursor(query.after, "name").key;
  const rows = await store.listEndpoints(ctx.pool, permit, { ...query, after, limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = rows.length > items.length ? items.at(-1) : undefined;
  const next = last ? encodeCursor({ sort: "name", key: foldName(last.name), id: last.id }) : null;
  return { environment: permit.environment, items, next };
}

async function withNames(
  ctx: Ctx,
  environment: EnvironmentRow,
  stored: Endpoint<StoredSecret>,
): Promise<Endpoint<NamedSecret>> {
  return { ...stored, configuration: await nameReferences(ctx, environment, stored.configuration) };
}

async function writeReferences(
  tx: Tx,
  permit: Permit<"allowlist.write">,
  endpointId: string,
  configuration: Configuration<StoredSecret>,
): Promise<void> {
  const ids = secretIdsOf(configuration);
  if ((await replaceReferences(tx, permit.environment, endpointId, ids)) === ids.length) return;
  throw new AppError(
    "conflict",
    "A secret that this uses was deleted or unmapped at this moment. Try again.",
  );
}

async function nameConflict(
  ctx: Ctx,
  permit: Permit<"allowlist.write">,
  name: string,
  error: unknown,
): Promise<unknown> {
  if (databaseFailure(error).kind !== "unique") return error;
  const holder = (await store.findStored(ctx, permit, name))?.name ?? name;
  const message = `There is already an endpoint “${holder}” in ${permit.environment.name}. Names are not case-sensitive.`;
  return new AppError("conflict", message, { fields: { name: [message] }, facts: { holder } });
}

function stale(current: Endpoint<NamedSecret>): AppError {
  return new AppError("conflict", `${current.updatedBy} changed this endpoint while you were editing it.`, {
    facts: { current },
  });
}
