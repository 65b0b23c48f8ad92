import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EndpointSpec } from "@/lib/api/endpoint";
import { ENDPOINTS } from "@/lib/api/routes";
import { databaseFailure, fromDatabase } from "@/lib/db/errors";
import { testApi } from "./api";

const { call, makeKey, ctx, logged } = await testApi();
const key = await makeKey({
  project: null,
  environment: null,
  permissions: [
    "secrets:list",
    "secrets:read",
    "secrets:write",
    "secrets:delete",
    "declarations:write",
    "audit:read",
    "admin",
  ],
});
const UNSTORABLE = { NUL: "a\0b", "half a surrogate pair": "a\ud800b" };

const shapeOf = (schema: z.ZodType | undefined): string[] => {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
};
const pathOf = ({ path }: EndpointSpec) => path.replaceAll(/\{\w+\}/g, "x");
const all = ENDPOINTS.map(({ spec }) => ({ name: `${spec.method} ${spec.path}`, spec }));

describe("text that the database cannot hold", () => {
  it.each(all)("is a validation error in every parameter of $name", async ({ spec }) => {
    for (const name of shapeOf(spec.query)) {
      const answer = await call(key, `${spec.method} ${pathOf(spec)}?${name}=a%00b`);
      expect([name, answer.status]).toEqual([
        name,
        spec.method === "HEAD" ? 422 : expect.toBeOneOf([422, 404]),
      ]);
      expect(answer.text).not.toMatch(/\n\s+at |prisma|byte sequence/i);
    }
    for (const name of shapeOf(spec.body)) {
      if (spec.opaque?.includes(name)) continue;
      for (const [what, text] of Object.entries(UNSTORABLE)) {
        for (const input of [text, [text], { [text]: 1 }]) {
          const answer = await call(key, `${spec.method} ${pathOf(spec)}`, { [name]: input });
          expect([name, what, answer.status, Object.keys(answer.json.errors ?? {})]).toEqual([
            name,
            what,
            422,
            expect.arrayContaining([name]),
          ]);
        }
      }
    }
  });

  it("is never looked for, in a path or in a header", async () => {
    for (const request of ["GET /secrets/a%00b", "GET /secrets/%ED%A0%80", "GET /projects%00"]) {
      expect([request, (await call(key, request)).status]).toEqual([
        request,
        expect.toBeOneOf([400, 404, 422]),
      ]);
    }
    const answer = await call(key, "GET /events?project=default&environment=production", undefined, {
      "last-event-id": "999999999999999999999",
    });
    expect(answer.status).toBe(422);
  });

  it("is no fault of the server where it gets past the edges", async () => {
    const { db, pool } = ctx;
    const failures = [
      () => pool.query("SELECT 1 FROM projects WHERE slug = $1", ["a\0b"]),
      () => pool.query("SELECT 1 FROM audit_events WHERE seq < $1::bigint", ["9223372036854775808"]),
      () => pool.query("SELECT 1 FROM projects WHERE id = $1::uuid", ["none"]),
      () => pool.query("SELECT $1::timestamptz", ["294277-01-01"]),
      () => pool.query(`SELECT '{"a":"\\u0000"}'::jsonb`),
      () => db.project.findFirst({ where: { slug: "a\0b" } }),
      () => db.$queryRaw`SELECT 1 FROM projects WHERE slug = ${"a\0b"}`,
    ];
    for (const failure of failures) {
      const error = await failure().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(databaseFailure(error)).toEqual({ kind: "unstorable" });
      expect(fromDatabase(error)).toMatchObject({ code: "validation" });
    }
  });

  it("leaves no stack in the log", () => {
    expect(logged()).not.toContain("unexpected error");
  });
});
