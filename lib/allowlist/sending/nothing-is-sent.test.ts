import { describe, expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { listen } from "@/test/listener";
import { HERE, testSending, withHeader } from "@/test/sending";
import { endpointEdit } from "../schema";
import { findEndpoint, setActivity, updateEndpoint } from "../service";
import { sendThrough } from "./service";

const { ctx, owner, as, asRole, allow, secret, endpoint, send, key, events } = await testSending();
await secret("PAY_KEY", "pay-key-0123456789");
const bearer = withHeader("Authorization", "PAY_KEY", "Bearer ");

describe("nothing is sent", () => {
  const untouched = async (name: string, configure: object = {}) => {
    const partner = await listen((_, res) => res.end());
    await endpoint(name, `http://${partner.host}/`, { configuration: bearer, ...configure });
    return partner;
  };

  test("to an endpoint that is inactive, unverified, elsewhere or not there", async () => {
    const partner = await untouched("idle");
    await setActivity(owner, { ...HERE, name: "idle", isActive: false });
    await expect(send("idle")).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringMatching(/not active/),
    });
    await setActivity(owner, { ...HERE, name: "idle", isActive: true });
    const { configuration, revision, description } = await findEndpoint(owner, HERE, "idle");
    const edit = { ...HERE, name: "idle", url: `http://${partner.host}/other`, method: "POST" };
    await updateEndpoint(owner, endpointEdit.parse({ ...edit, configuration, revision, description }));
    await expect(send("idle")).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringMatching(/not verified/),
    });
    await expect(send("nowhere")).rejects.toMatchObject({ code: "notFound" });
    await expect(
      sendThrough(owner, { ...HERE, environment: "staging", name: "idle" }, {}),
    ).rejects.toMatchObject({ code: "notFound" });
    expect(partner.connections()).toBe(0);
  });

  test("for who may not: the refusal is on record", async () => {
    const partner = await untouched("deputy");
    await createProject(ctx, { slug: "other" });
    await secret("SOMETHING_ELSE", "v");
    for (const [by, code] of [
      [as(await asRole("auditor")), "forbidden"],
      [as(await asRole("member")), "forbidden"],
      [await key({ permissions: ["secrets:list", "secrets:read", "secrets:write", "admin"] }), "forbidden"],
      [await key({ project: "other" }), "notFound"],
      [await key({ environment: "staging" }), "notFound"],
      [await key({ secrets: ["SOMETHING_ELSE"] }), "notFound"],
    ] as const) {
      const before = await ctx.db.auditEvent.count({ where: { action: "access.refused" } });
      await expect(send("deputy", {}, by)).rejects.toMatchObject({ code });
      await ctx.audit.settled();
      expect(await ctx.db.auditEvent.count({ where: { action: "access.refused" } })).toBe(before + 1);
    }
    expect(partner.connections()).toBe(0);
    expect((await send("deputy", {}, await key({ secrets: ["PAY_KEY"] }))).status).toBe(200);
    expect((await send("deputy", {}, await key())).status).toBe(200);
  });

  test("without a record", async () => {
    const partner = await untouched("unrecorded");
    await ctx.pool.query("ALTER TABLE audit_events RENAME TO audit_events_away");
    try {
      await expect(send("unrecorded")).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      await ctx.pool.query("ALTER TABLE audit_events_away RENAME TO audit_events");
    }
    expect(partner.connections()).toBe(0);
  });

  test("once an Owner takes the host off the list, and that is on record", async () => {
    const partner = await untouched("withdrawn");
    await send("withdrawn");
    await allow("elsewhere.example");
    try {
      await expect(send("withdrawn")).rejects.toMatchObject({ code: "forbidden" });
    } finally {
      await allow("127.0.0.1");
    }
    expect((await events("withdrawn")).at(-1)).toMatchObject({
      action: "allowlist.failed",
      reason: "addressNotAllowed",
    });
    expect(partner.received().toString().match(/POST/g)).toHaveLength(1);
  });

  test("that cannot be sent: a secret with a line break as a header", async () => {
    await secret("LINES", "first\r\nX-Injected: yes");
    const partner = await untouched("lines", { configuration: withHeader("X-Key", "LINES") });
    await expect(send("lines")).rejects.toMatchObject({ code: "conflict" });
    expect(partner.received()).toHaveLength(0);
  });
});
