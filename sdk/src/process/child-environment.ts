import { failure } from "../errors.js";
import { type Parameters, parameterVariables } from "./parameters.js";
import { isTakeOverName, variableOf } from "./take-over-names.js";

export interface ChildEnvironment {
  /** What the child inherits. */
  readonly inherited: NodeJS.ProcessEnv;
  /** What is set besides, or removed with `undefined`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly values: Readonly<Record<string, string>>;
  readonly params: Parameters;
  /** Variables that secrets may set though they can take over a process. */
  readonly allowTakeOver: readonly string[];
}

/**
 * The environment of a child: what it inherits without this program's own key and settings, then what the caller sets, then
 * secrets and parameters. Throws `usage` for two secrets that become one variable and for variables that take over a process.
 */
export function childEnvironment(input: ChildEnvironment): NodeJS.ProcessEnv {
  const all: NodeJS.ProcessEnv = { ...input.inherited };
  for (const name of Object.keys(all)) {
    if (name.toUpperCase().startsWith("STRONGROOM_")) delete all[name];
  }
  Object.assign(all, input.env, secretVariables(input), parameterVariables(input.params));
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) delete all[name];
  }
  return all;
}

function secretVariables({ values, allowTakeOver }: ChildEnvironment): Record<string, string> {
  const nameOf = new Map<string, string>();
  const variables = Object.entries(values).map(([name, value]) => {
    const variable = variableOf(name);
    const twin = nameOf.get(variable);
    if (twin !== undefined) throw failure("usage", `${twin} and ${name} would both become ${variable}.`);
    nameOf.set(variable, name);
    if (isTakeOverName(variable) && !allowTakeOver.includes(variable)) {
      const detail = `${name} would set ${variable}, which can take over the program. Name it in allowTakeOver if that is meant.`;
      throw failure("usage", detail);
    }
    return [variable, value];
  });
  return Object.fromEntries(variables);
}
