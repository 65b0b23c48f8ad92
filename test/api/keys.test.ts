import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { describe, expect, it, vi } from "vitest";
import { FAILURES_MAX } from "@/lib/api/rate-limit";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { createProject } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testApi } from "./api";

const { call, makeKey, ctx } = await testApi();
const key = await makeKey();
const expired = await makeKey({ expiresAt: new Date(0) });
const revoked = await makeKey({ revokedAt: new Date(0) });
const marker = "canaryInWrongInput4711";
await createProject(ctx, { slug: "other" });
const text = { description: "", category: "custom", audience: "all" } as const;
const secretIn = (project: string, name: string) =>
  createSecret(ctx, { project, environment: "production", name, value: marker, ...text });
await secretIn("default", "HERE");
await secretIn("other", "THERE");

describe("keys", () => {
  it.each([
    ["none", null],
    ["a malformed one", "sr_live_x"],
    ["one of another format", "ghp_1234567890"],
    ["an unknown one", `sr_live_${"a".repeat(16)}_${"b".repeat(43)}`],
    ["an expired one", expired],
    ["a revoked one", revoked],
    ["one with another secret part", `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`],
    ["one with a longer secret part", `${key}a`],
  ])("%s is answered 401", async (_, text) => {
    const answer = await call(text, "GET /me");
    expect([answer.status, answer.json.code]).toEqual([401, "unauthenticated"]);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    if (text !== null) expect(answer.text).not.toContain(text);
  });

  it("of another project gets 404 for any name, and each refusal is on record, whether there is something or not", async () => {
    const before = await ctx.db.auditEvent.count({ where: { action: "access.refused" } });
    for (const request of ["GET /secrets/THERE", "POST /secrets/THERE/reveal", "GET /values?names=THERE"]) {
      expect((await call(key, request)).status).toBe(404);
    }
    const scope = "project=other&environment=production";
    for (const request of [
      `GET /secrets?${scope}`,
      `POST /secrets/THERE/reveal?${scope}`,
      `GET /values?${scope}`,
    ]) {
      expect((await call(key, request)).status).toBe(404);
    }
    await ctx.audit.settled();
    expect(await ctx.db.auditEvent.count({ where: { action: "access.refused" } })).toBe(before + 6);
  });

  it("that are narrowed see, list and change only their secrets, and make and rename none", async () => {
    await secretIn("default", "MINE");
    const narrowed = await makeKey({ names: ["MINE"] });
    expect(
      (await call(narrowed, "GET /secrets")).json.items.map(({ name }: { name: string }) => name),
    ).toEqual(["MINE"]);
    expect(Object.keys((await call(narrowed, "GET /values")).json.values)).toEqual(["MINE"]);
    expect((await call(narrowed, "POST /secrets/HERE/reveal")).status).toBe(404);
    expect((await call(narrowed, "DELETE /secrets/HERE")).status).toBe(404);
    expect((await call(narrowed, "POST /secrets", { name: "HERE", value: "x" })).status).toBe(403);
    expect((await call(narrowed, "PATCH /secrets/MINE", { name: "YOURS" })).status).toBe(403);
    expect((await call(narrowed, "GET /secrets?search=HERE")).json.items).toEqual([]);
  });

  it("that are for every environment or project have to say which, and are told so", async () => {
    const anyEnvironment = await makeKey({ environment: null });
    const answer = await call(anyEnvironment, "GET /secrets");
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, ["environment"]]);
    expect((await call(anyEnvironment, "GET /secrets?environment=staging")).status).toBe(200);
    const everywhere = await makeKey({ project: null });
    const both = await call(everywhere, "GET /secrets");
    expect([both.status, Object.keys(both.json.errors)]).toEqual([422, ["project", "environment"]]);
  });

  it("see secrets of their own audience and those for everyone, in every way of asking", async () => {
    const agent = await makeKey({ kind: "agent" });
    await call(agent, "POST /secrets", { name: "AUD_AGENT", value: marker, audience: "agents" });
    for (const kind of ["service", "tool", "sandbox"] as const) {
      const other = await makeKey({ kind });
      expect((await call(other, "POST /secrets/AUD_AGENT/reveal")).status).toBe(404);
      expect((await call(other, "GET /values?names=AUD_AGENT")).status).toBe(404);
      for (const request of [
        "GET /secrets",
        "GET /values",
        "GET /secrets?search=AUD_AGENT&audience=agents",
      ]) {
        expect((await call(other, request)).text).not.toContain("AUD_AGENT");
      }
      const taken = await call(other, "POST /secrets", { name: "aud-agent", value: "x" });
      expect([taken.status, taken.text.includes("AUD_AGENT")]).toEqual([409, false]);
      expect(
        (await call(other, "POST /secrets", { name: "AUD_X", value: "x", audience: "agents" })).status,
      ).toBe(403);
    }
    expect((await call(agent, "POST /secrets/AUD_AGENT/reveal")).json.value).toBe(marker);
  });
});

describe("guessing", () => {
  it("a wrong key is compared whole, however much of it is right", async () => {
    const publicPart = key.slice(0, "sr_live_".length + 17);
    const secret = key.slice(publicPart.length);
    const other = (text: string) => [...text].map((c) => (c === "a" ? "b" : "a")).join("");
    const variants = [0, 21, 42].map(
      (right) => `${publicPart}${secret.slice(0, right)}${other(secret.slice(right))}`,
    );
    const compared = vi.spyOn(crypto, "timingSafeEqual");
    syncBuiltinESMExports();
    const works: unknown[] = [];
    for (const variant of variants) {
      compared.mockClear();
      await expect(authenticateKey(ctx, variant)).rejects.toMatchObject({ code: "unauthenticated" });
      works.push(compared.mock.calls.map((sides) => sides.map(({ byteLength }) => byteLength)));
    }
    compared.mockRestore();
    syncBuiltinESMExports();
    expect(works[0]).toContainEqual([32, 32]);
    expect(works).toEqual([works[0], works[0], works[0]]);
  });

  it.each([
    ["no key", null],
    ["a malformed key", "wrong"],
    ["an unknown key", `sr_live_${"c".repeat(16)}_${"d".repeat(43)}`],
    ["a revoked key", revoked],
  ])("with %s waits after too many, is told how long, and keeps no good key out", async (_, wrong) => {
    let answer = await call(wrong, "GET /me");
    for (let n = 0; n < FAILURES_MAX + 5 && answer.status === 401; n += 1)
      answer = await call(wrong, "GET /me");
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).toEqual([429, true]);
    const mixed = Array.from({ length: 50 }, (_, n) => call(n % 5 === 0 ? key : wrong, "GET /me"));
    const statuses = (await Promise.all(mixed)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    const made = await makeKey();
    expect((await call(made, "GET /me")).status).toBe(200);
  });
});
