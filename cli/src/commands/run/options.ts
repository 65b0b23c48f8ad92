import { usage } from "../../failure";
import { nameIssue } from "../../names";
import { printable } from "../../printable";
import { durationMs } from "../../run/duration";
import type { VariableMap } from "../../run/environment";
import { type LeaseOrder, parseOrder } from "../../run/leases";
import { parameterVariables } from "../../run/parameters";
import type { ScopeOptions } from "../../scope";

/** As the command line gives them. */
export interface RunOptions extends ScopeOptions {
  readonly only?: readonly string[];
  readonly map?: readonly string[];
  readonly param?: readonly string[];
  readonly lease?: readonly string[];
  readonly watch?: true | string;
  readonly on?: string;
  readonly mask: boolean;
  readonly strict?: true;
  readonly allowTakeOver?: readonly string[];
  readonly preferOffline?: true;
  readonly maxAge: string;
}

/** Which changes restart the program. */
export type Watched = "nothing" | "shared" | "all";

export interface RunPlan {
  readonly scope: ScopeOptions;
  /** Null: all of them. */
  readonly only: readonly string[] | null;
  readonly maps: readonly VariableMap[];
  readonly leases: readonly LeaseOrder[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly watched: Watched;
  /** The trigger whose deliveries the program is run for; null: it is run once. */
  readonly trigger: string | null;
  readonly isMasked: boolean;
  readonly isStrict: boolean;
  readonly allowed: readonly string[];
  /** How old kept values may be; null: none are kept or used. */
  readonly offlineMsMax: number | null;
}

/** Reads the options of a run, and tells the first error. */
export function parseRun(options: RunOptions): RunPlan {
  const { project, environment, map = [], param = [], lease = [], allowTakeOver = [] } = options;
  const only = onlyOf(options.only);
  const offlineMsMax = durationMs(options.maxAge);
  return {
    scope: { ...(project && { project }), ...(environment && { environment }) },
    only,
    maps: map.map(parseMap),
    leases: ordersOf(lease),
    parameters: parameterVariables(param),
    watched: watchedOf(options.watch),
    trigger: triggerOf(options),
    isMasked: options.mask,
    isStrict: options.strict === true,
    allowed: allowTakeOver,
    offlineMsMax: options.preferOffline ? offlineMsMax : null,
  };
}

function onlyOf(input: readonly string[] | undefined): string[] | null {
  if (input === undefined) return null;
  const only = input.flatMap((names) => names.split(",")).filter((name) => name !== "");
  const broken = only.find((name) => nameIssue(name) !== null);
  if (broken !== undefined) throw usage(`--only: ${printable(broken)}: ${nameIssue(broken)}`);
  if (only.length === 0) throw usage("--only names no secret");
  return only;
}

function parseMap(text: string): VariableMap {
  const [, name, variable] = /^([A-Za-z_][A-Za-z0-9_.-]*)=([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
  if (name === undefined || variable === undefined) throw usage("--map takes NAME=VARIABLE");
  if (/^STRONGROOM_/i.test(variable))
    throw usage("--map: variables that begin with STRONGROOM_ are reserved");
  return { name, variable };
}

function ordersOf(texts: readonly string[]): LeaseOrder[] {
  const orders = texts.map(parseOrder);
  const twin = orders.find(({ variable }, at) => orders.findIndex((one) => one.variable === variable) < at);
  if (twin) throw usage(`--lease: ${twin.variable} is given twice`);
  return orders;
}

function triggerOf({ on, watch }: RunOptions): string | null {
  if (on === undefined) return null;
  if (!/^[a-z0-9-]{1,40}$/.test(on)) throw usage("--on takes the name of a trigger");
  if (watch !== undefined) throw usage("--on reads the values anew for each delivery: leave --watch out");
  return on;
}

function watchedOf(input: true | string | undefined): Watched {
  if (input === undefined) return "nothing";
  if (input === true || input === "shared") return "shared";
  if (input === "all") return "all";
  throw usage("--watch stands alone or is --watch=all; put -- before the program");
}
