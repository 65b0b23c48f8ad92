import { beforeEach } from "vitest";
import type { Actor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { testContext } from "@/test/context";

export const PASSWORD = "correct horse battery";
export const OTHER_PASSWORD = "another horse battery";
export const anonymous: Actor = { kind: "anonymous" };

/** An instance without people before each test, and visitors from an address each, so that none waits for another. */
export async function testVisitors() {
  const { ctx, as, asRole, database } = await testContext();
  const { db } = database;
  let addresses = 0;
  function visitor(): Ctx {
    addresses += 1;
    return { ...as(anonymous), request: { ...ctx.request, ip: `198.51.100.${addresses}` } };
  }

  beforeEach(async () => {
    await db.user.deleteMany();
  });
  return { ctx, as, asRole, db, visitor };
}
