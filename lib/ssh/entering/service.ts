import { randomBytes } from "node:crypto";
import { endedKeys } from "@/lib/api-keys/authentication/service";
import type { ApiKeyActor, PersonalKeyActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { ProjectRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { authorityLine, openAuthority } from "../authorities/service";
import { signCertificate } from "../certificate";
import { noteKeyUse } from "../keys/store";
import { fitsHost, ownPrincipalOf, principalOf } from "../model";
import { parsePublicKeys } from "../public-key";
import { noteRuleUses } from "../rules/store";
import { type HostQuestion, host as hostSchema, type NewCertificate } from "../schema";
import * as store from "./store";

/** Clocks of hosts are not quite right. */
const CLOCK_MS = 60_000;
const SERIAL_BYTES = 8;

/** Somebody who may enter, by all rules that let them in. */
interface Admitted {
  readonly kind: store.Entrant["kind"];
  readonly id: string;
  readonly ruleIds: readonly string[];
  /** When the last of the rules ends; null: never. */
  readonly until: Date | null;
}

interface Entry {
  readonly host: string;
  readonly user: string;
}

/**
 * Who may enter a host as a user at this moment, as sshd reads it: the public keys of active people, and a line for each person
 * and API key by which their certificates are good. Lines end with what lets them in. The key that is being shown is noted; the
 * answer is the same without it.
 */
export async function authorizedKeys(ctx: Ctx, project: string, asked: HostQuestion): Promise<string> {
  const permit = await authorize(ctx, "sshAccess.read", { project });
  const entry = { host: hostOf(ctx, asked.host), user: asked.user };
  const now = ctx.now();
  const admitted = await admittedTo(ctx, permit.project, entry);
  const people = new Map(admitted.flatMap((one) => (one.kind === "person" ? [[one.id, one]] : [])));
  const [keys, authority] = await Promise.all([
    store.findPublicKeys(ctx, [...people.keys()], now),
    authorityLine(ctx, permit.project),
  ]);
  const shown = keys.find(({ fingerprint }) => fingerprint === asked.fingerprint);
  if (shown) {
    await noteKeyUse(ctx.pool, shown.fingerprint, now);
    await noteRuleUses(ctx.pool, people.get(shown.userId)?.ruleIds ?? [], now);
  }
  const lines = [
    ...keys.map(({ userId, type, publicKey, email, until }) => {
      const end = earlier(until, people.get(userId)?.until ?? null);
      return `${optionsOf(end)}${type} ${publicKey} ${email}`;
    }),
    ...(authority === null
      ? []
      : admitted.map(({ id, until }) => {
          const principal = `principals="${ownPrincipalOf(entry.user, entry.host, id)}"`;
          return `${optionsOf(until, "cert-authority", principal)}${authority}`;
        })),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A certificate that was just signed. */
export interface IssuedCertificate {
  /** The line of a `-cert.pub` file. */
  readonly certificate: string;
  readonly serial: string;
  readonly principals: readonly string[];
  readonly expiresAt: string;
}

/**
 * Signs a certificate by which the actor enters one host as one user, as a rule says at this moment, for minutes and no longer than
 * rule and key last. Throws `forbidden` in the same words for a project, a host or a user that is not there.
 */
export async function issueCertificate(
  ctx: Ctx<ApiKeyActor | PersonalKeyActor>,
  slug: string,
  asked: NewCertificate,
): Promise<IssuedCertificate> {
  const project = await projectToEnter(ctx, slug);
  const entry = { host: asked.host, user: asked.user };
  const { keys, issues } = parsePublicKeys(asked.publicKey);
  const [key, ...others] = keys;
  const messages = issues.map(({ message }) => message);
  if (messages.length === 0 && (!key || others.length > 0)) messages.push("Give one public key.");
  if (!key || messages.length > 0)
    throw new AppError("validation", "Check the highlighted fields.", { fields: { publicKey: messages } });
  const admitted = project ? await admittedTo(ctx, project, entry) : [];
  const mine = admitted.find(({ id }) => id === ctx.actor.id);
  if (!project || !mine) throw await noEntry(ctx);
  const now = ctx.now();
  const wanted = new Date(now.getTime() + asked.ttlSeconds * 1_000);
  const ofKey = ctx.actor.kind === "user" ? ctx.actor.personalKey.expiresAt : (ctx.actor.expiresAt ?? null);
  const validUntil = earlier(wanted, earlier(ofKey, mine.until)) ?? wanted;
  const serial = randomBytes(SERIAL_BYTES).readBigUInt64BE();
  const sourceAddress = asked.fromThisAddress ? ctx.request.ip : null;
  if (asked.fromThisAddress && sourceAddress === null)
    throw fieldError("fromThisAddress", "The address that you come from is not known here.");
  const principals = [principalOf(entry.user, entry.host), ownPrincipalOf(entry.user, entry.host, mine.id)];
  const keyId = keyIdOf(ctx.actor);
  const authority = await openAuthority(ctx, project);
  // On record before it exists: one that nobody knows of would be worse than one that was never made.
  await ctx.audit.record(ctx, [
    {
      action: "sshCertificate.issued",
      target: { projectId: project.id, name: principalOf(entry.user, entry.host) },
      detail: {
        ...{ serial: serial.toString(), key: key.fingerprint, until: validUntil.toISOString() },
        ...(sourceAddress !== null && { sourceAddress }),
        ...(asked.extensions.length > 0 && { extensions: [...asked.extensions] }),
      },
    },
  ]);
  await noteRuleUses(ctx.pool, mine.ruleIds, now);
  const certificate = signCertificate(authority, key, {
    ...{ serial, keyId, principals, validUntil, sourceAddress, extensions: asked.extensions },
    validFrom: new Date(now.getTime() - CLOCK_MS),
  });
  return {
    ...{ certificate, serial: serial.toString(), principals },
    expiresAt: validUntil.toISOString(),
  };
}

/** The project whose hosts the actor wants to enter; null for a person when it is not there: rules say where they may go. */
async function projectToEnter(ctx: Ctx, slug: string): Promise<ProjectRow | null> {
  if (ctx.actor.kind === "apiKey") return (await authorize(ctx, "sshAccess.read", { project: slug })).project;
  await authorize(ctx, "sshAccess.use", null);
  return store.findProject(ctx, slug);
}

async function noEntry(ctx: Ctx): Promise<AppError> {
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "sshAccess.use" } });
  return new AppError(
    "forbidden",
    "No rule lets you enter this host as this user. Ask an Owner or a Super Admin.",
  );
}

/** What a host calls itself; one whose key is of a sandbox is called like the key. */
function hostOf({ actor }: Ctx, asked: string | undefined): string {
  if (actor.kind !== "apiKey" || actor.keyKind !== "sandbox") {
    if (asked === undefined) throw fieldError("host", "Name the host.");
    return asked;
  }
  const own = hostSchema.safeParse(actor.name);
  if (!own.success)
    throw fieldError("host", "A sandbox is called like its API key, and this one's name is none of a host.");
  if (asked !== undefined && asked !== own.data)
    throw new AppError("forbidden", `The key of a sandbox asks for that sandbox alone: ${own.data}.`);
  return own.data;
}

async function admittedTo(ctx: Ctx, project: ProjectRow, { host, user }: Entry): Promise<Admitted[]> {
  const asked = { projectId: project.id, login: user, now: ctx.now() };
  const [people, keys] = await Promise.all([store.findPeople(ctx, asked), store.findKeys(ctx, asked)]);
  const fitting = [...people, ...keys].filter(({ hosts }) => hosts.some((one) => fitsHost(one, host)));
  const keyIds = fitting.flatMap(({ kind, id }) => (kind === "apiKey" ? [id] : []));
  const ended = new Set(await endedKeys(ctx, [...new Set(keyIds)]));
  const admitted = new Map<string, Admitted>();
  for (const { kind, id, ruleId, until } of fitting) {
    if (ended.has(id)) continue;
    const known = admitted.get(id);
    const ruleIds = [...(known?.ruleIds ?? []), ruleId];
    admitted.set(id, { kind, id, ruleIds, until: known ? later(known.until, until) : until });
  }
  return [...admitted.values()];
}

/** How sshd's log calls whoever enters with a certificate. */
function keyIdOf(actor: ApiKeyActor | PersonalKeyActor): string {
  return actor.kind === "user" ? actor.email : `api-key:${actor.id}`;
}

/** The options in front of a key, the first of them when it ends, to the second and in UTC. */
function optionsOf(until: Date | null, ...others: readonly string[]): string {
  const time = until?.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  const all = [...(time ? [`expiry-time="${time}"`] : []), ...others];
  return all.length > 0 ? `${all.join(",")} ` : "";
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}
