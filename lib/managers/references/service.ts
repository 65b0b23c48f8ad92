import { authorize, authorizeIfThere, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { changeFailure, nameConflict, otherVersion } from "@/lib/secrets/conflict";
import { prepareCreation } from "@/lib/secrets/service";
import type { StoredSecret } from "@/lib/secrets/upsert/service";
import { sealVersion } from "@/lib/secrets/versions/service";
import { textOf, writeSecrets } from "@/lib/secrets/writing/service";
import type { ReadIn } from "@/lib/secrets/writing/store";
import { openManager } from "../connections/opening";
import { findManager, findOpenable, type OpenableManager } from "../connections/store";
import type { ManagerClient } from "../kinds/kind";
import { isManagerError } from "../kinds/manager-error";
import { valueIn } from "../kinds/value";
import { ownMarks } from "../syncing/service";
import type { ReferenceUpsert } from "./schema";
import * as store from "./store";

/** A value as it was found, and where. */
interface Found {
  readonly value: string;
  readonly readIn: ReadIn;
  readonly source: Omit<store.NewSource, "secretId">;
}

/**
 * Says that the value of a secret lives in an external manager: of a new secret, or of the one that has the name. It is read
 * there at once. Throws `validation` at the source where there is no such value, `conflict` for a secret that is rotated or that
 * managers are signed in to with, and `preconditionFailed` when the secret's version is not the expected one.
 */
export async function storeReference(
  ctx: Ctx,
  scope: EnvironmentRef,
  input: ReferenceUpsert,
): Promise<StoredSecret> {
  const { environment } = await authorize(ctx, "manager.refer", scope);
  await requireUnnarrowed(ctx, "manager.refer");
  const target = { ...scope, secret: { name: input.name } };
  const there = await authorizeIfThere(ctx, "secret.rotate", target);
  const manager = await requireManager(ctx, environment, input.source.manager);
  const found = await findValue(ctx, manager, input);
  return there ? refer(ctx, there, input, found) : create(ctx, scope, input, found);
}

async function requireManager(
  ctx: Ctx,
  environment: Permit<"manager.refer">["environment"],
  name: string,
): Promise<OpenableManager> {
  const found = await findManager(ctx, environment, name);
  const [manager] = found ? await findOpenable(ctx, [found.id]) : [];
  if (manager) return manager;
  throw fieldError("source.manager", "There is no such external manager here.");
}

async function findValue(ctx: Ctx, manager: OpenableManager, { source }: ReferenceUpsert): Promise<Found> {
  const { path, field, label } = source;
  const at = ctx.now();
  try {
    const client = await openManager(ctx, manager);
    const owner = await ownerOf(client, path);
    if (owner !== null && (await ownMarks(ctx)).has(owner))
      throw fieldError("source.path", "A sync of this Strongroom writes this entry.");
    const entry = await client.read(path, label);
    const nextAt = new Date(at.getTime() + manager.config.cacheSeconds * 1_000);
    const { version } = entry;
    return {
      value: valueIn(entry, source),
      readIn: { manager: manager.name, managerVersion: version },
      source: { managerId: manager.id, path, field, versionLabel: label, version, checkedAt: at, nextAt },
    };
  } catch (error) {
    if (!isManagerError(error)) throw error;
    throw fieldError(
      `source.${error.reason === "notFound" ? "path" : "manager"}`,
      `${manager.name}: ${error.message}`,
    );
  }
}

/** Who made an entry; null also where the credential may read values alone. */
async function ownerOf(client: ManagerClient, path: string): Promise<string | null> {
  try {
    return (await client.owner(path)).owner;
  } catch (error) {
    if (isManagerError(error) && error.reason === "forbidden") return null;
    throw error;
  }
}

async function create(
  ctx: Ctx,
  scope: EnvironmentRef,
  input: ReferenceUpsert,
  { value, readIn, source }: Found,
): Promise<StoredSecret> {
  const { name, description = "", category = "custom", audience = "all", expectedVersion = 0 } = input;
  if (expectedVersion !== 0) throw otherVersion(0, expectedVersion);
  const permit = await authorize(ctx, "secret.create", scope);
  const creation = await prepareCreation(
    ctx,
    permit,
    { name, description, category, audience },
    value,
    readIn,
  );
  const secretId = creation.secret.id;
  await writeSecrets(ctx, {
    creations: [creation],
    changes: [],
    alongside: (sql) => store.saveSource(sql, ctx, { ...source, secretId }),
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, permit.environment, name, error);
  });
  return { name, version: 1, outcome: "created" };
}

async function refer(
  ctx: Ctx,
  permit: Permit<"secret.rotate">,
  input: ReferenceUpsert,
  { value, readIn, source }: Found,
): Promise<StoredSecret> {
  const { id: secretId, name, currentVersion } = permit.secret;
  const { expectedVersion, description, category, audience } = input;
  if (expectedVersion !== undefined && expectedVersion !== currentVersion)
    throw otherVersion(currentVersion, expectedVersion);
  const hindrance = await store.findHindrance(ctx.pool, secretId);
  if (hindrance) throw new AppError("conflict", HINDRANCES[hindrance](name));
  const text = textOf({ description, category, audience });
  if (Object.keys(text).length > 0)
    await authorize(ctx, "secret.update", { ...scopeOf(permit), secret: { id: secretId } });
  const origin = { origin: "external", restoredFrom: null, readIn } as const;
  const version = await sealVersion(ctx, permit, Plaintext.of(value), origin);
  const change = { permit, text, version, sameValue: "add", ifVersion: expectedVersion } as const;
  const [result] = await writeSecrets(ctx, {
    creations: [],
    changes: [change],
    alongside: (sql) => store.saveSource(sql, ctx, { ...source, secretId }),
  });
  if (result?.kind !== "done") throw await changeFailure(ctx, permit, expectedVersion);
  return { name: result.name, version: result.version, outcome: "replaced" };
}

const HINDRANCES = {
  rotated: (name: string) => `${name} is rotated here. Take that away first.`,
  credential: (name: string) => `External managers are signed in to with ${name}: its value has to be here.`,
} as const;

function scopeOf({ environment }: Permit<"secret.rotate">): EnvironmentRef {
  return { project: environment.projectSlug, environment: environment.slug };
}
