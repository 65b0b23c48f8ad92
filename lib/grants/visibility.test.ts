import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import { CAPABILITIES, type Capability } from "@/lib/authorization/capability";
import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { createProject, ensureBuiltIns, listProjects } from "@/lib/projects/service";
import { listDeletedSecrets } from "@/lib/secrets/deleted/service";
import { findOutside, openListing } from "@/lib/secrets/listing/service";
import { readValues, revealSecret } from "@/lib/secrets/reveal/service";
import { secretQuery } from "@/lib/secrets/schema";
import { createSecret, deleteSecret, findSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { withGrants } from "./grants.fixture";
import { createGroup } from "./groups/service";

/** Three environments of two projects, with the same names in each: what is granted in one must not be seen in another. */
const t = await testContext();
const { ctx, asRole, database } = t;
const SCOPES = [
  { project: "shop", environment: "production" },
  { project: "shop", environment: "staging" },
  { project: "other", environment: "production" },
] as const;
const NAMES = ["STRIPE_KEY", "STRIPE_HOOK", "stripe-old", "STRI", "DATABASE_URL", "A"] as const;
const PREFIXES = ["STRIPE_", "stripe", "STRI", "D", "NONE"] as const;

interface Known {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly environment: string;
}
const secrets: Known[] = [];
const environments = new Map<string, { id: string; projectId: string }>();
let groupId = "";

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  for (const slug of ["shop", "other"]) await createProject(ctx, { slug });
  for (const scope of SCOPES) {
    const { environment } = await authorize(ctx, "secret.list", scope);
    environments.set(`${scope.project}/${scope.environment}`, environment);
    for (const name of [...NAMES, "STRIPE_GONE"]) {
      const text = { name, value: "v", description: "words", category: "custom", audience: "all" } as const;
      const { id } = await createSecret(ctx, { ...scope, ...text });
      if (name === "STRIPE_GONE") await deleteSecret(ctx, { ...scope, secretId: id, confirmation: name });
      else secrets.push({ id, name, ...scope });
    }
  }
  await createGroup(ctx, { slug: "team", name: "Team" });
  groupId = (await ctx.db.group.findFirstOrThrow()).id;
});

interface Drawn {
  readonly scope: number;
  readonly isWholeProject: boolean;
  readonly on: { readonly secret: number } | { readonly prefix: string } | null;
  readonly capability: Capability;
  readonly isOfGroup: boolean;
  readonly hasEnded: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  scope: fc.nat(SCOPES.length - 1),
  isWholeProject: fc.boolean(),
  on: fc.oneof(
    fc.constant(null),
    fc.record({ secret: fc.nat(NAMES.length - 1) }),
    fc.record({ prefix: fc.constantFrom(...PREFIXES) }),
  ),
  capability: fc.constantFrom(...CAPABILITIES),
  isOfGroup: fc.boolean(),
  hasEnded: fc.boolean(),
});

/** Whether a grant is about a secret: said once more, as plainly as it can be. */
function isAbout({ scope, isWholeProject, on }: Drawn, secret: Known): boolean {
  const at = SCOPES[scope] ?? SCOPES[0];
  if (on !== null && "secret" in on)
    return (
      secret.project === at.project &&
      secret.environment === at.environment &&
      secret.name === NAMES[on.secret]
    );
  if (secret.project !== at.project) return false;
  if (!isWholeProject && secret.environment !== at.environment) return false;
  return on === null || secret.name.toLowerCase().startsWith(on.prefix.toLowerCase());
}

async function write(userId: string, grants: readonly Drawn[]): Promise<void> {
  await ctx.db.grant.deleteMany({});
  const now = ctx.now();
  const ended = new Date(now.getTime() - 1);
  // Of two alike the one that lasts is there: it could not be granted beside the other.
  const lasting = [...grants].sort((a, b) => Number(a.hasEnded) - Number(b.hasEnded));
  for (const { scope, isWholeProject, on, capability, isOfGroup, hasEnded } of lasting) {
    const at = SCOPES[scope] ?? SCOPES[0];
    const environment = environments.get(`${at.project}/${at.environment}`);
    const secret =
      on !== null && "secret" in on
        ? secrets.find(
            (one) =>
              one.name === NAMES[on.secret] &&
              one.project === at.project &&
              one.environment === at.environment,
          )
        : null;
    const row = {
      id: newId(),
      userId: isOfGroup ? null : userId,
      groupId: isOfGroup ? groupId : null,
      projectId: environment?.projectId ?? "",
      environmentId: isWholeProject && !secret ? null : (environment?.id ?? ""),
      secretId: secret?.id ?? null,
      namePrefix: on !== null && "prefix" in on ? on.prefix : null,
      capability,
      expiresAt: hasEnded ? ended : null,
    };
    // The same twice is refused, and would change nothing.
    await ctx.db.grant.createMany({
      data: [{ ...row, createdAt: now, createdBy: "test", seal: ctx.seals.of("grants", row) }],
      skipDuplicates: true,
    });
  }
}

const query = (search = "") => secretQuery.parse({ search, sort: "name" });
const refused = (error: { code: string }) => error.code;

test("whatever was granted, nobody sees or may do one thing more or less", { timeout: 120_000 }, async () => {
  const member = await asRole("member");
  const row = { groupId, userId: member.id, source: "admin" };
  await ctx.db.groupMember.create({
    data: { ...row, createdAt: ctx.now(), createdBy: "test", seal: ctx.seals.of("group_members", row) },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { maxLength: 5 }), async (grants) => {
      await write(member.id, grants);
      const by = await withGrants(ctx, member);
      const held = grants.filter(({ hasEnded }) => !hasEnded);
      const may = (secret: Known, needed: Capability) =>
        held.some(
          (one) =>
            isAbout(one, secret) &&
            (needed === "see" || one.capability === needed || one.capability === "manage"),
        );
      const reaches = (scope: (typeof SCOPES)[number], among = held) =>
        among.some(({ scope: at, isWholeProject, on }) => {
          const { project, environment } = SCOPES[at] ?? SCOPES[0];
          const isWide = isWholeProject && !(on !== null && "secret" in on);
          return project === scope.project && (isWide || environment === scope.environment);
        });
      const none = held.length === 0 ? "forbidden" : "notFound";
      const runs = held.filter(({ capability }) => capability === "run" || capability === "manage");
      const { id, email, name, role, grants: now } = by.actor;
      const personalKey = { id: newId(), name: "laptop", expiresAt: new Date(ctx.now().getTime() + 1_000) };
      const person = { kind: "user", id, email, name, role, grants: now } as const;
      const throughKey: Ctx = { ...by, actor: { ...person, personalKey } };

      for (const scope of SCOPES) {
        const here = secrets.filter(
          ({ project, environment }) => project === scope.project && environment === scope.environment,
        );
        const expected = here.filter((secret) => may(secret, "see")).map(({ name }) => name);
        const listing = await openListing(by, scope, query()).catch(refused);
        if (typeof listing === "string") expect([listing, reaches(scope)]).toEqual([none, false]);
        else {
          expect(reaches(scope)).toBe(true);
          expect(listing.page.items.map(({ name }) => name).sort()).toEqual(expected.sort());
          expect(listing.count).toBe(expected.length);
          for (const { id, may: rights } of listing.page.items) {
            const secret = here.find((one) => one.id === id);
            expect(secret && [rights.update, rights.rotate]).toEqual(
              secret && [may(secret, "edit"), may(secret, "set")],
            );
          }
          const found = await openListing(by, scope, query("stripe"));
          expect(found.count).toBe(expected.filter((name) => /^stripe/i.test(name)).length);
          const gone = await listDeletedSecrets(by, scope, { search: "" });
          const isGoneSeen = held.some((one) => isAbout(one, { ...scope, id: "", name: "STRIPE_GONE" }));
          expect(gone.items.map(({ name }) => name)).toEqual(isGoneSeen ? ["STRIPE_GONE"] : []);
          const outside = await findOutside(by, scope, "stripe");
          const wanted = secrets.filter(
            (one) =>
              /^stripe/i.test(one.name) &&
              may(one, "see") &&
              !(one.project === scope.project && one.environment === scope.environment),
          );
          expect(outside.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
          const elsewhere = await openListing(by, scope, query("stripe nothing"));
          expect(elsewhere.elsewhere).toEqual([]);
        }
        const read = await readValues(throughKey, scope, { names: null, knownTags: [] }).catch(refused);
        const noValue = reaches(scope) ? "forbidden" : none;
        if (typeof read === "string") expect([read, reaches(scope, runs)]).toEqual([noValue, false]);
        else {
          const values = read.isChanged ? read.values.map((one) => one.name) : [];
          const readable = here.filter((secret) => may(secret, "run")).map((one) => one.name);
          expect(values.sort()).toEqual(readable.sort());
        }
        for (const secret of here) {
          const answer = await revealSecret(throughKey, scope, { name: secret.name }).then(
            () => "yes",
            refused,
          );
          const hidden = reaches(scope, runs) ? "notFound" : noValue;
          expect([secret.name, answer]).toEqual([secret.name, may(secret, "run") ? "yes" : hidden]);
          const target = { ...scope, secret: { id: secret.id } };
          const seen = await findSecret(by, target).then(() => "yes", refused);
          expect([secret.name, seen]).toEqual([secret.name, may(secret, "see") ? "yes" : "notFound"]);
          for (const [action, needed] of [
            ["secret.update", "edit"],
            ["secret.rotate", "set"],
            ["secret.restore", "set"],
          ] as const) {
            const answer = await authorize(by, action, target).then(() => "yes", refused);
            const otherwise = may(secret, "see") ? "forbidden" : "notFound";
            expect([action, answer]).toEqual([action, may(secret, needed) ? "yes" : otherwise]);
          }
        }
      }
      const projects = await listProjects(by, { limit: 10 }).then(
        ({ items }) => items.flatMap((one) => one.environments.map(({ slug }) => `${one.slug}/${slug}`)),
        refused,
      );
      const shown = SCOPES.filter((scope) => reaches(scope)).map(
        (one) => `${one.project}/${one.environment}`,
      );
      const isWide = (slug: string) =>
        held.some(
          ({ scope, isWholeProject, on }) =>
            SCOPES[scope]?.project === slug && isWholeProject && !(on !== null && "secret" in on),
        );
      for (const project of ["shop", "other"])
        if (isWide(project))
          shown.push(...["production", "staging", "development"].map((one) => `${project}/${one}` as never));
      if (typeof projects === "string") expect([projects, held.length]).toEqual(["forbidden", 0]);
      else expect([...projects].sort()).toEqual([...new Set(shown)].sort());
    }),
    { numRuns: 40 },
  );
  expect(await database.db.auditEvent.count({ where: { action: "access.refused" } })).toBeGreaterThan(0);
});
