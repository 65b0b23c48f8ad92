import { variableOf } from "@/sdk/src/process/take-over-names";
import { usage } from "../failure";
import { printable } from "../printable";

const PARAMETER = /^([A-Za-z_][A-Za-z0-9_.-]{0,127})=(.*)$/s;

/** Parameters of a run as variables: one for each, and one with all of them as JSON. None when there are none. */
export function parameterVariables(input: readonly string[]): Record<string, string> {
  const parameters = new Map<string, string>();
  const variables: Record<string, string> = {};
  for (const text of input) {
    const [, name, value] = PARAMETER.exec(text) ?? [];
    if (name === undefined || value === undefined) throw usage("--param takes name=value");
    const variable = `STRONGROOM_PARAM_${variableOf(name)}`;
    if (Object.hasOwn(variables, variable)) throw usage(`--param ${printable(name)} is given twice`);
    parameters.set(name, value);
    variables[variable] = value;
  }
  if (parameters.size > 0) variables.STRONGROOM_PARAMS = JSON.stringify(Object.fromEntries(parameters));
  return variables;
}
