import { beforeAll, describe, expect, it } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { testApi } from "@/test/api/api";

const { call, makeKey, asRole, ctx } = await testApi();
const PERMISSIONS = ["admin", "secrets:list", "secrets:write"] as const;
const key = await makeKey({ permissions: PERMISSIONS });
const everywhere = await makeKey({ permissions: PERMISSIONS, project: null });
const scope = { project: "default", environment: "production" } as const;
const member = await asRole("member");

beforeAll(async () => {
  const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
  for (const name of ["STRIPE_KEY", "STRIPE_HOOK", "DATABASE_URL"])
    await createSecret(ctx, { ...scope, name, ...text });
});

const asked = (target: object, more: object = {}) => ({
  subject: { person: member.email },
  target: { ...scope, ...target },
  capability: "see",
  ...more,
});

describe("a grant", () => {
  it("is made, listed as it can be made again, found at its secret, and ended", async () => {
    const made = await call(key, "POST /grants", asked({ pattern: "Stripe_*" }));
    expect([made.status, made.json]).toEqual([201, { id: expect.any(String), matches: 2 }]);
    const whole = await call(key, "POST /grants", asked({}, { capability: "set" }));
    expect(whole.json.matches).toBeNull();
    const first = (await call(key, "GET /grants?limit=1")).json;
    const second = (await call(key, `GET /grants?limit=1&cursor=${first.next}`)).json;
    expect([first.items, second.items, second.next]).toMatchObject([
      [
        {
          id: made.json.id,
          subject: { person: member.email },
          target: { ...scope, secret: null, pattern: "Stripe_*" },
          capability: "see",
          expiresAt: null,
        },
      ],
      [{ id: whole.json.id, target: { ...scope, secret: null, pattern: null }, capability: "set" }],
      null,
    ]);
    const reaching = async (name: string) =>
      (await call(key, `GET /secrets/${name}/access`)).json.items.map(({ id }: { id: string }) => id);
    expect(await reaching("stripe_hook")).toEqual([made.json.id, whole.json.id]);
    expect(await reaching("DATABASE_URL")).toEqual([whole.json.id]);
    const path = "GET /secrets/STRIPE_KEY/access?limit=1";
    const page = (await call(key, path)).json;
    expect((await call(key, `${path}&cursor=${page.next}`)).json).toMatchObject({
      items: [{ id: whole.json.id }],
      next: null,
    });
    expect((await call(key, `GET /secrets/STRIPE_HOOK/access?cursor=${page.next}`)).status).toBe(422);
    const { subject, target, capability, expiresAt } = first.items[0];
    expect((await call(key, `DELETE /grants/${made.json.id}`)).status).toBe(204);
    expect((await call(key, `DELETE /grants/${made.json.id}`)).status).toBe(404);
    expect((await call(key, "POST /grants", { subject, target, capability, expiresAt })).status).toBe(201);
  });

  it("ends as said by expires or by expiresAt, and never by both", async () => {
    const ending = async (end: object) => {
      const { email } = await asRole("member");
      const answer = await call(key, "POST /grants", asked({}, { subject: { person: email }, ...end }));
      if (answer.status !== 201) return Object.keys(answer.json.errors);
      const { items } = (await call(key, "GET /grants?limit=200")).json;
      return items.find(({ id }: { id: string }) => id === answer.json.id).expiresAt;
    };
    expect(await ending({})).toBeNull();
    expect(await ending({ expiresAt: null })).toBeNull();
    expect(await ending({ expires: "never" })).toBeNull();
    expect(await ending({ expires: "2099-01-31" })).toBe("2099-01-31T23:59:59.999Z");
    expect(await ending({ expiresAt: "2099-01-31T12:00:00+02:00" })).toBe("2099-01-31T10:00:00.000Z");
    expect(await ending({ expires: "30d", expiresAt: null })).toEqual(["expiresAt"]);
    for (const end of ["30d", "never", "2099-01-31", "2099-01-31T25:00:00Z", "2099-01-31T12:00:00.123456Z"])
      expect([end, await ending({ expiresAt: end })]).toEqual([end, ["expiresAt"]]);
    expect(await ending({ expiresAt: "2020-01-01T00:00:00Z" })).toEqual(["expiresAt"]);
    expect(await ending({ expires: "2020-01-01" })).toEqual(["expires"]);
  });

  it.each([
    ["nobody", { subject: {} }, 422, ["subject"]],
    ["two at once", { subject: { person: member.email, group: "g" } }, 422, ["subject"]],
    ["who has no account", { subject: { person: "x@example.com" } }, 422, ["subject.person"]],
    ["a group that is none", { subject: { group: "none" } }, 422, ["subject.group"]],
    ["both a secret and a pattern", asked({ secret: "A", pattern: "B*" }), 422, ["target.pattern"]],
    [
      "a secret of no environment",
      { target: { project: "default", secret: "A" } },
      422,
      ["target.environment"],
    ],
    ["a secret that is not there", asked({ secret: "NOT_THERE" }), 404, ["target.secret"]],
    ["another environment", asked({ environment: "staging" }), 404, ["target.environment"]],
    ["fields that there are not", asked({ secretId: "x" }, { role: "owner" }), 422, ["role", "target"]],
    [
      "everything",
      { subject: 1, target: {}, capability: "own" },
      422,
      ["capability", "subject", "target.project"],
    ],
  ])("to or on %s is refused, and the field is named", async (_, wrong, status, fields) => {
    const answer = await call(key, "POST /grants", { ...asked({}), ...wrong });
    expect([answer.status, Object.keys(answer.json.errors).sort()]).toEqual([status, fields]);
  });

  it("that is there already is a conflict", async () => {
    const twice = asked({ secret: "DATABASE_URL" });
    expect((await call(key, "POST /grants", twice)).status).toBe(201);
    expect((await call(key, "POST /grants", twice)).json.code).toBe("conflict");
  });
});

describe("a group", () => {
  it("is made, filled, granted something, emptied and deleted by a key of the whole organisation", async () => {
    const ask = (request: string, body?: object) => call(everywhere, request, body);
    expect((await ask("POST /groups", { slug: "billing", name: "Billing" })).json).toEqual({
      slug: "billing",
    });
    const again = await ask("POST /groups", { slug: "billing", name: "" });
    expect([again.status, Object.keys(again.json.errors)]).toEqual([422, ["name"]]);
    const people = [await asRole("member"), await asRole("member")].map(({ email }) => email).sort();
    for (const person of people)
      expect((await ask("POST /groups/billing/members", { person: ` ${person.toUpperCase()}` })).status).toBe(
        204,
      );
    expect((await ask("POST /groups/billing/members", { person: people[0] ?? "" })).status).toBe(409);
    const granted = await ask("POST /grants", { ...asked({}), subject: { group: "billing" } });
    expect(granted.status).toBe(201);
    const first = (await ask("GET /groups/billing/members?limit=1")).json;
    const second = (await ask(`GET /groups/billing/members?limit=1&cursor=${first.next}`)).json;
    expect([...first.items, ...second.items].map(({ email }) => email)).toEqual(people);
    expect(second.next).toBeNull();
    expect((await ask("GET /groups")).json.items).toMatchObject([{ slug: "billing", members: 2, grants: 1 }]);
    const { items } = (await call(key, "GET /grants?limit=200")).json;
    expect(items).toContainEqual(expect.objectContaining({ subject: { group: "billing" } }));
    const takeOut = `DELETE /groups/billing/members/${encodeURIComponent(people[0] ?? "")}`;
    expect([(await ask(takeOut)).status, (await ask(takeOut)).status]).toEqual([204, 404]);
    expect((await ask("DELETE /groups/billing/members/nobody")).json.errors).toHaveProperty("person");
    expect((await ask("DELETE /groups/billing")).status).toBe(204);
    for (const gone of ["DELETE /groups/billing", "GET /groups/billing/members"])
      expect((await ask(gone)).status).toBe(404);
    expect((await call(everywhere, `DELETE /grants/${granted.json.id}`)).status).toBe(404);
  });
});
