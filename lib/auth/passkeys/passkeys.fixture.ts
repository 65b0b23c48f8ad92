import { testContext } from "@/test/context";

/** People who are signed in, and what the log has of them. */
export async function testPasskeys() {
  const { ctx, clock, database, asRole } = await testContext();
  const { db } = database;
  const person = async () => ({ ...ctx, actor: await asRole("member") });
  const events = (actorId: string, action: string) =>
    db.auditEvent.findMany({ where: { actorId, action }, orderBy: { seq: "asc" } });
  return { ctx, clock, db, person, events };
}
