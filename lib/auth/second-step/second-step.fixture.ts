import { beforeEach } from "vitest";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";

/** A visitor; before each test `take` is handed somebody new with an authenticator app, whose next code works. */
export async function testSecondStep(take: (person: TwoFactorPerson) => void) {
  const { ctx: operator, as, clock, database } = await testContext();
  beforeEach(async () => {
    clock.set(new Date(Math.ceil((clock.now().getTime() + 1_000_000) / 30_000) * 30_000));
    take(await twoFactorPerson(operator));
    clock.advanceSeconds(60);
  });
  return { ctx: as({ kind: "anonymous" }), operator, clock, db: database.db };
}

/** "in", or why not. */
export async function outcome(attempt: Promise<unknown>): Promise<string> {
  const code = await codeOf(attempt);
  return code === "done" ? "in" : code;
}
