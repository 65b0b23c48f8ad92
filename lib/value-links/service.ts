import { grantsOf } from "@/lib/accounts/held-grants/store";
import { findAccount } from "@/lib/accounts/store";
import type { NewAuditEvent } from "@/lib/audit/model";
import { isToken, newSessionToken, sessionTokenHash } from "@/lib/auth/session";
import { withinAddressBound } from "@/lib/auth/throttle/throttle";
import type { PersonActor, ValueLinkActor } from "@/lib/authorization/actor";
import { needsApproval } from "@/lib/authorization/approval";
import { authorize, authorizeIfThere } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { currentSettings } from "@/lib/organisation/service";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { isChangeHeld } from "@/lib/platform/change-held";
import { isId, newId } from "@/lib/platform/ids";
import { checkName } from "@/lib/secrets/listing/service";
import { AUDIENCES, CATEGORIES } from "@/lib/secrets/model";
import { prepareCreation } from "@/lib/secrets/service";
import { sealVersion } from "@/lib/secrets/versions/service";
import type { ChangeResults } from "@/lib/secrets/writing/model";
import { writeSecrets } from "@/lib/secrets/writing/service";
import { arrivedEmail } from "./email";
import { type AskedText, type IssuedLink, OPEN_MAX, type OpenLink, type ValueLinkMeta } from "./model";
import type { AskedValue } from "./schema";
import * as store from "./store";

const LISTED_MAX = 100;

type Asking = EnvironmentRef & AskedValue & { readonly name: string };

/**
 * Makes a link by which somebody without an account gives a value, once: a new version of the secret of that name or, where there
 * is none, a new secret. For people who may store that themselves. The link is in this answer and nowhere else. Throws
 * `conflict` when the name stands for something else, and when too many links of theirs are open.
 */
export async function askForValue(ctx: Ctx, asked: Asking): Promise<IssuedLink> {
  const actor = requirePerson(ctx);
  const { project, environment, name } = asked;
  const scope = { project, environment };
  const there = await authorizeIfThere(ctx, "secret.rotate", { ...scope, secret: { name } });
  const { environment: row } = there ?? (await authorize(ctx, "secret.create", scope));
  const text = there ? there.secret : await newText(ctx, asked);
  const now = ctx.now();
  const token = newSessionToken();
  const expiresAt = new Date(now.getTime() + asked.hours * 60 * 60 * 1000);
  const link = {
    ...{ id: newId(now), tokenHash: sessionTokenHash(token), userId: actor.id, environmentId: row.id },
    ...{ secretId: there?.secret.id ?? null, name: there ? null : text.name, recipient: asked.recipient },
    ...{ description: text.description, category: text.category, audience: text.audience },
    ...{ createdAt: now, expiresAt },
  };
  await inTransaction(ctx, async (tx) => {
    if ((await store.countOpenOf(tx, actor.id, now)) >= OPEN_MAX)
      throw new AppError(
        "conflict",
        `${OPEN_MAX} of your links are open already. Withdraw some of them first.`,
      );
    await store.insertLink(tx, ctx.seals, link);
    const detail = { recipient: asked.recipient, until: expiresAt.toISOString() };
    await ctx.audit.append(tx, ctx, [
      linkEvent("valueLink.created", row, { ...link, name: text.name }, detail),
    ]);
  });
  return { name: text.name, url: `${ctx.origin}/give/${token}`, expiresAt };
}

async function newText(ctx: Ctx, { name, ...asked }: Asking) {
  const { issue, holder } = await checkName(ctx, asked, name);
  if (issue !== null) throw fieldError("name", issue);
  if (holder !== null) throw fieldError("name", `“${holder}” stands in the way of this name here.`);
  const { description = "", category = "custom", audience = "all" } = asked;
  return { name, description, category, audience } as const;
}

/** The links that work, latest first: of one secret, or of an environment. A Member sees their own. */
export async function listLinks(
  ctx: Ctx,
  scope: EnvironmentRef,
  secretId: string | null = null,
): Promise<readonly ValueLinkMeta[]> {
  const actor = requirePerson(ctx);
  const { environment } =
    secretId === null
      ? await authorize(ctx, "secret.list", scope)
      : await authorize(ctx, "secret.rotate", { ...scope, secret: { id: secretId } });
  const userId = ["owner", "super_admin"].includes(actor.role) ? null : actor.id;
  const asked = { environmentId: environment.id, secretId, userId };
  return store.listWorking(ctx.pool, asked, ctx.now(), LISTED_MAX);
}

/** Makes a link worthless. For whoever made it, and for Owners and Super Admins. Throws `notFound` for one that is not open. */
export async function withdrawLink(ctx: Ctx, id: string): Promise<{ readonly name: string }> {
  const actor = requirePerson(ctx);
  const link = isId(id) ? await store.findOpen(ctx.db, ctx.seals, id) : null;
  const isTheirs = link !== null && (link.userId === actor.id || actor.role !== "member");
  const scope = { project: link?.project ?? "", environment: link?.environment ?? "" };
  const { environment } = await authorize(ctx, "secret.list", scope).catch((error: unknown) => {
    throw isAppError(error) && error.code === "notFound" ? notOpen() : error;
  });
  if (!link || !isTheirs) throw notOpen();
  if (link.userId !== actor.id) await authorize(ctx, "secret.create", scope);
  return inTransaction(ctx, async (tx) => {
    if (!(await store.withdrawLink(tx, ctx.seals, id, ctx.now()))) throw notOpen();
    const name = await nameOf(tx, link);
    await ctx.audit.append(tx, ctx, [linkEvent("valueLink.withdrawn", environment, { ...link, name })]);
    return { name };
  });
}

/** Withdraws what somebody asks for who loses their access. For the transaction in which they do; answers the events to record. */
export async function endLinksOf(
  ctx: Pick<Ctx, "seals" | "now">,
  tx: Tx,
  { id }: { readonly id: string },
): Promise<NewAuditEvent[]> {
  const withdrawn = await store.withdrawLinksOf(tx, ctx.seals, id, ctx.now());
  const events: NewAuditEvent[] = [];
  for (const link of withdrawn) {
    const target = {
      ...{ environmentId: link.environmentId, name: await nameOf(tx, link) },
      ...(link.secretId !== null && { secretId: link.secretId }),
    };
    events.push({ action: "valueLink.withdrawn", target, detail: { link: link.id } });
  }
  return events;
}

/** A link that works, whoever asked, and what they may store: a new version, or a new secret. */
interface Working {
  readonly link: store.FoundLink;
  readonly ctx: Ctx<ValueLinkActor>;
  readonly permit: Permit<"secret.rotate"> | Permit<"secret.create">;
}

/**
 * What a link is for; null when it does not work, without a difference: never made, used, withdrawn or expired, or whoever asked
 * may not store it any more. Says nothing of a value. Throws `throttled` when too many links from the address did not work.
 */
export async function findLink(ctx: Ctx, token: string): Promise<OpenLink | null> {
  const working = await withinAddressBound(ctx, "link", () => findWorking(ctx, token));
  if (!working) return null;
  const { link, permit } = working;
  const { name: organisation } = await currentSettings(ctx);
  const { name, description } =
    "secret" in permit ? permit.secret : { name: link.name ?? "", description: link.description };
  const { recipient, expiresAt } = link;
  return { name, description, recipient, organisation, expiresAt, askedBy: working.ctx.actor.email };
}

/**
 * Stores the value that somebody gives who has the link, as whoever asked could, and uses the link up: of two at once one is
 * stored. Where the environment has a change policy, the value waits for approval. Throws `notFound` for a link that does not work; what the value is, or was, is in no answer.
 */
export async function giveValue(
  ctx: Ctx,
  input: { readonly token: string; readonly value: string },
): Promise<void> {
  const working = await withinAddressBound(ctx, "link", () => findWorking(ctx, input.token));
  if (!working) throw doesNotWork();
  const { link, ctx: by, permit } = working;
  const text = { name: link.name ?? "", ...textOf(link) };
  const isThere = "secret" in permit;
  const creation = isThere ? null : await prepareCreation(by, permit, text, input.value);
  const version = isThere
    ? await sealVersion(by, permit, Plaintext.of(input.value), { origin: "rotated", restoredFrom: null })
    : null;
  const name = isThere ? permit.secret.name : text.name;
  const secretId = creation?.secret.id ?? link.secretId;
  const used = linkEvent("valueLink.used", permit.environment, { ...link, secretId, name });
  const isTaken = await inTransaction(ctx, (tx) => store.takeLink(tx, ctx.seals, link.id, ctx.now()));
  if (!isTaken) throw doesNotWork();
  const writing = writeSecrets(by, {
    creations: creation ? [creation] : [],
    changes: isThere && version ? [{ permit, version, sameValue: "add" }] : [],
    events: needsApproval(by, permit.environment) ? [] : [used],
  });
  const results = await writing.catch(async (error: unknown): Promise<ChangeResults> => {
    if (!isChangeHeld(error)) throw await afterFailure(ctx, link.id, error);
    await ctx.audit.record(by, [{ ...used, detail: { ...used.detail, request: error.request.id } }]);
    return [];
  });
  if (results.some(({ kind }) => kind !== "done")) throw await afterFailure(ctx, link.id, doesNotWork());
  // Nobody waits for the mail server.
  void ctx.mail?.send(arrivedEmail({ ...link, to: by.actor.email, name, url: ctx.origin }));
}

/** Nothing was stored for certain: the link works again. What it failed for is not told to whoever has the link. */
async function afterFailure(ctx: Ctx, id: string, error: unknown): Promise<unknown> {
  if (!isUndone(error)) return error;
  await inTransaction(ctx, (tx) => store.putBack(tx, ctx.seals, id));
  return isAppError(error) && error.code === "unavailable" ? error : doesNotWork();
}

function isUnique(error: unknown): boolean {
  return databaseFailure(error).kind === "unique";
}

/** Whether a write that failed has changed nothing for certain. */
function isUndone(error: unknown): boolean {
  return (
    isUnique(error) || (isAppError(error) && ["notFound", "conflict", "unavailable"].includes(error.code))
  );
}

async function findWorking(ctx: Ctx, token: string): Promise<Working | null> {
  const link = isToken(token)
    ? await store.findWorking(ctx.db, ctx.seals, sessionTokenHash(token), ctx.now())
    : null;
  const asker = link && (await findAccount(ctx.db, ctx.seals, { id: link.userId }));
  if (!link || asker?.status !== "active") return null;
  const { id, email, name, role } = asker;
  const grants = await grantsOf({ sql: sqlOn(ctx.pool), seals: ctx.seals, now: ctx.now() }, asker);
  const actor = { kind: "user", id, email, name, role, grants, valueLink: { id: link.id } } as const;
  const by = { ...ctx, actor };
  try {
    return { link, ctx: by, permit: await permitOf(by, link) };
  } catch (error) {
    if (isAppError(error) && ["forbidden", "notFound", "conflict"].includes(error.code)) return null;
    throw error;
  }
}

/** What whoever asked may do at this moment. Throws when they may not, and when the name of a new secret is taken by now. */
async function permitOf(
  ctx: Ctx,
  { project, environment, secretId, name }: store.FoundLink,
): Promise<Working["permit"]> {
  const scope = { project, environment };
  if (secretId !== null) return authorize(ctx, "secret.rotate", { ...scope, secret: { id: secretId } });
  const permit = await authorize(ctx, "secret.create", scope);
  if ((await checkName(ctx, scope, name ?? "")).holder !== null) throw doesNotWork();
  return permit;
}

function textOf({ description, category, audience }: store.LinkRow): Omit<AskedText, "name"> {
  return {
    description,
    category: CATEGORIES.find((known) => known === category) ?? "custom",
    audience: AUDIENCES.find((known) => known === audience) ?? "all",
  };
}

async function nameOf(tx: Tx, { secretId, name }: store.LinkRow): Promise<string> {
  return (secretId === null ? name : await store.findSecretName(tx, secretId)) ?? "";
}

function linkEvent(
  action: "valueLink.created" | "valueLink.used" | "valueLink.withdrawn",
  { id: environmentId, projectId }: Pick<EnvironmentRow, "id" | "projectId">,
  link: { readonly id: string; readonly secretId: string | null; readonly name: string },
  detail: Readonly<Record<string, string>> = {},
): NewAuditEvent {
  const { id, secretId, name } = link;
  const target = { projectId, environmentId, name, ...(secretId !== null && { secretId }) };
  return { action, target, detail: { link: id, ...detail } };
}

function requirePerson({ actor }: Ctx): PersonActor {
  if (actor.kind === "user") return actor;
  throw new AppError("forbidden", "Only people ask for values.");
}

function notOpen(): AppError {
  return new AppError("notFound", "This link is not open any more.");
}

function doesNotWork(): AppError {
  return new AppError(
    "notFound",
    "This link does not work any more, and nothing was stored. Ask for a new one.",
  );
}
