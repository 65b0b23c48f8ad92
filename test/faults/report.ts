import { randomInt } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Counts } from "./tally";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where each kind of fault leaves what it counted. */
    faultsFolder: string;
    faultsSeed: number;
    /** A few of each cheap kind, or all there is. */
    faultsLength: "short" | "long";
  }
}

/** Tells the kinds how much they are to do, and prints at the end what they counted. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "strongroom-faults-"));
  const length = process.env.FAULTS === "long" ? "long" : "short";
  // Among all tests always the same.
  const seed = Number(process.env.FAULTS_SEED || (length === "long" ? randomInt(1_000_000) : 1));
  project.provide("faultsFolder", folder);
  project.provide("faultsSeed", seed);
  project.provide("faultsLength", length);
  return async () => {
    const files = await readdir(folder);
    const counts = await Promise.all(
      files.map(async (file): Promise<Counts> => JSON.parse(await readFile(join(folder, file), "utf8"))),
    );
    await rm(folder, { recursive: true });
    process.stdout.write(`\n${table(counts)}\nSeed ${seed}.\n`);
  };
}

function table(counts: readonly Counts[]): string {
  const sorted = counts.toSorted((a, b) => a.kind.localeCompare(b.kind));
  const total = sorted.reduce(added, {
    ...{ kind: `${sorted.length} kinds`, injected: 0, acknowledged: 0, refused: 0, unknown: 0 },
    ...{ lost: [], breaks: [], hands: [], refusalMs: [] },
  });
  const rows = [...sorted, total].map((one) => [
    one.kind,
    ...[one.injected, one.acknowledged, one.refused, one.unknown].map((n) => n.toLocaleString("en")),
    ...[one.lost, one.breaks, one.hands].map(({ length }) => String(length)),
    waited(one.refusalMs),
  ]);
  const head = ["kind", "injected", "acknowledged", "refused", "unknown"];
  const all = [
    [...head, "lost", "chain breaks", "hands needed", "refused after, median / longest ms"],
    ...rows,
  ];
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const lines = all.map(
    (row) =>
      `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`,
  );
  lines.splice(
    1,
    0,
    `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`,
  );
  return lines.join("\n");
}

function added(sum: Counts, one: Counts): Counts {
  return {
    kind: sum.kind,
    injected: sum.injected + one.injected,
    acknowledged: sum.acknowledged + one.acknowledged,
    refused: sum.refused + one.refused,
    unknown: sum.unknown + one.unknown,
    lost: [...sum.lost, ...one.lost],
    breaks: [...sum.breaks, ...one.breaks],
    hands: [...sum.hands, ...one.hands],
    refusalMs: [...sum.refusalMs, ...one.refusalMs],
  };
}

function waited(ms: readonly number[]): string {
  if (ms.length === 0) return "";
  const sorted = ms.toSorted((a, b) => a - b);
  return `${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} / ${Math.round(sorted.at(-1) ?? 0)}`;
}
