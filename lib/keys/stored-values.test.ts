import { beforeEach, expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { sealing, UNSEALED } from "@/test/seals";

const { ctx } = await testContext();
const { db, pool, keys } = ctx;

/** A secret with two versions, stored as the program stores them. */
interface StoredSecret {
  readonly projectId: string;
  readonly secretId: string;
  readonly versionIds: readonly [string, string];
}

let mine: StoredSecret;
let sibling: StoredSecret;
let foreign: StoredSecret;

beforeEach(async () => {
  const [projectId, otherId] = [await makeProject(), await makeProject()];
  mine = await makeSecret(projectId);
  sibling = await makeSecret(projectId);
  foreign = await makeSecret(otherId);
});

async function makeProject(): Promise<string> {
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await tx.project.create({ data: { seal: UNSEALED, id, slug: id, name: "p", createdAt: ctx.now() } });
    await tx.environment.create({
      data: {
        seal: UNSEALED,
        id: newId(),
        projectId: id,
        slug: "e",
        name: "e",
        position: 0,
        createdAt: ctx.now(),
      },
    });
    await keys.createProjectKey(tx, id, ctx.now());
  });
  return id;
}

async function makeSecret(projectId: string): Promise<StoredSecret> {
  const environment = await db.environment.findFirstOrThrow({ where: { projectId }, orderBy: { id: "asc" } });
  const [secretId, first, second] = [newId(), newId(), newId()];
  const name = `n-${secretId}`;
  const [createdAt, updatedAt] = [ctx.now(), ctx.now()];
  await sealing(
    ctx,
    "secrets",
    db.secret.create({
      data: {
        seal: UNSEALED,
        ...{
          id: secretId,
          environmentId: environment.id,
          name,
          nameFolded: name,
          variable: name,
          searchText: name,
        },
        ...{ createdAt, updatedAt, updatedBy: "test" },
      },
    }),
  );
  const project = await keys.project(projectId);
  for (const [i, id] of [first, second].entries()) {
    const sealed = project.seal(
      { projectId, secretId, versionId: id },
      Plaintext.of(`value ${i + 1} of ${secretId}`),
    );
    const scope = { id, secretId, number: i + 1, origin: "created" as const };
    await sealing(
      ctx,
      "secret_versions",
      db.secretVersion.create({
        data: { seal: UNSEALED, ...scope, ...sealed, createdAt, createdBy: "test" },
      }),
    );
  }
  return { projectId, secretId, versionIds: [first, second] };
}

/** What the program does to give a value out: the ids come from the rows, never from the ciphertext. */
async function reveal(versionId: string): Promise<string> {
  const row = await db.secretVersion.findUniqueOrThrow({
    where: { id: versionId },
    include: { secret: { include: { environment: true } } },
  });
  const { projectId } = row.secret.environment;
  return (await keys.project(projectId)).open({ projectId, secretId: row.secretId, versionId }, row).reveal();
}

/** As someone with the database could: moves a sealed value, with the id of the key that sealed it. */
async function swapValues(a: string, b: string): Promise<void> {
  await pool.query(
    `UPDATE secret_versions v SET value = o.value, project_key_id = o.project_key_id, fingerprint = o.fingerprint
     FROM secret_versions o WHERE (v.id, o.id) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`,
    [a, b],
  );
}

const broken = { code: "sealBroken" };

test("a stored value opens in its place", async () => {
  expect(await reveal(mine.versionIds[0])).toBe(`value 1 of ${mine.secretId}`);
  expect(await reveal(mine.versionIds[1])).toBe(`value 2 of ${mine.secretId}`);
});

test("values swapped between two versions, secrets or projects do not open, and open again when put back", async () => {
  for (const other of [mine.versionIds[1], sibling.versionIds[0], foreign.versionIds[0]]) {
    await swapValues(mine.versionIds[0], other);
    await expect(reveal(mine.versionIds[0])).rejects.toMatchObject(broken);
    await expect(reveal(other)).rejects.toMatchObject(broken);
    await swapValues(mine.versionIds[0], other);
    expect(await reveal(mine.versionIds[0])).toBe(`value 1 of ${mine.secretId}`);
  }
});

test("a version moved to another secret, or a secret moved to another project, does not open", async () => {
  const move = "UPDATE secret_versions SET secret_id = $2, number = 9 WHERE id = $1";
  await pool.query(move, [mine.versionIds[0], sibling.secretId]);
  await expect(reveal(mine.versionIds[0])).rejects.toMatchObject(broken);
  const moveSecret = `UPDATE secrets SET environment_id = (SELECT id FROM environments WHERE project_id = $2) WHERE id = $1`;
  await pool.query(moveSecret, [mine.secretId, foreign.projectId]);
  await expect(reveal(mine.versionIds[1])).rejects.toMatchObject(broken);
});

test("a damaged row fails alone, with the same error for every damage", async () => {
  const damages = [
    "''",
    "left(value, 20)",
    "value || 'A'",
    "replace(value, ':', '')",
    "lower(value)",
    "wrapped",
  ];
  for (const damage of damages) {
    await pool.query(
      `UPDATE secret_versions SET value = ${damage} FROM project_keys k WHERE k.id = project_key_id AND secret_versions.id = $1`,
      [mine.versionIds[0]],
    );
    await expect(reveal(mine.versionIds[0])).rejects.toMatchObject(broken);
  }
  expect(await reveal(mine.versionIds[1])).toBe(`value 2 of ${mine.secretId}`);
  expect(await reveal(sibling.versionIds[0])).toBe(`value 1 of ${sibling.secretId}`);
});

test("a rename touches no ciphertext", async () => {
  await sealing(
    ctx,
    "secrets",
    db.secret.update({ where: { id: mine.secretId }, data: { name: "renamed", nameFolded: "renamed" } }),
  );
  expect(await reveal(mine.versionIds[1])).toBe(`value 2 of ${mine.secretId}`);
});

test("nothing that is stored holds a plaintext", async () => {
  const rows = await pool.query("SELECT v::text FROM secret_versions v");
  expect(JSON.stringify(rows.rows)).not.toContain("value 1 of");
});
