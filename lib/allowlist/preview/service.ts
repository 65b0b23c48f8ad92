import { randomBytes } from "node:crypto";
import type { NewAuditEvent } from "@/lib/audit/model";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { foldName } from "@/lib/names/model";
import { findByName, type Nameable, reachOf } from "@/lib/names/store";
import { AppError } from "@/lib/platform/app-error";
import { type Configuration, type NamedSecret, referencesOf } from "../configuration/model";
import { compatibilityIssue } from "../envelope/compatibility";
import { prepareRequest } from "../envelope/request";
import { freshVersions } from "../sending/used-secrets";
import { withEphemeralKeys } from "./ephemeral-keys";
import { type CompatibilityCheck, HIDDEN, type Preview, type Sample } from "./model";

/**
 * What would be sent for sample data, with keys that are made for it and thrown away: no stored secret is looked at.
 * Throws `validation`, with the path of the field, for data that cannot be sent this way.
 */
export async function previewEncryption(
  ctx: Ctx,
  scope: EnvironmentRef,
  configuration: Configuration<NamedSecret>,
  { method, url, data, query = {} }: Sample,
): Promise<Preview> {
  await authorize(ctx, "allowlist.read", scope);
  const mark = randomBytes(16).toString("hex");
  const keys = await withEphemeralKeys(configuration, mark);
  const facts = { method, url, now: ctx.now(), messageId: "msg_preview" };
  const prepared = await prepareRequest(keys, { data, query }, facts);
  const shown = (text: string) => text.replaceAll(mark, HIDDEN);
  return {
    method,
    url: shown(addressWith(url, prepared.query)),
    headers: prepared.headers.map(([name, value]) => ({ name, value: shown(value) })),
    body: prepared.body?.toString("utf8") ?? null,
  };
}

/**
 * Whether each secret that a configuration refers to fits its place: lengths and kinds, never content. For people who
 * may write the endpoint. That the values were used for it is on record before anything is told.
 */
export async function checkCompatibility(
  ctx: Ctx,
  scope: EnvironmentRef,
  configuration: Configuration<NamedSecret>,
): Promise<CompatibilityCheck[]> {
  const permit = await authorize(ctx, "allowlist.write", scope);
  if (ctx.actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
  const references = referencesOf(configuration);
  const names = [
    ...new Set(references.flatMap(({ reference: { secret } }) => (secret ? [foldName(secret)] : []))),
  ];
  const found = await findByName(ctx, reachOf(permit.environment), names, permit.visibility);
  const values = await openAll(ctx, permit, found);
  if (found.length > 0)
    await ctx.audit.record(
      ctx,
      found.map((secret) => usedEvent(permit, secret)),
    );
  return references.map(({ reference, path }) => {
    // A member of a pool, or a token, is looked at when it is sent.
    if (reference.secret === undefined) return { path, issue: null };
    const value = values.get(foldName(reference.secret));
    return {
      path,
      issue: value ? compatibilityIssue(configuration, path, value) : "There is no such secret here.",
    };
  });
}

/** The current values, by folded names. */
async function openAll(
  ctx: Ctx,
  permit: Permit<"allowlist.write">,
  found: readonly Nameable[],
): Promise<ReadonlyMap<string, Plaintext>> {
  const ids = found.map(({ secretId }) => secretId);
  const versions = await freshVersions(ctx, permit, ids, ctx.now());
  const opened = new Map<string, Plaintext>();
  for (const { secretId, nameFolded } of found) {
    const current = versions.find((version) => version.secretId === secretId);
    if (!current) continue;
    const keys = await ctx.keys.project(current.projectId, [current.projectKeyId]);
    opened.set(nameFolded, keys.open(current, current));
  }
  return opened;
}

function usedEvent({ environment }: Permit<"allowlist.write">, { secretId, name }: Nameable): NewAuditEvent {
  const { projectId, id: environmentId } = environment;
  return {
    action: "secret.used",
    target: { projectId, environmentId, secretId, name },
    detail: { purpose: "fitCheck" },
  };
}

function addressWith(url: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return url;
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const { hash, href } = new URL(url);
  const base = hash ? href.slice(0, -hash.length) : href;
  return `${base}${base.includes("?") ? "&" : "?"}${search}`;
}
