import { generateKeyPairSync } from "node:crypto";
import type { UserActor } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { ed25519Blob } from "@/lib/ssh/certificate";
import { addSshKeys } from "@/lib/ssh/keys/service";
import { createSshRule } from "@/lib/ssh/rules/service";
import { newSshRule } from "@/lib/ssh/schema";
import { emailOf, type Instance, type Visitor } from "./instance";
import type { ActionRow } from "./matrix-actions";

function newPublicKey(): string {
  return `ssh-ed25519 ${ed25519Blob(generateKeyPairSync("ed25519").privateKey).toString("base64")}`;
}

/** A new public key of somebody, past the program; of the Owner for a visitor who can have none. */
async function sshKey({ ctx }: Instance, visitor: Visitor) {
  const email = emailOf(visitor === "nobody" || visitor === "suspended" ? "owner" : visitor);
  const { id, name, role } = await ctx.db.user.findUniqueOrThrow({ where: { email } });
  const person = { kind: "user", id, email, name, role, grants: [] } as const;
  const actor: UserActor = { ...person, sessionId: newId(), confirmedAt: ctx.now() };
  const [added] = (await addSshKeys({ ...ctx, actor }, newPublicKey())).added;
  return { keyId: added?.id ?? "", personId: id };
}

const own = async (instance: Instance, visitor: Visitor) => ({
  keyId: (await sshKey(instance, visitor)).keyId,
});

async function rule({ ctx }: Instance) {
  const input = { subject: { person: emailOf("member") }, hosts: ["web-*"], user: "deploy" };
  return { ruleId: (await createSshRule(ctx, "default", newSshRule.parse(input))).id };
}

const typed = { project: "default", kind: "person", hosts: "web-1, db-*", user: "deploy", expires: "30d" };

/** What each visitor can do to public keys, and to who may enter which hosts. */
export const SSH_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  addSshKeysAction: [
    {
      tries: "adding a public key of one's own",
      cells: "done done done done in in",
      fields: async () => ({ publicKeys: newPublicKey() }),
    },
    {
      tries: "adding what is no public key",
      cells: "validation validation validation validation in in",
      fields: async () => ({ publicKeys: "ssh-dss AAAA" }),
    },
  ],
  removeSshKeyAction: [
    { tries: "removing one's own SSH key", cells: "done done done done in in", fields: own },
    {
      tries: "removing somebody else's SSH key",
      cells: "notFound notFound notFound notFound in in",
      fields: (instance, visitor) => own(instance, visitor === "owner" ? "auditor" : "owner"),
    },
  ],
  removeSshKeyOfPersonAction: [
    {
      tries: "removing a Member's SSH key",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => sshKey(instance, "member"),
    },
    {
      tries: "removing an Owner's SSH key",
      cells: "done forbidden forbidden forbidden in in",
      fields: (instance) => sshKey(instance, "owner"),
    },
    {
      tries: "removing an SSH key as if it were another person's",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...(await sshKey(instance, "auditor")),
        personId: (await sshKey(instance, "member")).personId,
      }),
    },
  ],
  createSshRuleAction: [
    {
      tries: "letting a Member enter hosts",
      cells: "done done forbidden forbidden in in",
      fields: async () => ({ ...typed, subject: emailOf("member") }),
    },
    {
      tries: "letting nobody enter hosts",
      cells: "validation validation forbidden forbidden in in",
      fields: async () => ({ ...typed, subject: "nobody@example.com" }),
    },
    {
      tries: "letting somebody enter hosts of a project that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ ...typed, project: "nowhere", subject: emailOf("member") }),
    },
  ],
  deleteSshRuleAction: [
    { tries: "ending an SSH rule", cells: "done done forbidden forbidden in in", fields: rule },
    {
      tries: "ending an SSH rule that never was",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ ruleId: newId() }),
    },
  ],
};
