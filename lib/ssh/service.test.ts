import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { revokeApiKey } from "@/lib/api-keys/service";
import type { UserActor } from "@/lib/authorization/actor";
import { addMember, createGroup, removeMember } from "@/lib/grants/groups/service";
import { removePerson, restorePerson, suspendPerson } from "@/lib/people/membership/service";
import { revokeThisKey } from "@/lib/personal-keys/service";
import { codeOf, failure } from "@/test/failure";
import { ed25519Blob } from "./certificate";
import { authorizedKeys, issueCertificate } from "./entering/service";
import { pruneSshRules } from "./jobs";
import {
  addSshKeys,
  listOwnSshKeys,
  listSshKeysOfPerson,
  removeSshKey,
  removeSshKeyOfPerson,
} from "./keys/service";
import { SSH_KEYS_MAX } from "./model";
import { ED25519, PRIVATE_KEY, RSA_1024, RSA_2048 } from "./public-keys.fixture";
import {
  countAdmittedSshKeys,
  createSshRule,
  deleteSshRule,
  listAdmittedSshKeys,
  listSshRules,
} from "./rules/service";
import { newCertificate, newSshKeys, newSshRule } from "./schema";
import { testSsh } from "./ssh.fixture";

const t = await testSsh();
const { ctx, as, asRole, clock, database, own, key, through, rule, add, told } = t;
const { db } = database;

/** A new public key. */
function newKey(comment = "ada@laptop"): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return `ssh-ed25519 ${ed25519Blob(privateKey).toString("base64")} ${comment}`;
}
const wordOf = (line: string) => line.split(" ")[1] ?? "";
let count = 0;
const newHost = () => `host-${++count}`;
const asked = (input: object = {}) =>
  newCertificate.parse({ publicKey: newKey(), user: "deploy", host: "web-1", ...input });

describe("a person's public keys", () => {
  test("are added all or none, listed and removed, each on record", async () => {
    const person = await asRole("member");
    await add(person, `${ED25519}\n${RSA_2048}`);
    const listed = await listOwnSshKeys(own(person));
    expect(listed.map(({ type, bits, comment }) => [type, bits, comment]).sort()).toEqual([
      ["ssh-ed25519", 256, "ada@laptop"],
      ["ssh-rsa", 2048, "ada@laptop"],
    ]);
    const error = await failure(add(person, `${newKey()}\n${RSA_1024}\n${ED25519}`));
    expect(error?.context.fields?.publicKeys).toEqual([
      expect.stringMatching(/^Line 2: An RSA key of 1024 bits/),
    ]);
    expect(await listOwnSshKeys(own(person))).toHaveLength(2);
    for (const one of listed) await removeSshKey(own(person), one.id);
    const events = await db.auditEvent.findMany({ where: { actorId: person.id }, orderBy: { seq: "asc" } });
    expect(events.map(({ action }) => action)).toEqual([
      ...["sshKey.added", "sshKey.added", "sshKey.removed", "sshKey.removed"],
    ]);
  });

  test("are nobody else's: one that somebody has is refused and named, one's own too", async () => {
    const [one, other] = [await asRole("member"), await asRole("member")];
    const mine = newKey();
    await add(one, mine);
    const said = async (by: UserActor) => (await failure(add(by, mine)))?.context.fields?.publicKeys?.[0];
    expect(await said(one)).toMatch(/^SHA256:.* \(ada@laptop\) is one of your keys already/);
    expect(await said(other)).toMatch(/was added by somebody else/);
    const [{ id } = { id: "" }] = await listOwnSshKeys(own(one));
    expect(await codeOf(removeSshKey(own(other), id))).toBe("notFound");
  });

  test("are removed by admins, those of an Owner by an Owner alone", async () => {
    const [owner, admin, person] = [
      await asRole("owner"),
      await asRole("super_admin"),
      await asRole("member"),
    ];
    for (const somebody of [owner, person]) await add(somebody, newKey());
    const idOf = async ({ id }: UserActor) => (await listSshKeysOfPerson(own(admin), id))[0]?.id ?? "";
    const [ofOwner, ofPerson] = [await idOf(owner), await idOf(person)];
    const remove = (by: UserActor, { id: personId }: UserActor, keyId: string) =>
      codeOf(removeSshKeyOfPerson(own(by), { personId, keyId }));
    expect(await remove(admin, owner, ofOwner)).toBe("forbidden");
    expect(await remove(person, owner, ofOwner)).toBe("forbidden");
    expect(await remove(admin, person, ofOwner)).toBe("notFound");
    expect(await remove(admin, person, ofPerson)).toBe("done");
    expect(await remove(owner, owner, ofOwner)).toBe("done");
    expect(await codeOf(listSshKeysOfPerson(own(person), owner.id))).toBe("forbidden");
  });

  test("take a recent proof in the dashboard; through a personal key they end with it", async () => {
    const person = await asRole("member");
    const stale = { ...person, confirmedAt: new Date(ctx.now().getTime() - 16 * 60_000) };
    expect(await codeOf(addSshKeys({ ...ctx, actor: stale }, newKey()))).toBe("confirmationNeeded");
    const host = newHost();
    await rule({ person: person.email }, [host]);
    const by = await through(person, 30);
    const { added } = await addSshKeys(by, newKey());
    expect(added[0]?.expiresAt).toBe(by.actor.personalKey.expiresAt.toISOString());
    const asHost = await key();
    const [line] = await told(asHost, host);
    expect(line).toMatch(/^expiry-time="\d{14}Z" ssh-ed25519 /);
    await revokeThisKey(by);
    expect(await told(asHost, host)).toEqual([]);
    expect(await listOwnSshKeys(own(person))).toEqual([]);
  });

  test("there are so many of a person and no more", async () => {
    const person = await asRole("member");
    await add(person, Array.from({ length: SSH_KEYS_MAX }, () => newKey()).join("\n"));
    expect(await codeOf(add(person, newKey()))).toBe("conflict");
  });

  test.each([PRIVATE_KEY, `${ED25519}\n${PRIVATE_KEY}`, "", " \n", "x".repeat(70_000)])(
    "are no text like %j",
    (text) => {
      expect(newSshKeys.safeParse({ publicKeys: text }).success).toBe(false);
    },
  );
});

describe("a host", () => {
  test("is told the keys of those whom a rule lets in as that user, alone or through a group, and of nobody else", async () => {
    const [alone, grouped, other] = [await asRole("member"), await asRole("owner"), await asRole("auditor")];
    const keys = [newKey("one"), newKey("two"), newKey("three")];
    for (const [i, person] of [alone, grouped, other].entries()) await add(person, keys[i] ?? "");
    await createGroup(ctx, { slug: "operators", name: "Operators" });
    await addMember(ctx, { group: "operators", person: grouped.email });
    const host = newHost();
    await rule({ person: alone.email }, [host]);
    await rule({ group: "operators" }, [`${host}.*`, host.toUpperCase()]);
    await rule({ person: other.email }, [host], { user: "root" });
    await rule({ person: other.email }, [host], {}, "other");
    const asHost = await key();
    expect((await told(asHost, host)).map(wordOf).sort()).toEqual(keys.slice(0, 2).map(wordOf).sort());
    expect((await told(asHost, `${host}.example.com`)).map(wordOf)).toEqual([wordOf(keys[1] ?? "")]);
    expect((await told(asHost, host, "root")).map(wordOf)).toEqual([wordOf(keys[2] ?? "")]);
    expect(await told(asHost, `x${host}`)).toEqual([]);
    await removeMember(ctx, { group: "operators", person: grouped.email });
    expect((await told(asHost, host)).map(wordOf)).toEqual([wordOf(keys[0] ?? "")]);
  });

  test("is told nothing any more of who was suspended or removed, and of rules that ended", async () => {
    const owner = await asRole("owner");
    const [one, two, three] = [await asRole("member"), await asRole("member"), await asRole("member")];
    const host = newHost();
    for (const person of [one, two, three]) await add(person, newKey());
    await rule({ person: one.email }, [host]);
    await rule({ person: two.email }, [host]);
    await rule({ person: three.email }, [host], {
      expires: new Date(ctx.now().getTime() + 90_000).toISOString(),
    });
    const asHost = await key();
    expect(await told(asHost, host)).toHaveLength(3);
    await suspendPerson(own(owner), one.id);
    expect(await told(asHost, host)).toHaveLength(2);
    await restorePerson(own(owner), one.id);
    expect(await told(asHost, host)).toHaveLength(3);
    await removePerson(own(owner), { personId: two.id, confirmation: two.email });
    expect(await told(asHost, host)).toHaveLength(2);
    clock.advanceSeconds(90);
    expect(await told(asHost, host)).toHaveLength(1);
    await pruneSshRules.run({ ...ctx, actor: { kind: "job", name: "test" } }, null);
    expect(await db.sshRule.count({ where: { hosts: { has: host } } })).toBe(1);
  });

  test("is told when a rule ends, the last of several that let somebody in", async () => {
    const person = await asRole("member");
    await add(person, newKey());
    const host = newHost();
    await rule({ person: person.email }, [host], { expires: "2031-01-31T10:20:30Z" });
    await rule({ person: person.email }, [host], { expires: "2031-01-31" });
    const asHost = await key();
    expect((await told(asHost, host))[0]).toMatch(/^expiry-time="20310131235959Z" ssh-ed25519 /);
    const { id } = await rule({ person: person.email }, ["*"]);
    expect((await told(asHost, host))[0]).toMatch(/^ssh-ed25519 /);
    await deleteSshRule(ctx, id);
    expect((await told(asHost, host))[0]).toMatch(/^expiry-time/);
  });

  test("that is a sandbox asks for itself alone, by the name of its key", async () => {
    const person = await asRole("member");
    await add(person, newKey());
    await rule({ person: person.email }, ["box-7"]);
    const asBox = await key({ name: "Box-7", kind: "sandbox" });
    expect(await told(asBox, undefined)).toHaveLength(1);
    expect(await told(asBox, "box-7")).toHaveLength(1);
    expect(await codeOf(told(asBox, "box-8"))).toBe("forbidden");
    expect(await codeOf(told(await key(), undefined))).toBe("validation");
    expect(await codeOf(told(await key({ name: "my box", kind: "sandbox" }), undefined))).toBe("validation");
  });

  test("that shows a key has it noted as used, with the rule; a key that lets nobody in is not", async () => {
    const person = await asRole("member");
    await add(person, newKey());
    const [{ fingerprint } = { fingerprint: "" }] = await listOwnSshKeys(own(person));
    const host = newHost();
    const { id } = await rule({ person: person.email }, [host]);
    const asHost = await key();
    const used = async () => [
      (await listOwnSshKeys(own(person)))[0]?.lastUsedAt,
      (await listSshRules(ctx, "default")).find((one) => one.id === id)?.lastUsedAt,
    ];
    await authorizedKeys(asHost, "default", { host: newHost(), user: "deploy", fingerprint });
    expect(await used()).toEqual([null, null]);
    await authorizedKeys(asHost, "default", { host, user: "deploy", fingerprint });
    expect(await used()).toEqual([ctx.now().toISOString(), ctx.now().toISOString()]);
  });

  test("needs ssh:read, in that project", async () => {
    expect(await codeOf(told(await key({ permissions: ["secrets:read"] }), "web-1"))).toBe("forbidden");
    expect(await codeOf(told(await key({ project: "other" }), "web-1"))).toBe("notFound");
    for (const role of ["owner", "member"] as const)
      expect(await codeOf(told(as(await asRole(role)), "web-1"))).toBe("forbidden");
  });

  test.each(["ssh_rules", "ssh_keys"])(
    "takes nothing from a row of %s that somebody else wrote",
    async (table) => {
      const person = await asRole("member");
      await add(person, newKey());
      const host = newHost();
      await rule({ person: person.email }, [newHost()]);
      await rule({ person: person.email }, [host]);
      const asHost = await key();
      expect(await told(asHost, host)).toHaveLength(1);
      const to = table === "ssh_rules" ? `hosts = '{*}'` : `public_key = '${wordOf(newKey())}'`;
      await ctx.pool.query(`UPDATE ${table} SET ${to} WHERE user_id = $1`, [person.id]);
      expect(await told(asHost, host)).toEqual([]);
    },
  );
});

describe("rules", () => {
  test("are made and ended by Owners and Super Admins who proved who they are, and by admin keys of the whole project", async () => {
    const person = await asRole("member");
    const input = newSshRule.parse({ subject: { person: person.email }, hosts: ["web-1"], user: "deploy" });
    for (const role of ["owner", "super_admin"] as const) {
      const { id } = await createSshRule(own(await asRole(role)), "default", input);
      await deleteSshRule(own(await asRole(role)), id);
    }
    for (const role of ["auditor", "member"] as const)
      expect(await codeOf(createSshRule(own(await asRole(role)), "default", input))).toBe("forbidden");
    const admin = await key({ name: "admin", permissions: ["admin"] });
    const { id } = await createSshRule(admin, "default", input);
    expect(await codeOf(createSshRule(admin, "other", input))).toBe("notFound");
    const narrow = await key({ name: "narrow", permissions: ["admin"], environment: "production" });
    expect(await codeOf(createSshRule(narrow, "default", input))).toBe("forbidden");
    expect(await codeOf(deleteSshRule(narrow, id))).toBe("forbidden");
    expect(await codeOf(deleteSshRule(await key({ project: "other", permissions: ["admin"] }), id))).toBe(
      "notFound",
    );
    const itself = newSshRule.parse({ ...input, subject: { apiKey: admin.actor.id } });
    expect(await codeOf(createSshRule(admin, "default", itself))).toBe("validation");
    await deleteSshRule(admin, id);
  });

  test("name active people, groups and API keys that are there", async () => {
    const suspended = await asRole("member");
    await suspendPerson(own(await asRole("owner")), suspended.id);
    const elsewhere = await key({ name: "elsewhere", project: "other" });
    for (const name of ["twin", "twin"]) await key({ name });
    for (const subject of [
      { person: "nobody@example.com" },
      { person: suspended.email },
      { group: "nowhere" },
      { apiKey: elsewhere.actor.id },
      { apiKey: "no such key" },
      { apiKey: "twin" },
    ])
      expect([subject, await codeOf(rule(subject, ["web-1"]))]).toEqual([subject, "validation"]);
    expect(await codeOf(rule({ apiKey: "elsewhere" }, ["web-1"], {}, "other"))).toBe("done");
  });

  test.each([
    { hosts: [] },
    { hosts: ["a b"] },
    { hosts: ["a,b"] },
    { hosts: ['a"b'] },
    { user: "" },
    { user: "-oProxyCommand=x" },
    { user: "a@b" },
    { user: "a\nb" },
    { user: "*" },
    { user: "x".repeat(33) },
    { expires: "soon" },
    { subject: { person: "a@example.com", group: "g" } },
    { principals: ["root"] },
  ])("are not made of %j", (wrong) => {
    const right = { subject: { group: "g" }, hosts: ["web-1"], user: "deploy" };
    expect(newSshRule.safeParse({ ...right, ...wrong }).success).toBe(false);
  });
});

describe("a certificate", () => {
  test("is given to a person whom a rule names, for that host and that user alone, with its serial in the log", async () => {
    const person = await asRole("member");
    const host = newHost();
    await rule({ person: person.email }, [host]);
    const by = await through(person);
    const issued = await issueCertificate(by, "default", asked({ host }));
    expect(issued.principals).toEqual([`deploy@${host}`, `deploy@${host}/${person.id}`]);
    expect(issued.expiresAt).toBe(new Date(ctx.now().getTime() + 600_000).toISOString());
    const [event] = await db.auditEvent.findMany({
      where: { action: "sshCertificate.issued", actorId: person.id },
    });
    expect(event).toMatchObject({ targetName: `deploy@${host}` });
    expect(JSON.parse(event?.detail ?? "")).toMatchObject({ serial: issued.serial, until: issued.expiresAt });
    for (const [project, input] of [
      ["default", { host, user: "root" }],
      ["default", { host: newHost() }],
      ["other", { host }],
      ["nowhere", { host }],
    ] as const) {
      const error = await failure(issueCertificate(by, project, asked(input)));
      expect([error?.code, error?.detail]).toEqual(["forbidden", expect.stringMatching(/^No rule lets you/)]);
    }
    expect(
      await codeOf(issueCertificate(await through(await asRole("owner")), "default", asked({ host }))),
    ).toBe("forbidden");
  });

  test("is not given in a session of the dashboard, nor to an API key that no rule names", async () => {
    const person = await asRole("member");
    const host = newHost();
    await rule({ person: person.email }, [host]);
    expect(await codeOf(issueCertificate(own(person) as never, "default", asked({ host })))).toBe(
      "forbidden",
    );
    expect(await codeOf(issueCertificate(await key(), "default", asked({ host })))).toBe("forbidden");
  });

  test("is given to an agent whose API key a rule names; hosts are told no more of a key that was revoked", async () => {
    const host = newHost();
    const agent = await key({ name: "agent-1", kind: "agent" });
    await rule({ apiKey: agent.actor.id }, [host]);
    const issued = await issueCertificate(agent, "default", asked({ host }));
    expect(issued.principals).toEqual([`deploy@${host}`, `deploy@${host}/${agent.actor.id}`]);
    const asHost = await key();
    const lines = () => authorizedKeys(asHost, "default", { host, user: "deploy" });
    expect(await lines()).toBe(
      `cert-authority,principals="deploy@${host}/${agent.actor.id}" ${await authority()}\n`,
    );
    await revokeApiKey(ctx, { project: "default", keyId: agent.actor.id });
    expect(await lines()).toBe("");
  });

  test("ends with the rule and with the key that asks for it", async () => {
    const person = await asRole("member");
    const host = newHost();
    const soon = new Date(ctx.now().getTime() + 120_000).toISOString();
    await rule({ person: person.email }, [host], { expires: soon });
    const issued = await issueCertificate(await through(person), "default", asked({ host }));
    expect(issued.expiresAt).toBe(soon);
    const agent = await key({ name: "brief", kind: "agent", expires: soon });
    await rule({ apiKey: agent.actor.id }, [host]);
    expect((await issueCertificate(agent, "default", asked({ host }))).expiresAt).toBe(soon);
  });

  test.each([
    { principals: ["root"] },
    { ttlSeconds: 3_601 },
    { ttlSeconds: 59 },
    { ttlSeconds: 1e12 },
    { ttlSeconds: "600" },
    { host: "*" },
    { host: "web-1,web-2" },
    { host: "web-1/00000000-0000-0000-0000-000000000000" },
    { user: "deploy@web-1" },
    { user: "" },
    { publicKey: PRIVATE_KEY },
    { extensions: ["force-command"] },
    { keyId: "somebody" },
  ])("is not asked for with %j", (wrong) => {
    const right = { publicKey: ED25519, user: "deploy", host: "web-1" };
    expect(newCertificate.safeParse({ ...right, ...wrong }).success).toBe(false);
  });

  test("is for one key that is good: a weak one, two of them and one with options are refused", async () => {
    const person = await asRole("member");
    const by = await through(person);
    for (const publicKey of [RSA_1024, `${newKey()}\n${newKey()}`, `restrict ${newKey()}`, "# nothing"])
      expect(await codeOf(issueCertificate(by, "default", asked({ publicKey })))).toBe("validation");
  });
});

/** The line of the authority of the default project. */
async function authority(): Promise<string> {
  const row = await db.sshAuthority.findFirstOrThrow({ where: { project: { slug: "default" } } });
  return `ssh-ed25519 ${row.publicKey} strongroom-default`;
}

test("the page of a project has the keys that its hosts let in, and counts those never used and those that end soon", async () => {
  const [one, two, outside] = [await asRole("member"), await asRole("member"), await asRole("member")];
  await add(one, `${newKey("a")}\n${newKey("b")}`);
  await addSshKeys(await through(two, 10), newKey("c"));
  await add(outside, newKey("d"));
  await createGroup(ctx, { slug: "crew", name: "Crew" });
  await addMember(ctx, { group: "crew", person: two.email });
  await rule({ person: one.email }, ["web-1"], {}, "other");
  await rule({ group: "crew" }, ["web-2"], {}, "other");
  const shown = await listAdmittedSshKeys(ctx, "other", 100);
  const mine = shown.filter(({ email }) => [one.email, two.email, outside.email].includes(email));
  expect(mine.map(({ email, comment }) => [email, comment]).sort()).toEqual(
    [
      [one.email, "a"],
      [one.email, "b"],
      [two.email, "c"],
    ].sort(),
  );
  const before = await countAdmittedSshKeys(ctx, "other", 100);
  expect(before).toMatchObject({ endsSoon: 1, count: shown.length });
  await authorizedKeys(await key({ project: "other" }), "other", {
    ...{
      host: "web-1",
      user: "deploy",
      fingerprint: mine.find(({ comment }) => comment === "a")?.fingerprint,
    },
  });
  expect((await countAdmittedSshKeys(ctx, "other", 100)).neverUsed).toBe(before.neverUsed - 1);
  await suspendPerson(own(await asRole("owner")), one.id);
  expect((await countAdmittedSshKeys(ctx, "other", 100)).count).toBe(before.count - 2);
});
