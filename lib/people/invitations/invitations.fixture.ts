import { beforeEach } from "vitest";
import type { Actor, Role } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { findInvitation, invitePerson } from "./service";

export const PASSWORD = "correct horse battery";
export const ORIGIN = "https://secrets.example.com";
export const anonymous: Actor = { kind: "anonymous" };
export const newEmail = () => `i${newId()}@example.com`;
export const tokenIn = (link: string) => new URL(link).searchParams.get("token") ?? "";

/** An organisation without invitations before each test, and what becomes of those that are made. */
export async function testInvitations() {
  const { ctx, as, asRole, clock, database } = await testContext();
  const { db } = database;
  const invite = (email: string, role: Role = "member", by = ctx) =>
    invitePerson({ ...by, origin: ORIGIN }, { email, role });
  const works = async (link: string) => (await findInvitation(ctx, tokenIn(link))) !== null;
  const actionsAbout = async (targetName: string) =>
    (await db.auditEvent.findMany({ where: { targetName }, orderBy: { seq: "asc" } })).map((e) => e.action);

  beforeEach(async () => {
    await db.invitation.deleteMany();
  });
  return { ctx, as, asRole, clock, db, invite, works, actionsAbout };
}
