import { describe, expect, test } from "vitest";
import { sessionActor } from "@/lib/auth/session";
import { authenticatePersonalKey } from "@/lib/personal-keys/authentication/service";
import { createPersonalKey } from "@/lib/personal-keys/service";
import { newId } from "@/lib/platform/ids";
import { failure } from "@/test/failure";
import { signInWithPassword } from "@/test/sign-in";
import { changePassword, createPerson } from "./service";
import { OTHER_PASSWORD, PASSWORD, testVisitors } from "./visitors.fixture";

const { ctx, visitor } = await testVisitors();

describe("changing one's password", () => {
  async function signedIn() {
    const email = `p${newId()}@example.com`;
    await createPerson(ctx, { email, role: "member", password: PASSWORD });
    const here = await signInWithPassword(visitor(), { email, password: PASSWORD });
    const elsewhere = await signInWithPassword(visitor(), { email, password: PASSWORD });
    return { email, here, elsewhere, own: { ...visitor(), actor: here.actor } };
  }

  test("ends all other sessions, personal keys and the old password", async () => {
    const { email, here, elsewhere, own } = await signedIn();
    const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
    const { text: key } = await createPersonalKey(own, { name: "laptop", days: 30 });
    expect(await authenticatePersonalKey(ctx, key)).toMatchObject({ email });
    expect(await changePassword(own, change)).toEqual({ endedSessions: 1, endedKeys: 1 });
    expect(await failure(authenticatePersonalKey(ctx, key))).toMatchObject({ code: "unauthenticated" });
    expect(await sessionActor(ctx, here.token)).not.toBeNull();
    expect(await sessionActor(ctx, elsewhere.token)).toBeNull();
    const old = await failure(signInWithPassword(visitor(), { email, password: PASSWORD }));
    expect(old).toMatchObject({ code: "unauthenticated" });
    await signInWithPassword(visitor(), { email, password: OTHER_PASSWORD });
  });

  test("needs the current one, which cannot be guessed from an open session", async () => {
    const { own, elsewhere } = await signedIn();
    const guess = { currentPassword: "wrong password here", newPassword: OTHER_PASSWORD };
    const answers = [];
    for (let i = 0; i < 7; i += 1) answers.push((await failure(changePassword(own, guess)))?.code);
    expect(answers).toEqual([...Array(5).fill("validation"), "throttled", "throttled"]);
    expect(await sessionActor(ctx, elsewhere.token)).not.toBeNull();
  });

  test("twice at once changes it once", async () => {
    const { own } = await signedIn();
    const answers = await Promise.all(
      ["first new password", "second new password"].map((newPassword) =>
        failure(changePassword(own, { currentPassword: PASSWORD, newPassword })),
      ),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  });
});
