import { describe, expect, it } from "vitest";
import { testApi } from "@/test/api/api";

const { call, makeKey } = await testApi();
const admin = await makeKey({ permissions: ["secrets:read", "secrets:write", "admin"] });
const leasing = await makeKey({ permissions: ["leases:create"] });

const ask = async (request: string, body?: object, key = admin) => {
  const { status, json } = await call(key, request, body);
  return { status, json };
};
const source = {
  ...{ kind: "postgres", host: "db.example.com", database: "app", credential: "ADMIN" },
  statements: ["GRANT reader TO {{user}}"],
};
await ask("POST /secrets", { name: "ADMIN", value: "postgresql://keeper:of-the-keeper@db/app" });

describe("a lease source", () => {
  it("is said, read, listed and taken away", async () => {
    expect(await ask("PUT /lease-sources/orders", source)).toMatchObject({ status: 204 });
    const { json } = await ask("GET /lease-sources/orders");
    expect(json).toMatchObject({
      name: "orders",
      ...source,
      port: 5432,
      ttlSecondsDefault: 900,
      leasesMax: 200,
    });
    const { items } = (await ask("GET /lease-sources", undefined, leasing)).json;
    expect(items).toEqual([
      {
        ...{ project: "default", environment: "production", name: "orders", kind: "postgres" },
        ...{ ttlSecondsDefault: 900, ttlSecondsMax: 86_400, leasesMax: 200, leases: 0 },
      },
    ]);
    expect(
      await ask("DELETE /secrets/ADMIN", undefined, await makeKey({ permissions: ["secrets:delete"] })),
    ).toMatchObject({
      status: 409,
      json: { detail: "Lease sources sign in with this secret: orders. Change that first." },
    });
    expect(await ask("DELETE /lease-sources/orders")).toMatchObject({ status: 204 });
    expect(await ask("GET /lease-sources/orders")).toMatchObject({ status: 404 });
  });

  it.each([
    [{ statements: [] }, "statements", /at least/],
    [{ statements: ["GRANT a TO {{user}}", " "] }, "statements", /^Statement 2 is empty\.$/],
    [{ statements: ["GRANT a TO b"] }, "statements", /^Statement 1 does not name \{\{user\}\}\.$/],
    [{ statements: ["GRANT {{role}} TO {{user}}"] }, "statements", /placeholder \{\{role\}\}/],
    [{ statements: ["GRANT a TO {{user}}\u0007"] }, "statements", /control characters/],
    [{ statements: [`GRANT a TO {{user}}${" ".repeat(2_000)}`] }, "statements", /2,000 characters/],
    [{ statements: Array(21).fill("GRANT a TO {{user}}") }, "statements", /At most 20/],
    [{ ttlSecondsMax: 59 }, "ttlSecondsMax", /At least 60/],
    [{ ttlSecondsMax: 604_801 }, "ttlSecondsMax", /7 days/],
    [{ ttlSecondsDefault: 90.5 }, "ttlSecondsDefault", /whole/],
    [{ ttlSecondsDefault: 120, ttlSecondsMax: 60 }, "ttlSecondsDefault", /longer/],
    [{ leasesMax: 0 }, "leasesMax", /At least 1/],
    [{ kind: "oracle" }, "kind", /Choose postgres or mysql/],
    [{ host: "10.0.0.7" }, "host", /private/],
    [{ ca: "no PEM" }, "ca", /PEM/],
    [{ credential: "NOWHERE" }, "credential", /no such secret/],
    [{ surprise: true }, "surprise", /Unknown/],
  ])("%j is refused at %s", async (more, field, message) => {
    const { status, json } = await ask("PUT /lease-sources/wrong", { ...source, ...more });
    expect(status).toBe(422);
    expect(json.errors[field]).toEqual([expect.stringMatching(message)]);
  });

  it("has a name that stands in addresses, and a credential that the key may read", async () => {
    expect((await ask("PUT /lease-sources/No_Name", source)).json.errors.name).toHaveLength(1);
    const blind = await makeKey({ permissions: ["admin"] });
    expect(await ask("PUT /lease-sources/orders", source, blind)).toMatchObject({ status: 403 });
  });
});

describe("a lease", () => {
  it.each([
    [{ source: "nowhere" }, "source"],
    [{}, "source"],
    [{ source: "nowhere", ttlSeconds: 0 }, "ttlSeconds"],
    [{ source: "nowhere", ttlSeconds: 60.5 }, "ttlSeconds"],
    [{ source: "nowhere", ttlSeconds: "900" }, "ttlSeconds"],
    [{ source: "nowhere", ttlSeconds: 604_801 }, "ttlSeconds"],
  ])("is not made of %j", async (body, field) => {
    const { status, json } = await ask("POST /leases", body, leasing);
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toEqual([field]);
  });

  it("that is none is neither renewed nor ended", async () => {
    for (const id of ["x", "019a0000-0000-7000-8000-000000000000"]) {
      expect(await ask(`POST /leases/${id}/renew`, {}, leasing)).toMatchObject({ status: 404 });
      expect(await ask(`DELETE /leases/${id}`, undefined, leasing)).toMatchObject({ status: 404 });
    }
    expect(await ask("GET /leases?ended=perhaps", undefined, leasing)).toMatchObject({ status: 422 });
    expect(await ask("GET /leases", undefined, leasing)).toMatchObject({ json: { items: [], next: null } });
  });
});
