import { describe, expect, test } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import { Plaintext } from "@/lib/crypto/plaintext";
import { createSecret, deleteSecret, editSecret, findSecret } from "./service";
import { storedSecrets } from "./stored-secrets.fixture";
import { restoreVersion, sealVersion } from "./versions/service";
import { changeSecret } from "./writing/service";

const { database, owner, scope, draft, stored, openAll, actionsOn } = await storedSecrets();

describe("a stored secret", () => {
  test.each([
    ["a trailing newline", "abc\n"],
    ["CRLF", "a\r\nb\r\n"],
    ["emoji and umlauts", "Schlüssel 🔑 ẞ"],
    ["spaces around it", "  x  "],
    ["one character", "x"],
    ["64 KiB", "k".repeat(65_536)],
  ])("keeps a value with %s byte for byte", async (what, value) => {
    const secret = await stored(`BYTES_${what.replaceAll(/\W/g, "_")}`, value);
    expect(await openAll(secret.id)).toEqual([value]);
  });

  test("shows a representation of constant length and never its value", async () => {
    const short = await stored("SHORT", "x");
    const long = await stored("LONG", "y".repeat(9_000));
    expect(short.representation).toHaveLength(long.representation.length);
    expect(JSON.stringify([short, long])).not.toContain("yyyyyyyy");
  });

  test("has one event for its creation, written with it", async () => {
    const secret = await stored("AUDITED");
    expect(await actionsOn(secret.id)).toEqual(["secret.created"]);
  });
});

describe("names", () => {
  test("are taken regardless of case, and the message names the holder", async () => {
    await stored("DATABASE_URL");
    await expect(createSecret(owner, draft("database_url"))).rejects.toMatchObject({
      code: "conflict",
      context: { fields: { name: [expect.stringContaining("“DATABASE_URL”")] } },
    });
  });

  test("that would become the same environment variable are refused", async () => {
    await stored("payment-api-key");
    await expect(createSecret(owner, draft("payment.api_key"))).rejects.toMatchObject({
      code: "conflict",
      context: { fields: { name: [expect.stringContaining("PAYMENT_API_KEY")] } },
    });
  });

  test("go to one of two people who rename to the same at once; the other learns why", async () => {
    const [a, b] = [await stored("RENAME_A"), await stored("RENAME_B")];
    const rename = (secret: typeof a) => editSecret(owner, { ...edit(secret), name: "RENAMED" });
    const outcomes = await Promise.allSettled([rename(a), rename(b)]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
      reason: { code: "conflict", context: { fields: { name: [expect.stringContaining("RENAMED")] } } },
    });
  });

  test("may be the same in two environments", async () => {
    await stored("SAME_NAME");
    await createSecret(owner, { ...draft("SAME_NAME"), environment: "staging" });
  });

  test.each(["__proto__", "constructor", "toString"])("%s is a name like any other", async (name) => {
    expect((await stored(name)).name).toBe(name);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

type Meta = Awaited<ReturnType<typeof stored>>;

function edit({ id, name, description, category, audience, revision }: Meta) {
  return { ...scope, secretId: id, name, description, category, audience, revision };
}

test("restoring makes a new version of the old value and leaves the others alone", async () => {
  const secret = await stored("RESTORED", "the good one");
  await editSecret(owner, { ...edit(secret), value: "the bad one" });
  const { revision } = await findSecret(owner, { ...scope, secret: { id: secret.id } });
  const added = await restoreVersion(owner, { ...scope, secretId: secret.id, revision, number: 1 });
  expect(added).toEqual({ version: 3, sameValueAs: 1 });
  expect(await openAll(secret.id)).toEqual(["the good one", "the bad one", "the good one"]);
});

describe("deleting", () => {
  test("wants the exact name", async () => {
    const secret = await stored("Precious");
    const wrong = deleteSecret(owner, { ...scope, secretId: secret.id, confirmation: "precious" });
    await expect(wrong).rejects.toMatchObject({ code: "validation" });
  });

  test("takes the ciphertext of every version and leaves the log", async () => {
    const secret = await stored("GONE");
    await editSecret(owner, { ...edit(secret), value: "another" });
    await deleteSecret(owner, { ...scope, secretId: secret.id, confirmation: "GONE" });
    expect(await database.db.secretVersion.count({ where: { secretId: secret.id } })).toBe(0);
    expect((await actionsOn(secret.id)).at(-1)).toBe("secret.deleted");
  });
});

test("with the audit log unwritable no change gets in", async () => {
  const secret = await stored("NO_AUDIT");
  await database.pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse();`);
  try {
    await expect(createSecret(owner, draft("UNAUDITED"))).rejects.toThrow();
    await expect(editSecret(owner, { ...edit(secret), value: "x" })).rejects.toThrow();
    await expect(
      deleteSecret(owner, { ...scope, secretId: secret.id, confirmation: "NO_AUDIT" }),
    ).rejects.toThrow();
  } finally {
    await database.pool.query("DROP TRIGGER refuse ON audit_events; DROP FUNCTION refuse();");
  }
  expect(await database.db.secret.count({ where: { name: "UNAUDITED" } })).toBe(0);
  expect(await openAll(secret.id)).toHaveLength(1);
});

test("50 people replacing one value at once make versions 2 to 51, each once", async () => {
  const secret = await stored("BUSY");
  const rotate = async (n: number) => {
    const permit = await authorize(owner, "secret.rotate", { ...scope, secret: { id: secret.id } });
    const origin = { origin: "rotated", restoredFrom: null } as const;
    const version = await sealVersion(owner, permit, Plaintext.of(`value ${n}`), origin);
    await changeSecret(owner, { permit, version, sameValue: "add" });
  };
  await Promise.all(Array.from({ length: 50 }, (_, n) => rotate(n)));
  const versions = await database.db.secretVersion.findMany({ where: { secretId: secret.id } });
  expect(versions.map((version) => version.number).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 51 }, (_, n) => n + 1),
  );
});
