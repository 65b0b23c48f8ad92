import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { ROLES } from "./actor";
import { authorize } from "./authorize";
import { type Action, isSensitive, POLICY } from "./policy";

const { ctx, as, asRole, database } = await testContext();
const scope = { project: "default", environment: "production" };
let secretId = "";

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "other" });
  const secret = {
    ...scope,
    name: "A",
    value: "v",
    description: "",
    category: "custom",
    audience: "all",
  } as const;
  secretId = (await createSecret(ctx, secret)).id;
});

function targetOf(action: Action, id = secretId) {
  const { target } = POLICY[action];
  if (target === "organisation") return null;
  if (target === "project") return { project: scope.project };
  return target === "environment" ? scope : { ...scope, secret: { id } };
}

async function outcome(role: (typeof ROLES)[number], action: Action): Promise<string> {
  const actor = await asRole(role);
  return authorize(as(actor), action, targetOf(action) as never).then(
    () => "yes",
    (error: { code: string }) => error.code,
  );
}

/** The table of the documentation, written out a second time on purpose. */
const EXPECTED: Readonly<Record<Action, readonly [string, string, string, string]>> = {
  "settings.read": ["yes", "forbidden", "forbidden", "forbidden"],
  "settings.update": ["yes", "forbidden", "forbidden", "forbidden"],
  "masterKey.read": ["yes", "forbidden", "forbidden", "forbidden"],
  "masterKey.rotate": ["yes", "forbidden", "forbidden", "forbidden"],
  "masterKey.split": ["yes", "forbidden", "forbidden", "forbidden"],
  "projectKey.rotate": ["yes", "forbidden", "forbidden", "forbidden"],
  "backup.make": ["yes", "forbidden", "forbidden", "forbidden"],
  "backup.read": ["yes", "yes", "forbidden", "forbidden"],
  "owner.manage": ["yes", "forbidden", "forbidden", "forbidden"],
  "person.create": ["yes", "yes", "forbidden", "forbidden"],
  "person.manage": ["yes", "yes", "forbidden", "forbidden"],
  "person.list": ["yes", "yes", "forbidden", "forbidden"],
  "grant.list": ["yes", "yes", "yes", "forbidden"],
  "grant.read": ["yes", "yes", "yes", "notFound"],
  "grant.write": ["yes", "yes", "forbidden", "forbidden"],
  "group.list": ["yes", "yes", "yes", "forbidden"],
  "group.write": ["yes", "yes", "forbidden", "forbidden"],
  "changePolicy.list": ["yes", "yes", "yes", "forbidden"],
  "changePolicy.write": ["yes", "yes", "forbidden", "forbidden"],
  "request.list": ["yes", "yes", "yes", "yes"],
  "request.decide": ["yes", "yes", "yes", "yes"],
  "request.applyAtOnce": ["yes", "forbidden", "forbidden", "forbidden"],
  "access.ask": ["forbidden", "forbidden", "forbidden", "yes"],
  "approval.skip": ["yes", "forbidden", "forbidden", "forbidden"],
  "apiKey.list": ["yes", "yes", "yes", "forbidden"],
  "apiKey.create": ["yes", "yes", "forbidden", "forbidden"],
  "apiKey.revoke": ["yes", "yes", "forbidden", "forbidden"],
  "apiKey.narrow": ["yes", "yes", "forbidden", "forbidden"],
  "organisationKey.list": ["yes", "yes", "yes", "forbidden"],
  "organisationKey.create": ["yes", "forbidden", "forbidden", "forbidden"],
  "organisationKey.narrow": ["yes", "forbidden", "forbidden", "forbidden"],
  "organisationKey.revoke": ["yes", "forbidden", "forbidden", "forbidden"],
  "knownValue.list": ["yes", "yes", "yes", "forbidden"],
  "declaration.list": ["yes", "yes", "yes", "forbidden"],
  "declaration.write": ["yes", "yes", "forbidden", "forbidden"],
  "mapping.list": ["yes", "yes", "yes", "forbidden"],
  "mapping.write": ["yes", "yes", "forbidden", "forbidden"],
  "secret.reveal": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "values.read": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "audit.read": ["yes", "yes", "yes", "forbidden"],
  "project.list": ["yes", "yes", "yes", "forbidden"],
  "project.read": ["yes", "yes", "yes", "forbidden"],
  "overview.read": ["yes", "yes", "yes", "forbidden"],
  "environment.create": ["yes", "yes", "forbidden", "forbidden"],
  "projectAudit.read": ["yes", "yes", "yes", "forbidden"],
  "project.create": ["yes", "yes", "forbidden", "forbidden"],
  "allowlist.list": ["yes", "yes", "yes", "forbidden"],
  "allowlist.read": ["yes", "yes", "yes", "forbidden"],
  "allowlist.write": ["yes", "yes", "forbidden", "forbidden"],
  "allowlist.verify": ["yes", "yes", "forbidden", "forbidden"],
  "allowlist.markVerified": ["yes", "forbidden", "forbidden", "forbidden"],
  "allowlist.send": ["yes", "yes", "forbidden", "forbidden"],
  "pool.list": ["yes", "yes", "yes", "forbidden"],
  "pool.write": ["yes", "yes", "forbidden", "forbidden"],
  "pool.use": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "secret.list": ["yes", "yes", "yes", "forbidden"],
  "secret.create": ["yes", "yes", "forbidden", "forbidden"],
  "secret.read": ["yes", "yes", "yes", "notFound"],
  "secret.update": ["yes", "yes", "forbidden", "notFound"],
  "secret.rotate": ["yes", "yes", "forbidden", "notFound"],
  "secret.restore": ["yes", "yes", "forbidden", "notFound"],
  "secret.copy": ["yes", "yes", "forbidden", "forbidden"],
  "rotation.configure": ["yes", "yes", "forbidden", "forbidden"],
  "rotation.read": ["yes", "yes", "yes", "forbidden"],
  "rotation.run": ["yes", "yes", "forbidden", "forbidden"],
  "rotation.list": ["yes", "yes", "yes", "forbidden"],
  "manager.list": ["yes", "yes", "yes", "forbidden"],
  "manager.refer": ["yes", "yes", "forbidden", "forbidden"],
  "manager.configure": ["yes", "yes", "forbidden", "forbidden"],
  "connection.list": ["yes", "yes", "yes", "forbidden"],
  "connection.configure": ["yes", "yes", "forbidden", "forbidden"],
  "connection.connect": ["yes", "yes", "forbidden", "forbidden"],
  "connection.use": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "import.run": ["yes", "yes", "forbidden", "forbidden"],
  "import.read": ["yes", "yes", "yes", "forbidden"],
  "sync.write": ["yes", "yes", "forbidden", "forbidden"],
  "sync.run": ["yes", "yes", "forbidden", "forbidden"],
  "sync.read": ["yes", "yes", "yes", "forbidden"],
  "leaseSource.list": ["yes", "yes", "yes", "forbidden"],
  "leaseSource.read": ["yes", "yes", "yes", "forbidden"],
  "leaseSource.configure": ["yes", "yes", "forbidden", "forbidden"],
  "lease.list": ["yes", "yes", "yes", "forbidden"],
  "lease.end": ["yes", "yes", "forbidden", "forbidden"],
  "sshRule.list": ["yes", "yes", "yes", "forbidden"],
  "sshRule.write": ["yes", "yes", "forbidden", "forbidden"],
  "sshAuthority.read": ["yes", "yes", "yes", "forbidden"],
  "sshAccess.read": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "sshAccess.use": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "lease.create": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "trigger.list": ["yes", "yes", "yes", "forbidden"],
  "trigger.read": ["yes", "yes", "yes", "forbidden"],
  "trigger.configure": ["yes", "yes", "forbidden", "forbidden"],
  "trigger.replay": ["yes", "yes", "forbidden", "forbidden"],
  "trigger.receive": ["forbidden", "forbidden", "forbidden", "forbidden"],
  "secret.delete": ["yes", "yes", "forbidden", "forbidden"],
};

describe.each(Object.keys(POLICY) as Action[])("%s", (action) => {
  test.each(ROLES.map((role, i) => [role, EXPECTED[action][i]] as const))(
    "by %s: %s",
    async (role, expected) => {
      expect(await outcome(role, action)).toBe(expected);
    },
  );
});

describe("what is sensitive", () => {
  test("asks a person whose proof is older than 15 minutes to confirm, and others not", async () => {
    const owner = await asRole("owner");
    const minutesAgo = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000);
    const attempt = (action: Action, minutes: number) =>
      authorize(as({ ...owner, confirmedAt: minutesAgo(minutes) }), action, targetOf(action) as never).then(
        () => "yes",
        (error: { code: string }) => error.code,
      );
    const actions = Object.keys(POLICY) as Action[];
    for (const action of actions.filter((one) => EXPECTED[one][0] === "yes")) {
      expect(await attempt(action, 15)).toBe("yes");
      expect(await attempt(action, 15.1)).toBe(isSensitive(action) ? "confirmationNeeded" : "yes");
    }
    expect(isSensitive("secret.delete")).toBe(true);
  });

  test("is refused to a role that may not before anything is asked", async () => {
    const auditor = await asRole("auditor");
    const stale = { ...auditor, confirmedAt: new Date(0) };
    await expect(authorize(as(stale), "settings.update", null)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("nobody signed in may do nothing", async () => {
  for (const action of Object.keys(POLICY) as Action[]) {
    const attempt = authorize(as({ kind: "anonymous" }), action, targetOf(action) as never);
    await expect(attempt).rejects.toMatchObject({ code: "unauthenticated" });
  }
});

test("a refusal is an event that names what was wanted", async () => {
  const auditor = await asRole("auditor");
  await authorize(as(auditor), "secret.create", scope).catch(() => {});
  const [event] = await database.db.auditEvent.findMany({ where: { actorId: auditor.id } });
  expect(event).toMatchObject({ action: "access.refused", detail: '{"wanted":"secret.create"}' });
});

describe("an id that is not of this place does not exist here", () => {
  test.each([
    ["of another project", () => ({ project: "other", environment: "production", secret: { id: secretId } })],
    ["of another environment", () => ({ ...scope, environment: "staging", secret: { id: secretId } })],
    ["unknown", () => ({ ...scope, secret: { id: newId() } })],
    ["malformed", () => ({ ...scope, secret: { id: "1; DROP TABLE secrets" } })],
    ["in an unknown project", () => ({ ...scope, project: "../default", secret: { id: secretId } })],
  ])("%s", async (_what, target) => {
    const owner = as(await asRole("owner"));
    await expect(authorize(owner, "secret.delete", target())).rejects.toMatchObject({ code: "notFound" });
  });
});

test("a Member cannot tell an existing project from a missing one", async () => {
  const member = as(await asRole("member"));
  const answers = await Promise.all(
    [scope, { project: "nowhere", environment: "production" }].map((target) =>
      authorize(member, "secret.list", target).catch(
        (error: { code: string; detail: string }) => error.detail,
      ),
    ),
  );
  expect(answers[0]).toBe(answers[1]);
});
