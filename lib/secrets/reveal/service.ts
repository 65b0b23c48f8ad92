import type { NewAuditEvent } from "@/lib/audit/model";
import { authorize, notFoundOrHidden } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import { isMember, isSeen, wideVisibility } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { foldName, nameIssue } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { freshened } from "../external/fresh";
import type { ReadSource } from "../external/model";
import { findLabelled, type OtherLabel } from "./labelled";
import { type Label, type ReadValues, type RevealedSecret, VALUES_BYTES_MAX, VALUES_MAX } from "./model";
import { openVersion } from "./open";
import * as store from "./store";
import { knownTag, rememberTag, versionTag } from "./version-tag";

/**
 * Gives out one value, after the audit log has it that this was done. Looks at the environment's own secrets and at
 * those that shared mappings bring there. Throws `notFound` also for what the key may not know of, and `unavailable`,
 * with nothing disclosed, when the log cannot be written.
 */
export async function revealSecret(
  ctx: Ctx,
  scope: EnvironmentRef,
  asked: {
    readonly name: string;
    readonly version?: number | undefined;
    readonly label?: Label | undefined;
  },
): Promise<RevealedSecret> {
  const permit = await authorize(ctx, "secret.reveal", scope);
  // What is no name is not asked for: others may ask in the same statement.
  const isName = nameIssue(asked.name) === null;
  const known = isName ? await findSealed(ctx, permit, foldName(asked.name), asked.version ?? null) : null;
  if (!known || !isReadable(ctx, known)) throw await notFoundOrHidden(ctx, "secret.reveal", absence(ctx));
  const isCurrent = asked.version === undefined && (asked.label ?? "current") === "current";
  const { found, source } = isCurrent
    ? await asItIsThere(ctx, permit, known)
    : { found: known, source: undefined };
  if (!isWhole(found)) throw new AppError("notFound", `This secret has no version ${asked.version}.`);
  const { label = "current" } = asked;
  if (label !== "current") return revealLabelled(ctx, permit, found, label);
  const value = await openVersion(ctx, found);
  await ctx.audit.record(ctx, [revealedEvent(permit, found, undefined, source)]);
  note(ctx, [found]);
  return { name: found.name, version: found.version, value, source };
}

/** The same for a value that lives in an external manager, once it was looked at there. */
async function asItIsThere(
  ctx: Ctx,
  permit: Permit<"secret.reveal">,
  known: store.FoundVersion,
): Promise<{ readonly found: store.FoundVersion; readonly source: ReadSource | undefined }> {
  const { secretId, isExternal = false } = known;
  const { isChanged, sources } = await freshened(ctx, [{ secretId, isExternal }]);
  const asked = { nameFolded: foldName(known.name), version: null };
  const found = isChanged ? await store.findSealed(ctx.pool, ctx.seals, permit, asked) : known;
  if (found?.secretId !== secretId) throw changedNow();
  return { found, source: sources.get(secretId) };
}

function changedNow(): AppError {
  return new AppError("conflict", "A secret was changed at this very moment. Ask again.");
}

function isReadable({ actor }: Ctx, { secretId: id, ownName: name, ...found }: store.FoundVersion): boolean {
  return isSeen(wideVisibility(actor, "run"), { ...found, id, name });
}

/** A Member may know of secrets whose values they may not read. */
function absence({ actor }: Ctx): string {
  return isMember(actor)
    ? "There is no such secret here, or you were not granted its value."
    : "There is no such secret here.";
}

/** The same for another value than the current one: which key is up to date is not told by who reads that. */
async function revealLabelled(
  ctx: Ctx,
  permit: Permit<"secret.reveal">,
  current: store.SealedVersion,
  label: OtherLabel,
): Promise<RevealedSecret> {
  const [found] = await findLabelled(ctx, [current], label);
  if (!found) throw new AppError("notFound", `This secret has no ${label} version.`);
  const value = await openVersion(ctx, found);
  await ctx.audit.record(ctx, [revealedEvent(permit, found, label)]);
  return { name: found.name, version: found.version, value };
}

function findSealed(ctx: Ctx, permit: Permit<"secret.reveal">, nameFolded: string, version: number | null) {
  const prefetched = ctx.prefetched?.sealed?.(permit, nameFolded, version);
  return prefetched ?? store.findSealed(ctx.pool, ctx.seals, permit, { nameFolded, version });
}

/**
 * Whether a name stands for a value here: a secret of the environment, or a shared one that is mapped. Tells nothing
 * else. Throws `notFound` when it does not, as far as the actor may know.
 */
export async function requireName(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const permit = await authorize(ctx, "secret.list", scope);
  const names = [foldName(name)];
  const [found] = await store.listReadable(ctx, permit, wideVisibility(ctx.actor), names, 1);
  if (found) return;
  throw await notFoundOrHidden(ctx, "secret.list", "There is no such secret here.");
}

/**
 * Gives out the current values of these names, or of all that the key sees: one event for the lot. The tag changes
 * with every value, name or mapping that the key sees; for who has that tag already nothing is disclosed or recorded.
 * Throws `notFound` naming every name that is not there, `validation` or `tooLarge` for more than one answer may hold.
 */
export async function readValues(
  ctx: Ctx,
  scope: EnvironmentRef,
  asked: {
    readonly names: readonly string[] | null;
    readonly knownTags: readonly string[];
    readonly label?: Label | undefined;
  },
): Promise<ReadValues> {
  const permit = await authorize(ctx, "values.read", scope);
  const names = asked.names?.map(foldName) ?? null;
  const { label = "current" } = asked;
  if (label !== "current") return readLabelled(ctx, permit, { ...asked, names, label });
  const lastChange = ctx.prefetched?.lastChange?.(permit) ?? (await store.lastChange(ctx.pool, permit));
  // What was granted to a Member changes without a change of the environment.
  const known = isMember(ctx.actor) ? null : knownTag(ctx, permit, names, lastChange);
  if (known !== null && asked.knownTags.includes(known)) return { isChanged: false, tag: known };
  const before = await listReadable(ctx, permit, names);
  if (asked.names) await requireAll(ctx, asked.names, before);
  const { isChanged, goodUntil, sources } = await freshened(ctx, before);
  const listed = isChanged ? await listReadable(ctx, permit, names) : before;
  const tag = versionTag(ctx, permit, names, listed);
  rememberTag(ctx, permit, names, { lastChange, tag, goodUntil });
  if (asked.knownTags.includes(tag)) return { isChanged: false, tag };
  requireBounds(listed);
  const values = await openAll(ctx, permit, listed, sources);
  await ctx.audit.record(ctx, [readEvent(permit, values)]);
  note(ctx, listed);
  return { isChanged: true, tag, values };
}

function listReadable(ctx: Ctx, permit: Permit<"values.read">, names: readonly string[] | null) {
  return store.listReadable(ctx, permit, wideVisibility(ctx.actor, "run"), names, VALUES_MAX + 1);
}

/** The same for other values than the current ones; those that have no such value are left out, unless they were asked for. */
async function readLabelled(
  ctx: Ctx,
  permit: Permit<"values.read">,
  asked: {
    readonly names: readonly string[] | null;
    readonly knownTags: readonly string[];
    readonly label: OtherLabel;
  },
): Promise<ReadValues> {
  const { names, label } = asked;
  const listed = await listReadable(ctx, permit, names);
  if (names) await requireAll(ctx, names, listed);
  const found = await findLabelled(ctx, listed, label);
  if (names && found.length < listed.length) throw withoutLabel(listed, found, label);
  const tag = versionTag(ctx, permit, names, found);
  if (asked.knownTags.includes(tag)) return { isChanged: false, tag };
  requireBounds(found.map((one) => ({ ...one, bytes: one.value.length })));
  const values = await Promise.all(
    found.map(async (one) => ({ name: one.name, version: one.version, value: await openVersion(ctx, one) })),
  );
  await ctx.audit.record(ctx, [readEvent(permit, values, label)]);
  return { isChanged: true, tag, values };
}

function withoutLabel(
  listed: readonly { readonly secretId: string; readonly name: string }[],
  found: readonly { readonly secretId: string }[],
  label: OtherLabel,
): AppError {
  const have = new Set(found.map(({ secretId }) => secretId));
  const names = listed
    .filter(({ secretId }) => !have.has(secretId))
    .map(({ name }) => `${name} has no ${label} version.`);
  return new AppError("notFound", `Some of these secrets have no ${label} version.`, { fields: { names } });
}

async function requireAll(
  ctx: Ctx,
  names: readonly string[],
  listed: readonly { readonly name: string }[],
): Promise<void> {
  const there = new Set(listed.map(({ name }) => foldName(name)));
  const absent = names.filter((name) => !there.has(foldName(name)));
  if (absent.length === 0) return;
  const detail = isMember(ctx.actor)
    ? "Some of these secrets are not here, or you were not granted their values."
    : "Some of these secrets are not here.";
  await notFoundOrHidden(ctx, "values.read", detail);
  throw new AppError("notFound", detail, {
    fields: { names: absent.map((name) => `There is no secret ${name} here.`) },
  });
}

function requireBounds(listed: readonly { readonly bytes: number }[]): void {
  if (listed.length > VALUES_MAX) {
    const limit = VALUES_MAX.toLocaleString("en");
    throw new AppError("tooLarge", `There are more than ${limit} values here. Ask for some of them by name.`);
  }
  const bytes = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  if (bytes > VALUES_BYTES_MAX) {
    throw new AppError(
      "tooLarge",
      "These values are larger than 4 MiB together. Ask for fewer of them by name.",
    );
  }
}

async function openAll(
  ctx: Ctx,
  permit: Permit<"values.read">,
  listed: readonly store.ReadableVersion[],
  sources: ReadonlyMap<string, ReadSource>,
): Promise<RevealedSecret[]> {
  const ids = listed.map(({ versionId }) => versionId);
  const sealed = await store.findValues(ctx.pool, permit, ids);
  return Promise.all(
    listed.map(async (readable) => {
      const stored = sealed.get(readable.versionId);
      if (!stored) throw new AppError("conflict", "A secret was deleted at this very moment. Ask again.");
      return {
        name: readable.name,
        version: readable.version,
        value: await openVersion(ctx, { ...readable, ...stored }),
        source: sources.get(readable.secretId),
      };
    }),
  );
}

type Found = NonNullable<Awaited<ReturnType<typeof store.findSealed>>>;

function isWhole(found: Found): found is store.SealedVersion {
  return found.value !== undefined;
}

/** For the page that shows which key has which version. The record that counts is made already. */
function note({ actor, usage, now }: Ctx, reads: readonly store.ReadableVersion[]): void {
  if (actor.kind === "apiKey") usage.noteReads(actor.id, reads, now());
  if (actor.kind === "user" && actor.personalKey)
    usage.notePersonalReads({ person: actor.email, keyName: actor.personalKey.name }, reads, now());
}

/** Says where it was read: for a shared secret that is the reader's environment, under the name that it has there. */
function revealedEvent(
  { environment }: Permit<"secret.reveal">,
  found: store.SealedVersion,
  label?: OtherLabel,
  source?: ReadSource,
): NewAuditEvent {
  const { projectId, id: environmentId } = environment;
  const target = { projectId, environmentId, secretId: found.secretId, name: found.name };
  const detail = { version: found.version, ...(label && { label }), ...there(source) };
  return { action: "secret.revealed", target, detail };
}

/** Which manager a value was read in, and as which version there. */
function there(source: ReadSource | undefined) {
  if (!source) return {};
  const { manager, version: managerVersion, staleSince } = source;
  return { manager, ...(managerVersion && { managerVersion }), ...(staleSince && { staleSince }) };
}

function readEvent(
  { environment }: Permit<"values.read">,
  values: readonly RevealedSecret[],
  label?: OtherLabel,
): NewAuditEvent {
  const { projectId, id: environmentId } = environment;
  const secrets = values.map(({ name, version, source }) => ({ name, version, ...there(source) }));
  return {
    action: "values.read",
    target: { projectId, environmentId },
    detail: { secrets, ...(label && { label }) },
  };
}
