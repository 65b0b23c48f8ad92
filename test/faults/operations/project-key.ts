import type { Ctx } from "@/lib/context";
import { resealAll, rotateProjectKey } from "@/lib/keys/resealing/service";
import { isAppError } from "@/lib/platform/app-error";
import { createProject } from "@/lib/projects/service";
import { KEY_USERS } from "@/lib/runtime/key-users";
import { importSecrets } from "@/lib/secrets/import/service";
import { operation } from "./operation";
import { newName, newValue, valuesOf } from "./secrets";

const SECRETS = 5;
const MINUTE_MS = 60_000;

const sealAnew = (ctx: Ctx) => resealAll(ctx, KEY_USERS, () => false);

async function rotate(ctx: Ctx, project: string): Promise<void> {
  await rotateProjectKey(ctx, project);
  await sealAnew(ctx);
}

interface Prepared {
  readonly project: string;
  readonly values: Readonly<Record<string, string>>;
  /** The key that is replaced. */
  readonly before: string;
}

export const rotatingProjectKey = operation<Prepared>({
  name: "a project key is rotated",
  prepare: async (ctx) => {
    const project = `p-${newName().slice(2)}`;
    await createProject(ctx, { slug: project });
    const values = Object.fromEntries(Array.from({ length: SECRETS }, () => [newName(), newValue()]));
    const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
    await importSecrets(ctx, { project, environment: "production" }, { secrets, dryRun: false });
    return { project, values, before: (await keysOf(ctx, project))[0]?.id ?? "" };
  },
  run: (ctx, { project }) => rotate(ctx, project),
  look: async (ctx, { project, values, before }) => {
    const found = await valuesOf(ctx, Object.keys(values));
    const isRight = Object.entries(values).every(([name, value]) => Reflect.get(found, name) === value);
    if (!isRight)
      return { halfDone: `values of ${project} do not open: ${JSON.stringify(found).slice(0, 200)}` };
    const keys = await keysOf(ctx, project);
    const active = keys.filter(({ isActive }) => isActive);
    if (active.length !== 1) return { halfDone: `${project} has ${active.length} keys that seal` };
    if (active[0]?.id === before) return "none";
    return active[0]?.sealed === SECRETS ? "whole" : "begun";
  },
  // Whoever asked asks again if it was not begun; else the job goes on.
  goOn: async (ctx, { project }) => {
    await rotateProjectKey(ctx, project).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "conflict") throw error;
    });
    const later = new Date(Date.now() + 5 * MINUTE_MS);
    await sealAnew({ ...ctx, now: () => later });
  },
});

async function keysOf({ pool }: Ctx, project: string) {
  const { rows } = await pool.query<{ id: string; isActive: boolean; sealed: number }>(
    `SELECT k.id, k.is_active AS "isActive",
       (SELECT count(*)::int FROM secret_versions v WHERE v.project_key_id = k.id) AS sealed
     FROM project_keys k JOIN projects p ON p.id = k.project_id WHERE p.slug = $1`,
    [project],
  );
  return rows;
}
