import type { Ctx } from "@/lib/context";
import { type Instance, LIVING_SECONDS } from "./model";
import { knownInstances } from "./store";

export interface KnownInstance extends Instance {
  /** False when it fell silent without an orderly stop: it was killed, hangs, or cannot reach the database. */
  readonly isLiving: boolean;
}

/** The instances of the last day, the oldest first; those that stopped in order are not among them. For the program itself. */
export async function instances({ pool }: Pick<Ctx, "pool">): Promise<KnownInstance[]> {
  const rows = await knownInstances(pool);
  return rows.map(({ silentSeconds, ...row }) => ({ ...row, isLiving: silentSeconds <= LIVING_SECONDS }));
}

/** The instances that run at this moment, the oldest first. For the program itself. */
export async function livingInstances(ctx: Pick<Ctx, "pool">): Promise<Instance[]> {
  return (await instances(ctx)).filter(({ isLiving }) => isLiving);
}
