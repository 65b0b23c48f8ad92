import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { testContext } from "@/test/context";
import { identityClaims } from "./schema";
import { signInWithIdentity } from "./service";

export const LINK_ONLY: SingleSignOn = {
  issuer: "https://login.example.com",
  name: "Example",
  roleClaim: null,
  roles: [],
  groupClaim: null,
  groups: [],
  createsPeople: false,
  defaultRole: null,
};

export const MAPPING: SingleSignOn = {
  ...LINK_ONLY,
  roleClaim: "groups",
  roles: [
    { value: "ops", role: "super_admin" },
    { value: "chiefs", role: "owner" },
    { value: "audit", role: "auditor" },
  ],
};

/** People whom a provider sends, and what is on record of them. */
export async function testSingleSignOn() {
  const { ctx, asRole, database } = await testContext({ actor: { kind: "anonymous" } });
  const { db } = database;

  let count = 0;
  const someone = (claims: Record<string, unknown> = {}) => {
    count += 1;
    return { sub: `subject-${count}`, email: `sso-${count}@example.com`, email_verified: true, ...claims };
  };
  const signIn = (singleSignOn: SingleSignOn, claims: Record<string, unknown>) =>
    signInWithIdentity({ ...ctx, singleSignOn }, identityClaims.parse(claims));
  const roleOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).role;
  const lastEvents = async (take: number) => {
    const events = await db.auditEvent.findMany({ orderBy: { seq: "desc" }, take });
    return events.reverse().map(({ action, actorLabel, targetName, detail }) => ({
      action,
      actorLabel,
      targetName,
      detail: JSON.parse(detail),
    }));
  };
  return { ctx, asRole, db, someone, signIn, roleOf, lastEvents };
}
