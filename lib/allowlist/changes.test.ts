import { beforeAll, describe, expect, test } from "vitest";
import { sealing } from "@/test/seals";
import { testEndpoints } from "./endpoints.fixture";
import { deleteEndpoint, findEndpoint, setActivity } from "./service";

const { ctx, db, owner, here, url, bearer, create, update, lastEvent } = await testEndpoints();

beforeAll(
  async () => void (await create("pay", { configuration: bearer("PAY_TOKEN"), description: "Pays." })),
);

describe("a change", () => {
  test("says which parts it was about and which secrets came and went", async () => {
    await update("pay", { configuration: bearer("PAY_KEY"), description: "Pays more." });
    expect((await lastEvent()).detail).toEqual({
      description: { from: "Pays.", to: "Pays more." },
      configuration: ["headers"],
      secretsAdded: ["PAY_KEY"],
      secretsRemoved: ["PAY_TOKEN"],
    });
    const { id } = await findEndpoint(owner, here, "pay");
    const references = await db.allowlistReference.findMany({
      where: { endpointId: id },
      include: { secret: true },
    });
    expect(references.map(({ secret }) => secret.name)).toEqual(["PAY_KEY"]);
  });

  test("that changes nothing leaves no trace", async () => {
    const before = await findEndpoint(owner, here, "pay");
    expect(await update("pay", {})).toEqual(before);
    expect(await db.auditEvent.count({ where: { action: "allowlist.changed" } })).toBe(1);
  });

  test("of address or method takes the verification away, any other does not", async () => {
    const verify = () =>
      sealing(
        ctx,
        "allowlist_endpoints",
        db.allowlistEndpoint.updateMany({
          data: { verification: "byHand", verifiedAt: new Date(), verifiedBy: "o@example.com" },
        }),
      );
    await verify();
    expect((await update("pay", { description: "x" })).verified).toMatchObject({ how: "byHand" });
    expect((await update("pay", { method: "PUT" })).verified).toBeNull();
    await verify();
    expect((await update("pay", { url: `${url}/2` })).verified).toBeNull();
  });

  test("of two at once one wins, and the other gets to see what it became", async () => {
    const { revision } = await findEndpoint(owner, here, "pay");
    const answers = await Promise.allSettled(
      ["A", "B"].map((description) => update("pay", { description, revision })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const current = await findEndpoint(owner, here, "pay");
    const lost = answers.find((answer) => answer.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", context: { facts: { current } } });
  });

  test("of one that was deleted since and made anew under its name is a conflict", async () => {
    const { id } = await create("anew");
    await deleteEndpoint(owner, { ...here, name: "anew", confirmation: "anew" });
    const current = await create("anew", { description: "the new one" });
    await expect(update("anew", { endpointId: id, description: "the old one" })).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { current: { id: current.id, description: "the new one" } } },
    });
    const { description } = await update("anew", { endpointId: current.id, description: "changed" });
    expect(description).toBe("changed");
    await deleteEndpoint(owner, { ...here, name: "anew", confirmation: "anew" });
  });

  test("stops it from being sent to, once", async () => {
    const activity = { ...here, name: "pay", isActive: false };
    expect((await setActivity(owner, activity)).isActive).toBe(false);
    expect((await lastEvent()).detail).toEqual({ isActive: { from: true, to: false } });
    const count = await db.auditEvent.count();
    await setActivity(owner, activity);
    expect(await db.auditEvent.count()).toBe(count);
    await setActivity(owner, { ...activity, isActive: true });
  });
});
