import { describe, expect, test } from "vitest";
import { codeOf } from "@/test/failure";
import { registeredPasskey } from "@/test/passkeys";
import { sealing } from "@/test/seals";
import { testPasskeys } from "./passkeys.fixture";
import { listPasskeys, removePasskey, renamePasskey } from "./service";

const { ctx, clock, db, person, events } = await testPasskeys();
type Person = Awaited<ReturnType<typeof person>>;

describe("one's own passkeys", () => {
  const only = async (who: Person) => {
    const [passkey] = await listPasskeys(who);
    if (!passkey) throw new Error("no passkey");
    return passkey.id;
  };

  test("are renamed, and the log says from what to what", async () => {
    const who = await person();
    await registeredPasskey(who, { name: "Old" });
    await renamePasskey(who, { passkeyId: await only(who), name: "New" });
    expect(await listPasskeys(who)).toMatchObject([{ name: "New" }]);
    const [event] = await events(who.actor.id, "factor.renamed");
    expect(event?.detail).toBe('{"before":"Old","kind":"passkey","name":"New"}');
  });

  test("are removed, and the log says so", async () => {
    const who = await person();
    await registeredPasskey(who, { name: "Gone" });
    expect(await removePasskey(who, await only(who))).toEqual({ name: "Gone" });
    expect(await listPasskeys(who)).toEqual([]);
    const [event] = await events(who.actor.id, "factor.removed");
    expect(event?.detail).toBe('{"endedSessions":0,"kind":"passkey","name":"Gone"}');
  });

  test("are nobody else's to rename or remove", async () => {
    const [who, other] = [await person(), await person()];
    await registeredPasskey(who, { name: "Mine" });
    const passkeyId = await only(who);
    expect(await codeOf(renamePasskey(other, { passkeyId, name: "Yours" }))).toBe("notFound");
    expect(await codeOf(removePasskey(other, passkeyId))).toBe("notFound");
    expect(await listPasskeys(who)).toMatchObject([{ name: "Mine" }]);
  });

  test("are not removed without a recent proof", async () => {
    const who = await person();
    await registeredPasskey(who);
    const passkeyId = await only(who);
    clock.advanceSeconds(15 * 60 + 1);
    expect(await codeOf(removePasskey(who, passkeyId))).toBe("confirmationNeeded");
  });

  test("stay when one is the last factor of a person who must have one, also of two removals at once", async () => {
    const who = await person();
    await registeredPasskey(who);
    await registeredPasskey(who);
    await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: true } }));
    const ids = (await listPasskeys(who)).map(({ id }) => id);
    const outcomes = await Promise.all(ids.map((id) => codeOf(removePasskey(who, id))));
    await sealing(
      ctx,
      "organisations",
      db.organisation.updateMany({ data: { requiresSecondFactor: false } }),
    );
    expect(outcomes.sort()).toEqual(["conflict", "done"]);
    expect(await listPasskeys(who)).toHaveLength(1);
  });
});
