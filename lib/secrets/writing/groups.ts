import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Sql } from "@/lib/db/sql";
import { variableOf } from "@/lib/names/model";
import { countGroups, type ProjectVariable } from "../comparison/store";

/** A secret as it is about to be stored, with what its value equals in other environments. */
export interface Grouped {
  readonly environment: Pick<EnvironmentRow, "projectId">;
  readonly name: string;
  readonly valueGroup: string | null;
}

/** Says which group a value keeps: its own, or that of values that are compared with none. */
export type KeptGroup = (grouped: Grouped) => string | null;

/**
 * Values of a name become comparable with those in other environments a number of times an hour: whoever stores guesses in one
 * environment and looks which of them is the value of another one gets no further than with the secret itself.
 */
export async function limitGroups(sql: Sql, input: readonly Grouped[], now: Date): Promise<KeptGroup> {
  const compared = input.filter(({ valueGroup }) => valueGroup);
  const counted = await countGroups(sql, compared.map(nameOf), now);
  const allowed = new Set(counted.map(keyOf));
  return (grouped) => (grouped.valueGroup && !allowed.has(keyOf(nameOf(grouped))) ? "" : grouped.valueGroup);
}

function nameOf({ environment, name }: Grouped): ProjectVariable {
  return { projectId: environment.projectId, variable: variableOf(name) };
}

function keyOf({ projectId, variable }: ProjectVariable): string {
  return `${projectId} ${variable}`;
}
