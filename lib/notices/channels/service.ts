import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { credentialName, findCredential } from "@/lib/secrets/credentials/service";
import { CHANNEL_NOTICE_KINDS, NOTICE_KIND_NAMES, timingIssue } from "../kinds";
import type { Timing } from "../model";
import { insertEnded } from "../sending/store";
import { CHANNELS_MAX, CHANNELS_PATH, type ChannelMeta } from "./model";
import type { ChannelForm } from "./schema";
import { sendToChannel } from "./send";
import * as store from "./store";

/** All channels, by name. */
export async function readChannels(ctx: Ctx): Promise<ChannelMeta[]> {
  await authorize(ctx, "settings.read", null);
  const rows = await store.listChannels(ctx);
  return Promise.all(
    rows.map(async ({ environmentId, credentialId, updatedAt, ...row }) => ({
      ...row,
      credential: await credentialName(ctx, { id: environmentId }, credentialId),
      updatedAt: updatedAt.toISOString(),
    })),
  );
}

/**
 * Says where notices of the organisation go, and which. Throws `validation` for a secret that is not there, an address that may
 * not be called and a name that is taken, and `notFound` for a channel that is gone.
 */
export async function putChannel(ctx: Ctx, { id: known, ...form }: ChannelForm): Promise<void> {
  await authorize(ctx, "settings.update", null);
  if (known !== undefined) await requireChannel(ctx, known);
  const { environment, credentialId } = await secretOf(ctx, form);
  const url = await addressOf(ctx, form);
  const { name, kind, credential } = form;
  const now = ctx.now();
  const id = known ?? newId(now);
  const timings = timingsOf(form);
  const stamp = { updatedAt: now, updatedBy: actorLabel(ctx.actor) };
  await inSqlTransaction(ctx, async (sql) => {
    if (known === undefined && (await store.countChannels(sql)) >= CHANNELS_MAX)
      throw fieldError("name", `There are ${CHANNELS_MAX} channels, which is as many as there may be.`);
    const channel = { id, name, kind, url, timings, environmentId: environment.id, credentialId, ...stamp };
    await store.saveChannel(sql, ctx, channel);
    const detail = { kind, ...(url !== null && { url }), secret: `${form.scope}/${credential}`, timings };
    await ctx.audit.append(sql, ctx, [{ action: "noticeChannel.set", target: { name }, detail }]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("name", `There is already a channel “${name}”.`);
  });
}

/** Takes a channel away; what waits for it is not sent. Throws `notFound`. */
export async function removeChannel(ctx: Ctx, id: string): Promise<void> {
  await authorize(ctx, "settings.update", null);
  const { name } = await requireChannel(ctx, id);
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.deleteChannel(sql, id))) throw noChannel();
    await ctx.audit.append(sql, ctx, [{ action: "noticeChannel.removed", target: { name } }]);
  });
}

/**
 * Sends a message to a channel, which says that it is a test, and nothing else. Throws why it did not get through; either way it
 * is in the log of deliveries.
 */
export async function testChannel(ctx: Ctx, id: string): Promise<void> {
  await authorize(ctx, "settings.update", null);
  const channel = await requireChannel(ctx, id);
  const now = ctx.now();
  const title = `A test of the channel ${channel.name}`;
  const notice = { kind: "test", title, count: 0, entries: [], scope: null, path: CHANNELS_PATH };
  const delivery = { id: newId(now), content: [notice], createdAt: now };
  const failure = await sendToChannel(ctx, channel, { id: delivery.id, notices: [notice] }).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure !== null && !isAppError(failure)) throw failure;
  const ended = failure
    ? { state: "failed" as const, error: failure.detail }
    : { state: "sent" as const, error: null };
  await insertEnded(sqlOn(ctx.pool), { userId: null, channelId: id, label: channel.name }, delivery, ended);
  if (failure) throw failure;
}

async function requireChannel(ctx: Ctx, id: string): Promise<store.ChannelRow> {
  const [channel] = isId(id) ? await store.listChannels(ctx, { id }) : [];
  if (!channel) throw noChannel();
  return channel;
}

async function secretOf(ctx: Ctx, { scope, credential }: Pick<ChannelForm, "scope" | "credential">) {
  const [project = "", slug = ""] = scope.split("/");
  const { environment } = await authorize(ctx, "secret.list", { project, environment: slug }).catch(
    (error: unknown) => {
      if (isAppError(error) && error.code === "notFound") throw fieldError("scope", error.detail);
      throw error;
    },
  );
  return { environment, credentialId: await findCredential(ctx, environment, credential, "settings.update") };
}

async function addressOf(
  ctx: Ctx,
  { kind, url = "" }: Pick<ChannelForm, "kind" | "url">,
): Promise<string | null> {
  if (kind === "slack") {
    if (url !== "") throw fieldError("url", "The address of such a channel is the value of the secret.");
    return null;
  }
  const callable = await callableUrl(ctx, url);
  if ("issue" in callable) throw fieldError("url", callable.issue);
  return url;
}

/** When a channel is told of what. */
function timingsOf(form: Omit<ChannelForm, "id">): Record<string, Timing> {
  const timings: Record<string, Timing> = {};
  for (const kind of NOTICE_KIND_NAMES) {
    const timing = form[kind] ?? "off";
    if (timing === "off") continue;
    if (!CHANNEL_NOTICE_KINDS.includes(kind)) throw fieldError(kind, "This is told to people alone.");
    const issue = timingIssue(kind, timing);
    if (issue !== null) throw fieldError(kind, issue);
    timings[kind] = timing;
  }
  return timings;
}

function noChannel(): AppError {
  return new AppError("notFound", "There is no such channel. It may have been deleted.");
}
