import { failure } from "../errors.js";
import { variableOf } from "./take-over-names.js";

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Parameters as variables: `STRONGROOM_PARAM_<NAME>` for each, and all as JSON in `STRONGROOM_PARAMS`. None gives none. */
export function parameterVariables(parameters: Parameters): Record<string, string> {
  const entries = Object.entries(parameters);
  const variables: Record<string, string> = {};
  for (const [name, value] of entries) {
    const variable = `STRONGROOM_PARAM_${variableOf(name)}`;
    if (
      !/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(name) ||
      !["string", "number", "boolean"].includes(typeof value)
    ) {
      throw failure(
        "usage",
        `The parameter ${JSON.stringify(name)} has no plain name, or is no text, number or boolean.`,
      );
    }
    if (Object.hasOwn(variables, variable)) throw failure("usage", `Two parameters become ${variable}.`);
    variables[variable] = String(value);
  }
  if (entries.length > 0) variables.STRONGROOM_PARAMS = JSON.stringify(Object.fromEntries(entries));
  return variables;
}
