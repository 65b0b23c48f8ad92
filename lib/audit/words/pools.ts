import { durationText } from "@/lib/quantity";
import {
  type Detail,
  fieldOf,
  fromTo,
  line,
  listed,
  type Maybe,
  named,
  numberOf,
  shown,
  type Wording,
} from "./detail";

type PoolAction =
  `pool.${"created" | "changed" | "deleted" | "memberLimited" | "memberRefused" | "memberBack"}`;

const STRATEGY_NAMES: Readonly<Record<string, string>> = {
  roundRobin: "in turn",
  leastUsed: "least used",
  sticky: "the same for each caller",
};

/** Events that change pools and the state of their members. */
export const POOLS: Readonly<Record<PoolAction, Wording>> = {
  "pool.created": {
    label: "Pool created",
    sentence: (name) => `Created the pool ${poolName(name)}`,
    details: (d) => [line("Strategy", d.strategy, strategyName), line("Members", d.members, listed)],
  },
  "pool.changed": {
    label: "Pool changed",
    sentence: (name) => `Changed the pool ${poolName(name)}`,
    details: (d) => [
      changed(d, "strategy", (from, to) => line("Strategy", fromTo(from, to, strategyName))),
      changed(d, "description", fromTo),
      line("Added", d.added, listed),
      line("Taken out", d.removed, listed),
      line("Turned on", d.turnedOn, listed),
      line("Turned off", d.turnedOff, listed),
      line("Weights", d.weights, listed),
    ],
  },
  "pool.deleted": { label: "Pool deleted", sentence: (name) => `Deleted the pool ${poolName(name)}` },
  "pool.memberLimited": {
    label: "Pool: member limited",
    sentence: (name, d) => `Reported that ${name} is limited, in the pool ${shown(d.pool)}`,
    details: (d) => [line("Out for", d.seconds, (seconds) => durationText(numberOf(seconds)))],
  },
  "pool.memberRefused": {
    label: "Pool: member refused",
    sentence: (name, d) =>
      `Reported that ${name} is refused, in the pool ${shown(d.pool)} (version ${shown(d.version)})`,
    details: () => ["It is out until its secret gets a new version, or somebody puts it back."],
  },
  "pool.memberBack": {
    label: "Pool: member back",
    sentence: (name, d) => `Put ${name} back into the pool ${shown(d.pool)}`,
  },
};

function poolName(name: string): string {
  return name.replace(/^pool\//, "");
}

function strategyName(strategy: Maybe): string {
  return named(STRATEGY_NAMES, strategy);
}

function changed(d: Detail, field: string, text: (from: Maybe, to: Maybe) => string): string {
  const change = d[field];
  return change === undefined ? "" : text(fieldOf(change, "from"), fieldOf(change, "to"));
}
