import { isTakeOverName, variableOf } from "@/sdk/src/process/take-over-names";
import { Failure, usage } from "../failure";
import { printable } from "../printable";

/** `--map NAME=ENV`: under which variable a secret is handed over, instead of its own. */
export interface VariableMap {
  readonly name: string;
  readonly variable: string;
}

export interface EnvironmentOptions {
  readonly maps: readonly VariableMap[];
  /** Variables that may be set though they can take over a process. */
  readonly allowed: readonly string[];
}

/**
 * The variables that the values become. Refuses, before anything runs, two secrets for one variable, variables that take over
 * a process, NUL, and a map of a name that is not there.
 */
export function variablesOf(
  values: Readonly<Record<string, string>>,
  { maps, allowed }: EnvironmentOptions,
): Record<string, string> {
  const variables = new Map<string, { name: string; value: string }>();
  for (const [name, value] of Object.entries(values)) {
    for (const variable of targetsOf(name, maps)) {
      const twin = variables.get(variable);
      if (twin) throw usage(twinText(twin.name, name, variable));
      if (isTakeOverName(variable) && !allowed.includes(variable)) throw usage(takeOverText(name, variable));
      if (value.includes("\0")) throw usage(`${printable(name)} holds NUL, which no variable can carry`);
      variables.set(variable, { name, value });
    }
  }
  refuseUnused(values, maps);
  return Object.fromEntries([...variables].map(([variable, { value }]) => [variable, value]));
}

function targetsOf(name: string, maps: readonly VariableMap[]): string[] {
  const mapped = maps.filter((map) => map.name.toLowerCase() === name.toLowerCase());
  return mapped.length === 0 ? [variableOf(name)] : mapped.map((map) => map.variable);
}

function refuseUnused(values: Readonly<Record<string, string>>, maps: readonly VariableMap[]): void {
  const names = new Set(Object.keys(values).map((name) => name.toLowerCase()));
  const unused = maps.find((map) => !names.has(map.name.toLowerCase()));
  if (unused) throw new Failure("notFound", `--map: there is no secret ${printable(unused.name)} here`);
}

function twinText(first: string, second: string, variable: string): string {
  const names = `${printable(first)} and ${printable(second)}`;
  return `${names} would both become ${printable(variable)}: give one another variable with --map`;
}

function takeOverText(name: string, variable: string): string {
  const [shown, target] = [printable(name), printable(variable)];
  return (
    `the secret ${shown} would set ${target}, which can take over the program that is started; nothing was run. ` +
    `Leave it out with --only, rename it with --map ${shown}=OTHER, or say --allow-take-over ${target}`
  );
}
