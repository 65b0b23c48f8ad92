import { beforeEach } from "vitest";
import { testContext } from "@/test/context";

/** An organisation that is empty before each test, and what became of its people. */
export async function testMembership() {
  const { ctx, as, asRole, clock, database } = await testContext();
  const { db } = database;
  const statusOf = async (id: string) => (await db.user.findUnique({ where: { id } }))?.status ?? "gone";
  const roleOf = async (id: string) => (await db.user.findUnique({ where: { id } }))?.role ?? "gone";
  const eventsAbout = async (name: string) =>
    (await db.auditEvent.findMany({ where: { targetName: name }, orderBy: { seq: "asc" } })).map(
      ({ action, detail, actorLabel }) => ({ action, detail: JSON.parse(detail), actorLabel }),
    );

  beforeEach(async () => {
    await db.user.deleteMany();
  });
  return { ctx, as, asRole, clock, db, statusOf, roleOf, eventsAbout };
}
