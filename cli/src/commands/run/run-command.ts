import { variableOf } from "@/sdk/src/process/take-over-names";
import { Failure } from "../../failure";
import type { Manifest } from "../../manifest";
import { openPlace } from "../../place";
import { printable } from "../../printable";
import { type Child, startChild } from "../../run/child";
import { variablesOf } from "../../run/environment";
import { inheritedVariables } from "../../run/inherited";
import { openMasking } from "../../run/masking";
import { supervise } from "../../run/supervision";
import { fetchOrKeptValues, type Values } from "../../run/values";
import { watchValues } from "../../run/watch";
import { type Shell, warn } from "../../shell";
import type { RunPlan } from "./options";

/** Runs a program with secrets in its environment. Whatever is wrong with them is told before anything runs. */
export async function runCommand(shell: Shell, command: readonly string[], plan: RunPlan): Promise<number> {
  const place = await openPlace(shell, plan.place);
  const values = await fetchOrKeptValues(shell, place, plan);
  tellMissing(shell, place.manifest, values, plan);
  const start = (current: Values) => startWith(shell, command, plan, current);
  const changes = plan.watched === "nothing" ? never : watchValues(shell, place, plan, values);
  return supervise(shell, values, start, changes);
}

function startWith(shell: Shell, command: readonly string[], plan: RunPlan, values: Values): Child {
  const variables = {
    ...inheritedVariables(shell.env),
    ...variablesOf(values, plan),
    ...plan.parameters,
  };
  return startChild(shell, { command, variables, mask: plan.isMasked ? openMasking(shell, values) : null });
}

function tellMissing(
  shell: Shell,
  manifest: Manifest | null,
  values: Values,
  { only, isStrict }: RunPlan,
): void {
  // Who asks for some names has said what is needed.
  if (!manifest || only) return;
  const present = new Set(Object.keys(values).map(variableOf));
  const missing = manifest.required.filter((name) => !present.has(variableOf(name)));
  if (missing.length === 0) return;
  const text = `${manifest.path} requires what is not set: ${missing.map(printable).join(", ")}`;
  if (isStrict) throw new Failure("notFound", `${text}; nothing was run`);
  warn(shell, text);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
