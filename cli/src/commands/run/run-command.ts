import { variableOf } from "@/sdk/src/process/take-over-names";
import { Failure, usage } from "../../failure";
import { connectionOf, type Manifest } from "../../manifest";
import { printable } from "../../printable";
import { startChild } from "../../run/child";
import { variablesOf } from "../../run/environment";
import { inheritedVariables } from "../../run/inherited";
import { type HeldLeases, holdLeases, refuseTakeOver } from "../../run/leases";
import { openMasking } from "../../run/masking";
import { supervise } from "../../run/supervision";
import { noteInteractive, terminalVariables } from "../../run/terminal";
import { fetchOrKeptValues, type ReadValues, type Values } from "../../run/values";
import { watchValues } from "../../run/watch";
import { openScope, type Scope } from "../../scope";
import { type Shell, warn } from "../../shell";
import type { RunPlan } from "./options";

/**
 * Runs a program with secrets in its environment, and with what it is run for. Whatever is wrong with them is told before anything
 * runs.
 */
export async function runCommand(
  shell: Shell,
  command: readonly string[],
  plan: RunPlan,
  occasion: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { scope, first } = await nothingRun(() => prepare(shell, plan));
  const leases = await nothingRun(() => holdLeases(shell, scope, plan.leases));
  try {
    return await runLeased(shell, command, plan, { scope, first, leases, occasion });
  } finally {
    await leases.end();
  }
}

interface Prepared {
  readonly scope: Scope;
  readonly first: ReadValues;
  readonly leases: HeldLeases;
  readonly occasion: Readonly<Record<string, string>>;
}

async function runLeased(
  shell: Shell,
  command: readonly string[],
  plan: RunPlan,
  { scope, first, leases, occasion }: Prepared,
): Promise<number> {
  if (plan.isMasked) noteInteractive(shell, command);
  const start = ({ values }: ReadValues) =>
    nothingRun(() => {
      const variables = {
        ...(plan.isMasked && terminalVariables(shell)),
        ...inheritedVariables(shell.env),
        ...variablesWithin(values, plan),
        ...leases.variables,
        ...plan.parameters,
        ...occasion,
      };
      const masked = { ...values, ...leases.variables };
      const mask = plan.isMasked ? openMasking(shell, masked, scope.connection.key) : null;
      return startChild(shell, { command, variables, mask });
    });
  const { watched, only } = plan;
  if (watched === "nothing") return supervise(shell, first, start, () => new Promise(() => {}));
  const check = (values: Values) => void variablesWithin(values, plan);
  const watch = watchValues(shell, scope, { watched, only, check }, first);
  try {
    return await supervise(shell, first, start, watch.next);
  } finally {
    watch.stop();
  }
}

async function prepare(shell: Shell, plan: RunPlan): Promise<Omit<Prepared, "leases" | "occasion">> {
  const scope = await openScope(shell, plan.scope);
  const first = await fetchOrKeptValues(shell, scope, plan);
  // Before anything is leased.
  variablesWithin(first.values, plan);
  tellMissing(shell, scope.manifest, first.values, plan);
  return { scope, first };
}

/** The variables of the values, beside those of leases. */
function variablesWithin(values: Values, plan: RunPlan): Record<string, string> {
  refuseTakeOver(plan.leases, plan.allowed);
  const variables = variablesOf(values, plan);
  const twin = plan.leases.find(({ variable }) => Object.hasOwn(variables, variable));
  if (twin === undefined) return variables;
  throw usage(`a secret and --lease would both become ${twin.variable}: leave the secret out with --only`);
}

/** Work after whose failure nothing has run: that has a code of its own, never 1, which could be the program's. */
async function nothingRun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure && error.kind !== "failed") throw error;
    throw usage(`${error instanceof Error ? error.message : String(error)}; nothing was run`);
  }
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
  // A connected app gives its tokens to whoever asks for one: there is no variable to look for.
  const missing = manifest.required.filter(
    (name) => connectionOf(name) === null && !present.has(variableOf(name)),
  );
  if (missing.length === 0) return;
  const text = `${manifest.path} requires what is not set: ${missing.map(printable).join(", ")}`;
  if (isStrict) throw new Failure("notFound", `${text}; nothing was run`);
  warn(shell, text);
}
