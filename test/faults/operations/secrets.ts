import { randomBytes } from "node:crypto";
import type { Ctx } from "@/lib/context";
import { importSecrets } from "@/lib/secrets/import/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { type Effect, operation } from "./operation";

export const SCOPE = { project: "default", environment: "production" } as const;
const TEXT = { description: "", category: "custom", audience: "all" } as const;

interface Values {
  readonly [name: string]: string;
}

export const newValue = (): string => randomBytes(24).toString("base64");
export const newName = (): string => `F_${randomBytes(8).toString("hex")}`;

/** The secrets of these names with their values, as far as they are there and in order. */
export async function valuesOf(ctx: Ctx, names: readonly string[]): Promise<Values | { halfDone: string }> {
  const secrets = await ctx.db.secret.findMany({
    where: { name: { in: [...names] } },
    include: { versions: true, environment: true },
  });
  const found: Record<string, string> = {};
  for (const { id: secretId, name, environment, currentVersion, versions } of secrets) {
    const { projectId } = environment;
    const numbers = versions.map(({ number }) => number).sort((a, b) => a - b);
    const events = await ctx.db.auditEvent.count({
      where: { secretId, action: { in: ["secret.created", "secret.rotated"] } },
    });
    if (numbers.some((number, i) => number !== i + 1) || numbers.length !== currentVersion)
      return { halfDone: `${name} is at version ${currentVersion} and has ${numbers}` };
    if (events !== currentVersion) return { halfDone: `${name} has ${numbers} and ${events} events` };
    const version = versions.find(({ number }) => number === currentVersion);
    if (!version) return { halfDone: `${name} has no version` };
    const keys = await ctx.keys.project(projectId, [version.projectKeyId]);
    found[name] = keys.open({ projectId, secretId, versionId: version.id }, version).reveal();
  }
  return found;
}

/** Whether these secrets have the values from before, or those after. */
async function effectOn(ctx: Ctx, before: Values, after: Values): Promise<Effect> {
  const found = await valuesOf(ctx, Object.keys(after));
  if ("halfDone" in found) return found as Effect;
  const isAs = (values: Values) =>
    Object.keys(values).length === Object.keys(found).length &&
    Object.entries(values).every(([name, value]) => found[name] === value);
  if (isAs(after)) return "whole";
  return isAs(before) ? "none" : { halfDone: `${Object.keys(found)} are there, or at other values` };
}

const create = (ctx: Ctx, name: string, value: string) =>
  createSecret(ctx, { ...SCOPE, ...TEXT, name, value });

export const creating = operation<{ name: string; value: string }>({
  name: "a secret is made",
  prepare: async () => ({ name: newName(), value: newValue() }),
  run: (ctx, { name, value }) => create(ctx, name, value),
  look: (ctx, { name, value }) => effectOn(ctx, {}, { [name]: value }),
});

export const replacing = operation<{ name: string; first: string; second: string }>({
  name: "a value is replaced",
  prepare: async (ctx) => {
    const prepared = { name: newName(), first: newValue(), second: newValue() };
    await create(ctx, prepared.name, prepared.first);
    return prepared;
  },
  run: (ctx, { name, second }) => storeSecret(ctx, SCOPE, { name, value: second }),
  look: (ctx, { name, first, second }) => effectOn(ctx, { [name]: first }, { [name]: second }),
});

export const importing = operation<{ before: Values; after: Values }>({
  name: "30 secrets are imported",
  prepare: async (ctx) => {
    const before = Object.fromEntries(Array.from({ length: 10 }, () => [newName(), newValue()]));
    const added = Object.fromEntries(Array.from({ length: 20 }, () => [newName(), newValue()]));
    const changed = Object.fromEntries(Object.keys(before).map((name) => [name, newValue()]));
    await importAll(ctx, before);
    return { before, after: { ...added, ...changed } };
  },
  run: (ctx, { after }) => importAll(ctx, after),
  look: (ctx, { before, after }) => effectOn(ctx, before, after),
});

function importAll(ctx: Ctx, values: Values) {
  const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
  return importSecrets(ctx, SCOPE, { secrets, dryRun: false });
}

export const deleting = operation<{ secretId: string; name: string; value: string }>({
  name: "a secret is deleted",
  prepare: async (ctx) => {
    const [name, value] = [newName(), newValue()];
    const { id } = await create(ctx, name, value);
    return { secretId: id, name, value };
  },
  run: (ctx, { secretId, name }) => deleteSecret(ctx, { ...SCOPE, secretId, confirmation: name }),
  look: async (ctx, { secretId, name, value }) => {
    const isOnRecord =
      (await ctx.db.auditEvent.count({ where: { secretId, action: "secret.deleted" } })) === 1;
    const effect = await effectOn(ctx, { [name]: value }, {});
    const rows = await ctx.db.secretVersion.count({ where: { secretId } });
    if (effect === "whole" && isOnRecord && rows === 0) return "whole";
    const found = await valuesOf(ctx, [name]);
    if (Reflect.get(found, name) === value && !isOnRecord) return "none";
    return { halfDone: `${name}: ${rows} versions, deletion on record: ${isOnRecord}` };
  },
});
