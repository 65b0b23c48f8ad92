import { z } from "zod";
import type { PersonalKeyActor } from "@/lib/authorization/actor";
import { AppError } from "@/lib/platform/app-error";
import { findSshAuthority } from "@/lib/ssh/authorities/service";
import { authorizedKeys, issueCertificate } from "@/lib/ssh/entering/service";
import { addSshKeys, listOwnSshKeys, removeSshKey } from "@/lib/ssh/keys/service";
import type { SshRuleMeta } from "@/lib/ssh/model";
import { createSshRule, deleteSshRule, listSshRules } from "@/lib/ssh/rules/service";
import { hostQuestion, newCertificate, newSshKeys, newSshRule } from "@/lib/ssh/schema";
import { created, NO_CONTENT, ok } from "./answer";
import type { MachineCtx } from "./context";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, projectQuery } from "./scope";

const tag = "SSH";
const time = z.iso.datetime();

const Key = z
  .object({
    id: z.string(),
    type: z.string(),
    bits: z.int(),
    fingerprint: z.string(),
    comment: z.string(),
    createdAt: time,
    expiresAt: time.nullable().meta({
      description: "When the personal key ends through which it was added, and it with it.",
    }),
    lastUsedAt: time.nullable().meta({ description: "When a host let it in, to the minute." }),
  })
  .meta({ id: "SshKey" });

const Rule = z
  .object({
    id: z.string(),
    subject: z.union([
      z.object({ person: z.string() }),
      z.object({ group: z.string() }),
      z.object({ apiKey: z.string() }),
    ]),
    hosts: z.array(z.string()).meta({ description: "`*` stands for any part of a name." }),
    user: z.string().meta({ description: "The user of the host." }),
    expiresAt: time.nullable(),
    createdAt: time,
    createdBy: z.string(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "SshRule" });

const Certificate = z
  .object({
    certificate: z.string().meta({ description: "The line of a `-cert.pub` file." }),
    serial: z.string(),
    principals: z.array(z.string()),
    expiresAt: time,
  })
  .meta({ id: "SshCertificate" });

const listKeys = endpoint(
  {
    method: "GET",
    path: "/ssh/keys",
    tag,
    summary: "List one’s own public keys",
    description: "For personal keys: no API key has any.",
    action: null,
    answers: { 200: { description: "All of them.", schema: z.object({ items: z.array(Key) }) } },
  },
  async ({ ctx }) => ok({ items: await listOwnSshKeys(ofPerson(ctx)) }),
);

const addKeys = endpoint(
  {
    method: "POST",
    path: "/ssh/keys",
    tag,
    summary: "Add public keys of one’s own, each on a line",
    description: "All or none of them. They end with the personal key through which they were added.",
    action: null,
    body: newSshKeys,
    answers: { 201: { description: "Added.", schema: z.object({ items: z.array(Key) }) } },
  },
  async ({ ctx, body }) => created({ items: (await addSshKeys(ofPerson(ctx), body.publicKeys)).added }),
);

const removeKey = endpoint(
  {
    method: "DELETE",
    path: "/ssh/keys/{id}",
    tag,
    summary: "Remove a public key of one’s own",
    action: null,
    params: z.object({ id: z.uuid("This is not the id of an SSH key.") }),
    answers: { 204: { description: "No host lets it in any more." } },
  },
  async ({ ctx, params }) => {
    await removeSshKey(ofPerson(ctx), params.id);
    return NO_CONTENT;
  },
);

const listRules = endpoint(
  {
    method: "GET",
    path: "/ssh/rules",
    tag,
    summary: "List who may enter which hosts",
    action: "sshRule.list",
    query: z.strictObject(projectQuery),
    answers: { 200: { description: "All of a project.", schema: z.object({ items: z.array(Rule) }) } },
  },
  async ({ ctx, query }) => {
    const rules = await listSshRules(ctx, projectOf(ctx, query).project);
    return ok({ items: rules.map(shown) });
  },
);

const createRule = endpoint(
  {
    method: "POST",
    path: "/ssh/rules",
    tag,
    summary: "Let a person, a group or an API key enter hosts",
    description: "Hosts belong to the whole project: a key of one environment may not.",
    action: "sshRule.write",
    query: z.strictObject(projectQuery),
    body: newSshRule,
    answers: { 201: { description: "From now on.", schema: z.object({ id: z.string() }) } },
  },
  async ({ ctx, query, body }) => created(await createSshRule(ctx, projectOf(ctx, query).project, body)),
);

const removeRule = endpoint(
  {
    method: "DELETE",
    path: "/ssh/rules/{id}",
    tag,
    summary: "End a rule at once",
    action: "sshRule.write",
    params: z.object({ id: z.uuid("This is not the id of a rule.") }),
    answers: { 204: { description: "Ended." } },
  },
  async ({ ctx, params }) => {
    await deleteSshRule(ctx, params.id);
    return NO_CONTENT;
  },
);

const keysOfHost = endpoint(
  {
    method: "GET",
    path: "/ssh/authorized-keys",
    tag,
    summary: "Who may enter a host at this moment, as sshd reads it",
    description:
      "The key of a sandbox asks for the sandbox of that name alone, and may leave `host` out. `fingerprint` is noted as the key that was shown; the answer is the same.",
    action: "sshAccess.read",
    query: z.strictObject({ ...projectQuery, ...hostQuestion.shape }),
    answers: { 200: { description: "Lines of an `authorized_keys` file.", type: "text/plain" } },
  },
  async ({ ctx, query: { project, ...asked } }) =>
    text(await authorizedKeys(ctx, projectOf(ctx, { project }).project, asked)),
);

const authority = endpoint(
  {
    method: "GET",
    path: "/ssh/authority",
    tag,
    summary: "The public key that signs the certificates of a project, for TrustedUserCAKeys",
    description: "A project has it from its first rule on.",
    action: "sshAuthority.read",
    query: z.strictObject(projectQuery),
    answers: { 200: { description: "One line.", type: "text/plain" } },
  },
  async ({ ctx, query }) => {
    const found = await findSshAuthority(ctx, projectOf(ctx, query).project);
    if (!found) throw new AppError("notFound", "This project has no SSH authority yet: add a rule first.");
    return text(`${found.publicKey}\n`);
  },
);

const certify = endpoint(
  {
    method: "POST",
    path: "/ssh/certificates",
    tag,
    summary: "Get a certificate by which to enter a host for minutes",
    description:
      "For a person through a personal key, and for an API key with `ssh:read` that a rule names. It ends with the rule at the latest.",
    action: "sshAccess.read",
    query: z.strictObject(projectQuery),
    body: newCertificate,
    answers: { 201: { description: "Signed.", schema: Certificate } },
  },
  async ({ ctx, query, body }) => created(await issueCertificate(ctx, projectOf(ctx, query).project, body)),
);

function ofPerson(ctx: MachineCtx) {
  const { actor } = ctx;
  if (actor.kind === "user") return { ...ctx, actor: actor satisfies PersonalKeyActor };
  throw new AppError("forbidden", "Only people have SSH keys: use a personal key.");
}

function text(body: string): Response {
  return new Response(body, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

function shown({ subject, hosts, ...rule }: SshRuleMeta): z.input<typeof Rule> {
  const named =
    subject.kind === "person"
      ? { person: subject.email }
      : subject.kind === "group"
        ? { group: subject.slug }
        : { apiKey: subject.id };
  return { ...rule, subject: named, hosts: [...hosts] };
}

export const sshEndpoints: readonly Endpoint[] = [
  keysOfHost,
  certify,
  authority,
  listKeys,
  addKeys,
  removeKey,
  listRules,
  createRule,
  removeRule,
];
