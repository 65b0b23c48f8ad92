import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { granter, withGrants } from "@/lib/grants/grants.fixture";
import { addMember, createGroup, removeMember } from "@/lib/grants/groups/service";
import { suspendPerson } from "@/lib/people/membership/service";
import { isChangeHeld } from "@/lib/platform/change-held";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { importSecrets } from "@/lib/secrets/import/service";
import { createSecret, deleteSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { severalForm } from "@/lib/secrets/several/schema";
import { changeSeveral } from "@/lib/secrets/several/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { restoreVersion } from "@/lib/secrets/versions/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { testContext } from "@/test/context";
import { codeOf as code, failure } from "@/test/failure";
import { askForAccess } from "./access/service";
import {
  applyAtOnce,
  approveRequest,
  commentOn,
  expireRequests,
  rejectRequest,
  withdrawRequest,
} from "./deciding/service";
import { OPEN_MAX, REQUEST_DAYS } from "./model";
import { listPolicies, setPolicy } from "./policies/service";
import { values } from "./requests.fixture";
import { countWaitingRequests } from "./service";
import { showRequest, showRequests } from "./showing/service";

const t = await testContext();
const { ctx, asRole, clock, database } = t;
/** Somebody who has just proved who they are. */
const as = (actor: UserActor): Ctx => t.as({ ...actor, confirmedAt: clock.now() });
const grant = granter(t);
const production = { project: "shop", environment: "production" };
const staging = { project: "shop", environment: "staging" };
let alice: UserActor;
let bob: UserActor;
let carol: UserActor;
let owner: UserActor;
let count = 0;

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "shop" });
  [alice, bob, carol, owner] = await Promise.all([
    asRole("super_admin"),
    asRole("super_admin"),
    asRole("super_admin"),
    asRole("owner"),
  ]);
});

beforeEach(async () => {
  clock.advanceSeconds(1);
  await setPolicy(ctx, production, { approvals: 1, approvers: null });
});

/** Stores a secret past the policy, and returns what finds it. */
async function stored(value = "first value of it", scope = production) {
  count += 1;
  const text = { description: "", category: "custom", audience: "all" } as const;
  const { id, name } = await createSecret(ctx, { ...scope, name: `KEY_${count}`, value, ...text });
  return { id, name };
}

async function edit(by: Ctx, id: string, change: object, scope = production) {
  const { revision, name, description, category, audience } = await findSecret(ctx, {
    ...scope,
    secret: { id },
  });
  return editSecret(by, {
    ...scope,
    secretId: id,
    revision,
    name,
    description,
    category,
    audience,
    ...change,
  });
}

/** The id of the request that a change becomes. */
async function held(change: Promise<unknown>): Promise<string> {
  const outcome: unknown = await change.catch((error: unknown) => error);
  if (!isChangeHeld(outcome)) throw new Error(`not held: ${String(outcome)}`);
  return outcome.request.id;
}

const meta = (id: string, scope = production) => findSecret(ctx, { ...scope, secret: { id } });
const state = async (id: string) => (await showRequest(ctx, id)).state;

describe("a change of a protected environment", () => {
  test("waits, whatever it is, and is made as it was asked for once somebody else approves it", async () => {
    const { id, name } = await stored();
    await setPolicy(ctx, production, { approvals: 1, approvers: null });
    const request = await held(edit(as(alice), id, { value: "second value of it", description: "New" }));
    expect(await values(ctx, production, name)).toEqual(["first value of it"]);
    expect(await approveRequest(as(bob), request)).toEqual({ state: "applied", missing: 0 });
    expect(await values(ctx, production, name)).toEqual(["second value of it", "first value of it"]);
    expect(await meta(id)).toMatchObject({ version: 2, description: "New", updatedBy: alice.email });
    expect(await state(request)).toBe("applied");
  });

  test("of any kind becomes a request, with nothing written", async () => {
    const one = await stored();
    const other = await stored();
    const two = await edit(ctx, one.id, { value: "another value" });
    expect(two?.version).toBe(2);
    const { revision } = await meta(one.id);
    const by = as(alice);
    const text = { description: "", category: "custom", audience: "all" } as const;
    const events = await database.db.auditEvent.count({ where: { action: { startsWith: "secret." } } });
    const asked = [
      () => createSecret(by, { ...production, name: "NEW_ONE", value: "x", ...text }),
      () => edit(by, one.id, { value: "third" }),
      () => edit(by, one.id, { name: `${one.name}_B` }),
      () => edit(by, one.id, { audience: "agents" }),
      () => restoreVersion(by, { ...production, secretId: one.id, revision, number: 1 }),
      () => deleteSecret(by, { ...production, secretId: other.id, confirmation: other.name }),
      () => storeSecret(by, production, { name: "NEW_TWO", value: "y" }),
      () => importSecrets(by, production, { secrets: [{ name: "NEW_THREE", value: "z" }], dryRun: false }),
    ];
    for (const change of asked) await held(change());
    expect(await database.db.auditEvent.count({ where: { action: { startsWith: "secret." } } })).toBe(events);
    const titles = (await showRequests(by, "yours", { limit: 8 })).items.map(({ title }) => title);
    expect(titles.sort()).toEqual(
      [
        `Delete ${other.name}`,
        `Edit ${one.name}`,
        `Rename ${one.name} to ${one.name}_B`,
        `Replace the value of ${one.name}`,
        `Restore version 1 of ${one.name}`,
        "Store NEW_ONE",
        "Store NEW_THREE",
        "Store NEW_TWO",
      ].sort(),
    );
  });

  test("is one request for an import, which is made whole", async () => {
    const secrets = Array.from({ length: 30 }, (_, i) => ({ name: `BULK_${i}`, value: `value ${i}` }));
    const request = await held(importSecrets(as(alice), production, { secrets, dryRun: false }));
    await approveRequest(as(bob), request);
    expect(await values(ctx, production, "BULK_29")).toEqual(["value 29"]);
  });

  test("that would change nothing is no request: an import of what is there already", async () => {
    const { name } = await stored("the same value");
    const secrets = [{ name, value: "the same value" }];
    const outcome = await importSecrets(as(alice), production, { secrets, dryRun: false });
    expect(outcome).toMatchObject([{ name, outcome: "unchanged" }]);
  });

  test("needs none in an environment without a policy", async () => {
    const { id } = await stored("a value", staging);
    expect(await edit(as(alice), id, { value: "another one" }, staging)).toMatchObject({ version: 2 });
  });

  test("into it from another environment waits too", async () => {
    const { id, name } = await stored("from staging", staging);
    const form = { project: "shop", secret: [id], kind: "copy", to: "production" } as const;
    const { seen } = await changeSeveral(as(alice), severalForm.parse({ ...form, step: "preview" }));
    const request = await held(changeSeveral(as(alice), severalForm.parse({ ...form, step: "go", seen })));
    await approveRequest(as(bob), request);
    expect(await values(ctx, production, name)).toEqual(["from staging"]);
  });

  test("by mapping a shared secret waits too", async () => {
    const shared = await stored("shared", { project: "platform", environment: "production" });
    const mapping = {
      ...production,
      name: "FROM_PLATFORM",
      sharedEnvironment: "production",
      sharedName: shared.name,
    };
    const request = await held(createMapping(as(alice), mapping));
    expect(await approveRequest(as(bob), request)).toMatchObject({ state: "applied" });
    expect(
      await database.db.sharedMapping.count({ where: { name: "FROM_PLATFORM", createdBy: alice.email } }),
    ).toBe(1);
  });

  test("keeps its value sealed while it waits, and forgets it however it ends", async () => {
    const { id } = await stored();
    const value = "a value that nobody approves";
    const ends = [
      (request: string) => rejectRequest(as(bob), request, "no"),
      (request: string) => withdrawRequest(as(alice), request),
      async (_: string) => {
        clock.advanceSeconds(REQUEST_DAYS * 86_400);
        await expireRequests(ctx);
      },
    ];
    for (const end of ends) {
      const request = await held(edit(as(alice), id, { value }));
      const rows = () => database.db.requestedValue.findMany({ where: { requestId: request } });
      expect(JSON.stringify(await rows())).not.toContain(value);
      expect(await rows()).toHaveLength(1);
      await end(request);
      expect(await rows()).toHaveLength(0);
      expect(await code(approveRequest(as(bob), request))).toBe("conflict");
    }
  });
});

describe("what an approver sees", () => {
  test("is everything but the value: text before and after, kind, length class, and what it equals", async () => {
    const { id, name } = await stored("sk_live_abcdefghijklmnop");
    await createSecret(ctx, {
      ...{ ...staging, name, value: "a value of both places", description: "" },
      ...{ category: "custom", audience: "all" },
    });
    const first = await held(
      edit(as(alice), id, { value: "sk_live_abcdefghijklmnop", description: "Payments" }),
    );
    const second = await held(edit(as(alice), id, { value: "a value of both places" }));
    const shown = await showRequest(as(bob), first);
    expect(shown.changes).toEqual([
      {
        title: `Replace the value of ${name}`,
        facts: [
          { label: "Description", from: "", to: "Payments" },
          { label: "New value", from: null, to: expect.stringContaining("up to 64 bytes") },
          { label: "Same value as", from: null, to: "version 1" },
        ],
      },
    ]);
    const facts = (await showRequest(as(bob), second)).changes[0]?.facts ?? [];
    expect(facts.find(({ label }) => label === "Same value in")?.to).toBe("Staging");
    expect(JSON.stringify([shown, facts])).not.toContain("sk_live_abc");
  });

  test("says beforehand when it does not fit any more, and the approval then writes nothing", async () => {
    const { id, name } = await stored();
    const request = await held(edit(as(alice), id, { value: "second" }));
    await edit(ctx, id, { value: "by an operator" });
    expect((await showRequest(as(bob), request)).conflict).toContain(`changed ${name}`);
    expect(await code(approveRequest(as(bob), request))).toBe("conflict");
    expect(await values(ctx, production, name)).toEqual(["by an operator", "first value of it"]);
    expect(await showRequest(as(bob), request)).toMatchObject({ state: "open", approvals: { count: 0 } });
  });
});

describe("four eyes", () => {
  test("are two people: nobody approves or rejects their own", async () => {
    const { id } = await stored();
    const request = await held(edit(as(alice), id, { value: "mine" }));
    expect(await code(approveRequest(as(alice), request))).toBe("forbidden");
    expect(await code(rejectRequest(as(alice), request))).toBe("forbidden");
    expect(await state(request)).toBe("open");
  });

  test("are two browsers: not a second account where the first one asked", async () => {
    const { id } = await stored();
    const device = (browser: string) => `${browser.repeat(22)}.abc.${"m".repeat(43)}`;
    const from = (actor: UserActor, browser: string): Ctx => ({
      ...as(actor),
      request: { ...ctx.request, device: device(browser) },
    });
    const request = await held(edit(from(alice, "A"), id, { value: "mine" }));
    expect((await failure(approveRequest(from(bob, "A"), request)))?.detail).toContain("this browser");
    expect(await approveRequest(from(bob, "B"), request)).toMatchObject({ state: "applied" });
  });

  test("are not those of who made the key that asks", async () => {
    const { id, name } = await stored();
    const permissions = ["secrets:list", "secrets:write"] as const;
    const { text, key } = await createApiKey(
      as(alice),
      newApiKey.parse({ name: "ci", kind: "service", ...production, permissions }),
    );
    const asKey = async () => ({ ...ctx, actor: (await authenticateKey(ctx, text)).actor });
    const request = await held(storeSecret(await asKey(), production, { name, value: "by a key" }));
    const second = await held(storeSecret(await asKey(), production, { name, value: "by a key again" }));
    expect(await code(approveRequest(as(alice), request))).toBe("forbidden");
    expect(await code(approveRequest(await asKey(), request))).toBe("forbidden");
    expect(await approveRequest(as(bob), request)).toMatchObject({ state: "applied" });
    expect(await meta(id)).toMatchObject({ updatedBy: "ci" });
    await revokeApiKey(ctx, { project: "shop", keyId: key.id });
    expect((await failure(approveRequest(as(bob), second)))?.detail).toContain("revoked");
    await rejectRequest(as(bob), second);
  });

  test("are as many as the policy asks for, each once, also when it became stricter meanwhile", async () => {
    const { id } = await stored();
    const request = await held(edit(as(alice), id, { value: "two of them" }));
    await setPolicy(as(owner), production, { approvals: 2, approvers: null });
    expect(await approveRequest(as(bob), request)).toEqual({ state: "open", missing: 1 });
    expect((await failure(approveRequest(as(bob), request)))?.detail).toContain("already");
    expect(await approveRequest(as(carol), request)).toEqual({ state: "applied", missing: 0 });
  });

  test("are counted once when two approve at the same moment", async () => {
    await setPolicy(ctx, production, { approvals: 2, approvers: null });
    const { id } = await stored();
    const request = await held(edit(as(alice), id, { value: "at once" }));
    const outcomes = await Promise.all([
      approveRequest(as(bob), request),
      approveRequest(as(carol), request),
    ]);
    expect(outcomes.map(({ state: to }) => to).sort()).toEqual(["applied", "open"]);
    expect(await meta(id)).toMatchObject({ version: 2 });
  });

  test("do not count when who gave them is suspended by then", async () => {
    await setPolicy(ctx, production, { approvals: 2, approvers: null });
    const { id } = await stored();
    const dave = await asRole("super_admin");
    const request = await held(edit(as(alice), id, { value: "soon gone" }));
    await approveRequest(as(dave), request);
    await suspendPerson(ctx, dave.id);
    expect(await approveRequest(as(bob), request)).toEqual({ state: "open", missing: 1 });
  });

  test("may be those of a group, of who was in it when the request was made", async () => {
    const [before, after, asker] = await Promise.all([asRole("member"), asRole("member"), asRole("member")]);
    await createGroup(ctx, { slug: "leads", name: "Leads" });
    await addMember(ctx, { group: "leads", person: before.email });
    await setPolicy(ctx, production, { approvals: 1, approvers: "leads" });
    const { id, name } = await stored();
    await grant(asker, "set", { ...production, secret: name });
    clock.advanceSeconds(1);
    const request = await held(edit(await withGrants(ctx, asker), id, { value: "by a Member" }));
    clock.advanceSeconds(1);
    await addMember(ctx, { group: "leads", person: after.email });
    expect(await code(approveRequest(as(after), request))).toBe("notFound");
    const waiting = (await showRequests(as(before), "waiting", { limit: 50 })).items;
    expect(waiting.map((one) => one.id)).toContain(request);
    expect(await countWaitingRequests(as(before))).toBe(waiting.length);
    expect(await approveRequest(as(before), request)).toMatchObject({ state: "applied" });
    const second = await held(edit(await withGrants(ctx, asker), id, { value: "again" }));
    await removeMember(ctx, { group: "leads", person: before.email });
    expect(await code(approveRequest(as(before), second))).toBe("notFound");
  });

  test("do what the asker may still do: not what their grant let them before", async () => {
    const asker = await asRole("member");
    const { id, name } = await stored();
    await grant(asker, "set", { ...production, secret: name }, "1d");
    const request = await held(edit(await withGrants(ctx, asker), id, { value: "while I may" }));
    clock.advanceSeconds(86_400 + 1);
    expect(await code(approveRequest(as(bob), request))).toMatch(/forbidden|conflict|notFound/);
    await suspendPerson(ctx, asker.id);
    expect((await failure(approveRequest(as(bob), request)))?.detail).toContain("suspended");
    expect(await values(ctx, production, name)).toEqual(["first value of it"]);
  });

  test("are asked for a weaker policy too, and a stricter one counts at once", async () => {
    await setPolicy(as(alice), production, { approvals: 2, approvers: null });
    const weaker = [
      { approvals: 1, approvers: null },
      { approvals: 0, approvers: null },
    ];
    for (const policy of weaker) {
      clock.advanceSeconds(1);
      await held(setPolicy(as(alice), production, policy));
    }
    const { items } = await showRequests(as(alice), "yours", { limit: 1 });
    const request = items[0]?.id ?? "";
    expect((await showRequest(as(bob), request)).changes[0]?.facts).toEqual([
      { label: "Approvals", from: "2 approvals", to: "None" },
    ]);
    await approveRequest(as(bob), request);
    await approveRequest(as(carol), request);
    const policies = await listPolicies(ctx, "shop");
    expect(policies.find(({ environment }) => environment.slug === "production")?.approvals).toBe(0);
  });

  test("do not see past a key that skips approval, which only an Owner makes", async () => {
    const { name } = await stored();
    const key = newApiKey.parse({
      ...{ name: "deploy", kind: "service", ...production, skipsApproval: true },
      permissions: ["secrets:list", "secrets:write"],
    });
    expect(await code(createApiKey(as(alice), key))).toBe("forbidden");
    const { text, key: made } = await createApiKey(as(owner), key);
    expect(made.skipsApproval).toBe(true);
    const by = { ...ctx, actor: (await authenticateKey(ctx, text)).actor };
    expect(await storeSecret(by, production, { name, value: "without asking" })).toMatchObject({
      outcome: "replaced",
    });
  });
});

describe("an emergency", () => {
  test("is an Owner's alone, has a reason, and everybody sees that it was one", async () => {
    const { id } = await stored();
    const request = await held(edit(as(alice), id, { value: "now" }));
    expect(await code(applyAtOnce(as(bob), request, "down"))).toBe("forbidden");
    expect((await failure(applyAtOnce(as(owner), request, " ")))?.fields).toHaveProperty("text");
    expect(await applyAtOnce(as(owner), request, "Payments are down")).toMatchObject({ state: "applied" });
    expect(await showRequest(as(bob), request)).toMatchObject({
      ...{ state: "applied", isEmergency: true, endedBy: owner.email },
      remarks: [{ kind: "emergency", text: "Payments are down", by: owner.email }],
    });
    const event = await database.db.auditEvent.findFirst({ where: { action: "request.emergency" } });
    expect(event).toMatchObject({ actorLabel: owner.email });
  });

  test("is what an Owner does with their own request too", async () => {
    const { id } = await stored();
    const request = await held(edit(as(owner), id, { value: "mine" }));
    expect(await code(approveRequest(as(owner), request))).toBe("forbidden");
    expect(await applyAtOnce(as(owner), request, "Payments are down")).toMatchObject({ state: "applied" });
  });
});

describe("requests", () => {
  test("are seen by who sees all secrets, and by who asked", async () => {
    const { id, name } = await stored();
    const [asker, other] = await Promise.all([asRole("member"), asRole("member")]);
    const auditor = await asRole("auditor");
    await grant(asker, "set", { ...production, secret: name });
    const request = await held(edit(await withGrants(ctx, asker), id, { value: "seen" }));
    const seen = (actor: UserActor) => code(showRequest(as(actor), request));
    expect(await Promise.all([alice, auditor, asker, other].map(seen))).toEqual([
      "done",
      "done",
      "done",
      "notFound",
    ]);
    expect(await code(approveRequest(as(auditor), request))).toBe("forbidden");
    expect((await showRequests(as(other), "all", { limit: 10 })).items).toEqual([]);
    expect(await code(commentOn(as(other), request, "hello"))).toBe("notFound");
    await commentOn(as(asker), request, "It is the one of the test account.");
    expect((await showRequest(as(alice), request)).remarks).toMatchObject([
      { kind: "comment", by: asker.email },
    ]);
    expect(await code(withdrawRequest(as(alice), request))).toBe("forbidden");
    await withdrawRequest(as(asker), request);
  });

  test("are not what somebody made of them in the database", async () => {
    const { id } = await stored();
    const request = await held(edit(as(alice), id, { value: "mine" }));
    await database.db.changeRequest.update({ where: { id: request }, data: { userId: carol.id } });
    expect(await code(approveRequest(as(alice), request))).toBe("notFound");
  });

  test(`of one person are no more than ${OPEN_MAX} at a time`, async () => {
    const eve = await asRole("super_admin");
    const { id } = await stored();
    const { revision, name, description, category, audience } = await meta(id);
    const input = { ...production, secretId: id, revision, name, description, category, audience };
    for (let n = 0; n < OPEN_MAX; n += 1) await held(editSecret(as(eve), { ...input, description: `${n}` }));
    expect(await code(editSecret(as(eve), { ...input, description: "one more" }))).toBe("conflict");
  });
});

describe("access", () => {
  test("is asked for by a Member and granted for as long as they asked, from then on", async () => {
    const member = await asRole("member");
    const { id, name } = await stored();
    const { id: request } = await askForAccess(as(member), {
      ...{ ...production, names: name, capability: "set", days: 7, reason: "On call this week" },
    });
    expect(await code(showRequest(await withGrants(ctx, member), request))).toBe("done");
    clock.advanceSeconds(86_400);
    expect(await approveRequest(as(bob), request)).toMatchObject({ state: "applied" });
    const row = await database.db.grant.findFirstOrThrow({ where: { userId: member.id } });
    expect(row).toMatchObject({ secretId: id, capability: "set", createdBy: bob.email });
    expect(row.expiresAt?.getTime()).toBe(clock.now().getTime() + 7 * 86_400_000);
  });

  test("to what is not there is asked for in the same way, and refused to who would grant it", async () => {
    const member = await asRole("member");
    const { id } = await askForAccess(as(member), {
      ...{
        project: "nowhere",
        environment: "production",
        names: "",
        capability: "see",
        days: 1,
        reason: "x",
      },
    });
    expect(await code(approveRequest(as(bob), id))).toBe("notFound");
    expect(await rejectRequest(as(bob), id, "There is no such project.")).toMatchObject({
      state: "rejected",
    });
  });

  test("is for Members, and what nobody could be granted is said at its field", async () => {
    const form = { ...production, names: "A*B", capability: "see", days: 1, reason: "x" } as const;
    expect(await code(askForAccess(as(alice), form))).toBe("forbidden");
    const member = await asRole("member");
    expect((await failure(askForAccess(as(member), form)))?.fields).toHaveProperty("names");
  });
});
