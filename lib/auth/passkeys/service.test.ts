import { describe, expect, test } from "vitest";
import { FLAGS, type Lies, softwarePasskey } from "@/test/authenticator";
import { codeOf } from "@/test/failure";
import { ORIGIN, registeredPasskey } from "@/test/passkeys";
import { sealing } from "@/test/seals";
import { newChallenge } from "./challenge";
import { PASSKEYS_MAX } from "./model";
import { testPasskeys } from "./passkeys.fixture";
import { listPasskeys, registerPasskey, registrationOptions } from "./service";

const { ctx, clock, db, person, events } = await testPasskeys();
type Person = Awaited<ReturnType<typeof person>>;

/** Registers what an authenticator answers with these lies. */
async function register(who: Person, lies: Lies = {}, origin = ORIGIN) {
  const passkey = softwarePasskey({ origin: ORIGIN, userId: who.actor.id });
  const { challenge } = await registrationOptions(who, origin);
  return codeOf(registerPasskey(who, origin, { answer: passkey.make(challenge, lies), name: "Key" }));
}

describe("adding a passkey", () => {
  test("keeps what is needed to know it again, and is on record without it", async () => {
    const who = await person();
    const passkey = await registeredPasskey(who, { name: "Laptop" });
    expect(await listPasskeys(who)).toMatchObject([
      { name: "Laptop", isBackedUp: false, createdAt: clock.now(), lastUsedAt: null },
    ]);
    const [event] = await events(who.actor.id, "factor.added");
    expect(event).toMatchObject({
      targetName: who.actor.email,
      detail: '{"endedSessions":0,"kind":"passkey","name":"Laptop"}',
    });
    expect(JSON.stringify(event?.detail)).not.toContain(passkey.credentialId);
  });

  test("comes with ten recovery codes the first time, and with none the second", async () => {
    const who = await person();
    const codes = await Promise.all(
      [1, 2].map(async () => {
        const { challenge } = await registrationOptions(who, ORIGIN);
        const answer = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
        return registerPasskey(who, ORIGIN, { answer, name: "Key" });
      }),
    );
    expect(codes.map(({ length }) => length).sort()).toEqual([0, 10]);
  });

  test("asks for PIN or finger, no attestation, and not for what is registered already", async () => {
    const who = await person();
    const passkey = await registeredPasskey(who);
    const options = await registrationOptions(who, ORIGIN);
    expect(options).toMatchObject({
      rp: { id: "vault.example.com", name: "Strongroom" },
      user: { name: who.actor.email },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [{ id: passkey.credentialId, transports: ["internal"] }],
    });
    expect(Buffer.from(options.user.id, "base64url").toString("hex")).toBe(who.actor.id.replaceAll("-", ""));
  });

  test.each<[string, Lies]>([
    ["another origin", { origin: "https://evil.example" }],
    ["a suffix of ours", { origin: "https://vault.example.com.evil.example" }],
    ["ours without TLS", { origin: "http://vault.example.com" }],
    ["another port", { origin: "https://vault.example.com:8443" }],
    ["another domain than ours", { rpId: "evil.example" }],
    ["the domain above ours", { rpId: "example.com" }],
    ["a frame of another page", { crossOrigin: true }],
    ["a browser that was asked to show one", { type: "webauthn.get" }],
    ["an authenticator that checked nobody", { flags: FLAGS.present | FLAGS.hasCredential }],
    ["an authenticator that nobody touched", { flags: FLAGS.verified | FLAGS.hasCredential }],
    ["an authenticator that holds no key", { flags: FLAGS.present | FLAGS.verified }],
  ])("takes none from %s", async (_, lies) => {
    const who = await person();
    expect(await register(who, lies)).toBe("validation");
    expect(await listPasskeys(who)).toEqual([]);
  });

  test("takes each answer once, also of two at once", async () => {
    const who = await person();
    const { challenge } = await registrationOptions(who, ORIGIN);
    const both = [1, 2].map(() => softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge));
    const outcomes = await Promise.all(
      both.map((answer) => codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))),
    );
    expect(outcomes.sort()).toEqual(["done", "validation"]);
    expect(await listPasskeys(who)).toHaveLength(1);
  });

  test("takes no answer to a challenge of another session, another purpose, or of its own making", async () => {
    const [who, other] = [await person(), await person()];
    const passkey = softwarePasskey({ origin: ORIGIN, userId: who.actor.id });
    const { challenge: others } = await registrationOptions(other, ORIGIN);
    const confirmation = newChallenge(ctx, { ceremony: "confirmation", boundTo: who.actor.sessionId });
    for (const challenge of [others, confirmation, new Uint8Array(54), "", "x"]) {
      const answer = passkey.make(challenge);
      expect(await codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))).toBe("validation");
    }
  });

  test("takes no answer after five minutes", async () => {
    const who = await person();
    const { challenge } = await registrationOptions(who, ORIGIN);
    clock.advanceSeconds(5 * 60);
    const answer = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
    expect(await codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))).toBe("validation");
  });

  test("refuses bytes that are no answer, without a trace of them in the error", async () => {
    const who = await person();
    const { challenge } = await registrationOptions(who, ORIGIN);
    const right = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
    const { clientDataJSON, attestationObject } = right.response;
    const garbage = ["AAAA", "x", Buffer.from("[".repeat(3_000)).toString("base64url"), clientDataJSON];
    for (const bytes of garbage) {
      const response = { ...right.response, attestationObject: bytes };
      expect(
        await codeOf(registerPasskey(who, ORIGIN, { answer: { ...right, response }, name: "Key" })),
      ).toBe("validation");
    }
    for (const bytes of [...garbage.slice(0, 3), attestationObject]) {
      const response = { ...right.response, clientDataJSON: bytes };
      expect(
        await codeOf(registerPasskey(who, ORIGIN, { answer: { ...right, response }, name: "Key" })),
      ).toBe("validation");
    }
    const answer = { ...right, id: "AAAA", rawId: "AAAA" };
    expect(await codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))).toBe("validation");
  });

  test("refuses one that somebody has registered already", async () => {
    const [who, other] = [await person(), await person()];
    const passkey = await registeredPasskey(who);
    const { challenge } = await registrationOptions(other, ORIGIN);
    const answer = passkey.make(challenge);
    expect(await codeOf(registerPasskey(other, ORIGIN, { answer, name: "Key" }))).toBe("conflict");
    expect(await listPasskeys(other)).toEqual([]);
  });

  test("needs a recent proof of who one is", async () => {
    const who = await person();
    const { challenge } = await registrationOptions(who, ORIGIN);
    clock.advanceSeconds(15 * 60 + 1);
    const answer = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
    expect(await codeOf(registrationOptions(who, ORIGIN))).toBe("confirmationNeeded");
    expect(await codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))).toBe("confirmationNeeded");
  });

  test(`ends at ${PASSKEYS_MAX}`, async () => {
    const who = await person();
    for (let n = 1; n < PASSKEYS_MAX; n += 1) await registeredPasskey(who);
    const challenges = [await registrationOptions(who, ORIGIN), await registrationOptions(who, ORIGIN)];
    const outcomes = await Promise.all(
      challenges.map(({ challenge }) => {
        const answer = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
        return codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }));
      }),
    );
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    expect(await codeOf(registrationOptions(who, ORIGIN))).toBe("conflict");
    expect(await listPasskeys(who)).toHaveLength(PASSKEYS_MAX);
  });

  test("of a person who was suspended meanwhile does nothing", async () => {
    const who = await person();
    const { challenge } = await registrationOptions(who, ORIGIN);
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: who.actor.id }, data: { status: "suspended" } }),
    );
    const answer = softwarePasskey({ origin: ORIGIN, userId: who.actor.id }).make(challenge);
    expect(await codeOf(registerPasskey(who, ORIGIN, { answer, name: "Key" }))).toBe("unauthenticated");
  });
});
