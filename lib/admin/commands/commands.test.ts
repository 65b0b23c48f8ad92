import { describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { nameIssue, variableOf } from "@/lib/names/model";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { twoFactorPerson } from "@/test/second-factor";
import { signInWithPassword } from "@/test/sign-in";
import { plausibleSecret } from "../seed-names";
import { addApiKey } from "./api-key";
import { readVerifyOptions, verifyAudit } from "./audit";
import { createOwner } from "./owner";
import { addPerson, changePerson, showPeople } from "./person";
import { addProject } from "./project";
import { seedOptions, seedSecrets } from "./seed";

const PASSWORD = "correct horse battery";
const { ctx, as, asRole, database } = await testContext();
const { db } = database;
await ensureBuiltIns(ctx);

const fieldsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { context?: { fields?: object } }) => Object.keys(error.context?.fields ?? {}).sort(),
  );

describe("accounts from the shell", () => {
  test("an Owner made there can sign in, in any spelling of the address", async () => {
    const { data } = await createOwner(ctx, { email: " Ada@Example.com", password: PASSWORD });
    expect(data).toMatchObject({ person: { email: "ada@example.com", name: "ada", role: "owner" } });
    expect(JSON.stringify(data)).not.toMatch(/password|argon2/i);
    const session = await signInWithPassword(as({ kind: "anonymous" }), {
      email: "ada@example.com",
      password: PASSWORD,
    });
    expect(session.actor.role).toBe("owner");
  });

  test("an Owner who is let back in loses the second factor that locks them out, and is told", async () => {
    const { email } = await twoFactorPerson(ctx, "owner");
    const { lines, data } = await createOwner(ctx, { email, password: PASSWORD });
    expect(lines.join("\n")).toContain("second factors, passkeys and recovery codes are removed");
    expect(data).toMatchObject({ removedFactors: 1 });
    const session = await signInWithPassword(as({ kind: "anonymous" }), { email, password: PASSWORD });
    expect(session.actor.role).toBe("owner");
  });

  test("every error is named at once", async () => {
    const input = { email: "x", role: "boss", name: " ", password: "short" };
    expect(await fieldsOf(addPerson(ctx, input))).toEqual(["email", "name", "password", "role"]);
  });

  test("a person is suspended, restored and unlocked by any spelling of the address", async () => {
    await ctx.db.user.deleteMany({ where: { email: { not: "ada@example.com" } } });
    await addPerson(ctx, { email: "kim@example.com", role: "auditor", password: PASSWORD });
    await changePerson(ctx, "suspend", " Kim@Example.com");
    expect((await showPeople(ctx)).lines).toEqual([
      "ada@example.com: Owner, no second factor",
      "kim@example.com: Auditor, no second factor, suspended",
    ]);
    await changePerson(ctx, "restore", "kim@example.com");
    expect((await changePerson(ctx, "unlock", "kim@example.com")).lines).toEqual([
      "kim@example.com can try to sign in again at once.",
    ]);
    expect((await showPeople(ctx)).lines).toContain("kim@example.com: Auditor, no second factor");
    await expect(changePerson(ctx, "suspend", "ada@example.com")).rejects.toMatchObject({ code: "conflict" });
    await expect(changePerson(ctx, "suspend", "eve@example.com")).rejects.toMatchObject({ code: "notFound" });
    expect(await fieldsOf(changePerson(ctx, "suspend", "x"))).toEqual(["email"]);
  });

  test("a project is made once", async () => {
    expect((await addProject(ctx, "shop", undefined)).data).toMatchObject({ project: { slug: "shop" } });
    expect(await fieldsOf(addProject(ctx, "shop", undefined))).toEqual(["slug"]);
    expect(await fieldsOf(addProject(ctx, "Shop!", undefined))).toEqual(["slug"]);
  });
});

describe("API keys from the shell", () => {
  const key = (input: object) =>
    addApiKey(ctx, { name: "ci", project: "default", environment: "*", expires: "90d", ...input }, (text) =>
      warned.push(text),
    );
  const warned: string[] = [];

  test("the answer is the key and nothing else; it works, within what was asked", async () => {
    const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
    const { id } = await createSecret(ctx, {
      project: "default",
      environment: "staging",
      name: "DB",
      ...text,
    });
    const { lines, data } = await key({
      environment: "staging",
      kind: "agent",
      secret: ["DB"],
      permission: ["secrets:read"],
    });
    expect(lines).toEqual([expect.stringMatching(/^sr_live_/)]);
    const { actor } = await authenticateKey(ctx, lines[0] ?? "");
    expect(actor).toMatchObject({ keyKind: "agent", permissions: ["secrets:read"], allowedSecretIds: [id] });
    expect(data).toMatchObject({ apiKey: { environment: "staging", key: lines[0] } });
    expect(warned).toEqual([]);
  });

  test("one without an end is warned of, beside the answer", async () => {
    expect((await key({ expires: "never" })).lines).toHaveLength(1);
    expect(warned).toHaveLength(1);
  });

  test("every error is named", async () => {
    const wrong = { kind: "robot", permission: ["secrets:peek"], secret: ["a b"], expires: "soon", name: "" };
    expect(await fieldsOf(key(wrong))).toEqual(["expires", "kind", "name", "permissions", "secrets"]);
    expect(await fieldsOf(key({ project: undefined }))).toEqual(["project"]);
    expect(await fieldsOf(key({ organisation: true }))).toEqual(["project"]);
    expect(await fieldsOf(key({ environment: "nowhere", expires: "2020-01-01" }))).toEqual([
      "environment",
      "expires",
    ]);
    await expect(key({ project: "nowhere" })).rejects.toMatchObject({ code: "notFound" });
  });

  test("one of the whole organisation is made only when that is said", async () => {
    const { lines } = await key({ project: undefined, organisation: true });
    expect(await authenticateKey(ctx, lines[0] ?? "")).toMatchObject({ actor: { projectId: null } });
  });
});

describe("seeding", () => {
  const seed = (secrets: number) => seedSecrets(ctx, seedOptions.parse({ secrets }), () => {});

  test("makes sealed secrets that open, and goes on numbering the next time", async () => {
    await seed(1_001);
    const again = await seed(3);
    expect(again.data).toMatchObject({ firstNumber: 1_002 });
    expect(await db.secret.count({ where: { name: { not: "DB" } } })).toBe(1_004);
    const [secret] = await db.secret.findMany({
      take: 1,
      orderBy: { id: "asc" },
      include: { versions: true },
    });
    const [version] = secret?.versions ?? [];
    const environment = await db.environment.findUniqueOrThrow({
      where: { id: secret?.environmentId ?? "" },
    });
    const { projectId } = environment;
    const keys = await ctx.keys.project(projectId);
    const ref = { projectId, secretId: secret?.id ?? "", versionId: version?.id ?? "" };
    const opened = keys.open(ref, { value: version?.value ?? "", projectKeyId: version?.projectKeyId ?? "" });
    expect(opened.reveal()).toMatch(/^[A-Za-z0-9_-]{32,}$/);
    expect(keys.seal(ref, opened).fingerprint).toBe(version?.fingerprint);
  });

  test("writes one event a batch, in a chain that holds", async () => {
    expect(await db.auditEvent.count({ where: { action: "secrets.seeded" } })).toBe(3);
    expect(await verifyAudit(ctx, {})).toMatchObject({ data: { isIntact: true } });
  });

  test("is for those who may store secrets", async () => {
    for (const role of ["auditor", "member"] as const) {
      const seeding = seedSecrets(as(await asRole(role)), seedOptions.parse({ secrets: 1 }), () => {});
      await expect(seeding).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("made-up names are ones that the rules allow, and no two are one variable", () => {
    const names = Array.from({ length: 5_000 }, (_, i) => plausibleSecret(i + 1).name);
    expect(names.map(nameIssue).filter(Boolean)).toEqual([]);
    expect(new Set(names.map(variableOf)).size).toBe(names.length);
  });
});

describe("verifying the log", () => {
  test("prints a head that can be asked for later", async () => {
    const { data } = await verifyAudit(ctx, {});
    const head = (data as { head: { seq: number; hash: string } }).head;
    await addProject(ctx, "later", undefined);
    const options = readVerifyOptions(undefined, `${head.seq}:${head.hash}`);
    expect(await verifyAudit(ctx, options)).toMatchObject({ data: { isIntact: true } });
    const other = readVerifyOptions("1", `${head.seq}:${"0".repeat(64)}`);
    expect(await verifyAudit(ctx, other)).toMatchObject({ isBad: true, data: { breach: "unexpectedHead" } });
  });

  test("says which event was tampered with", async () => {
    await db.$executeRaw`ALTER TABLE audit_events DISABLE TRIGGER USER`;
    await db.$executeRaw`UPDATE audit_events SET actor_label = 'mallory' WHERE seq = 2`;
    const found = await verifyAudit(ctx, {});
    expect(found).toMatchObject({
      isBad: true,
      lines: ["Broken: event 2 was altered.", expect.stringMatching(/^Sealed: /)],
    });
  });

  test.each([
    ["0", undefined],
    ["x", undefined],
    ["1e3", undefined],
    [undefined, "5"],
    [undefined, `5:${"g".repeat(64)}`],
  ])("options that mean nothing are refused: %j %j", (from, expected) => {
    expect(() => readVerifyOptions(from, expected)).toThrow(/validation/);
  });
});
