import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { inject } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { indexLog } from "@/lib/audit/indexing/service";
import { type Ctx, requestContext } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { ensureBuiltIns } from "@/lib/projects/service";
import { afterwards } from "../afterwards";
import { testContext } from "../context";
import { bundledProgram } from "../forked";
import { processServices } from "../process-services";
import { scratchDir } from "../scratch";
import type { Effect, Operation } from "./operations/operation";
import type { Random } from "./random";
import { type Point, type StatementProxy, statementProxy } from "./statement-proxy";
import type { Tally } from "./tally";
import { type Told, toldOf } from "./told";

/** Longer than any limit of the program. */
const HANG_MS = 30_000;

/** A database behind a proxy, and who works on it: `inside` where the fault strikes, `outside` past it. */
export interface Scene {
  readonly inside: Ctx;
  readonly outside: Ctx;
  readonly proxy: StatementProxy;
  readonly base: { folder: string; masterKey: string };
  /** Runs an operation in a process of its own behind the proxy. */
  process(name: string, prepared: unknown): Promise<Victim>;
}

interface Victim {
  readonly child: ChildProcess;
  /** Lets it begin. Resolves with what it was told, or "unknown" when it died before. */
  go(): Promise<Told>;
}

const ACTOR = { kind: "operator", name: "faults" } as const;

/** Call it at the top of the file. */
export async function openScene(): Promise<Scene> {
  const { ctx: outside, database, masterKey, clock } = await testContext({ actor: ACTOR });
  const now = () => new Date();
  clock.set(now());
  const ctx = { ...outside, now };
  await ensureBuiltIns(ctx);
  const proxy = await statementProxy(database.address);
  const base = { folder: await scratchDir(), masterKey };
  const services = await processServices({ address: proxy.address, masterKey });
  afterwards(async () => {
    await Promise.all([services.audit.close(), services.usage.close(), services.pools.close()]);
    services.egress.close();
    await services.db.$disconnect();
    await services.pool.end();
  });
  const inside = requestContext(services, {
    actor: ACTOR,
    request: { id: newId(), ip: null, userAgent: null },
  });
  const program = await bundledProgram("test/faults/operations/process.ts");
  return {
    ...{ inside, outside: ctx, proxy, base },
    process: async (name, prepared) => {
      const child = fork(program);
      const ended = once(child, "exit");
      await once(child, "message");
      child.send({ address: proxy.address, masterKey: base.masterKey, operation: name, prepared });
      await once(child, "message");
      const go = async (): Promise<Told> => {
        const told = once(child, "message");
        child.send("go");
        const outcome = await Promise.race([told.then(([said]) => said as Told), ended.then(() => null)]);
        if (child.connected) child.disconnect();
        child.kill("SIGKILL");
        await ended;
        return outcome ?? "unknown";
      };
      return { child, go };
    },
  };
}

/** How the fault strikes: the connection is lost and the program goes on, or it is killed. */
export type Fault = "connection lost" | "program killed";

/** A process is dearer than a connection. Operations of more statements are struck at some of them. */
const POINTS_MAX = {
  short: { "connection lost": 3, "program killed": 1 },
  long: { "connection lost": 160, "program killed": 64 },
} as const;

/** Strikes an operation at each of its statements; in a short run at a few of them. */
export async function strikeEverywhere(
  scene: Scene,
  operation: Operation,
  fault: Fault,
  { tally, random }: { readonly tally: Tally; readonly random: Random },
): Promise<void> {
  const every = await pointsOf(scene, operation);
  const wanted = POINTS_MAX[inject("faultsLength")][fault];
  const points = random.shuffled(every).slice(0, wanted);
  for (const [n, point] of points.entries()) {
    if (!tally.hasTime()) break;
    await strikeOnce(scene, operation, fault, { tally, point });
    if (n % 25 === 24) await verifyAll(scene.outside, tally);
  }
  await verifyAll(scene.outside, tally);
}

/** The moments of an operation: before and after each statement of one undisturbed run. */
async function pointsOf(scene: Scene, operation: Operation): Promise<Point[]> {
  const { inside, outside, proxy, base } = scene;
  const prepared = await operation.prepare(outside, base);
  proxy.arm({ statement: Number.POSITIVE_INFINITY, when: "before" });
  await operation.run(inside, prepared);
  const statements = proxy.passed();
  proxy.disarm();
  await keepKey(scene, operation, prepared);
  return Array.from({ length: statements }, (_, i) => i + 1).flatMap((statement): Point[] => [
    { statement, when: "before" },
    { statement, when: "after" },
  ]);
}

async function strikeOnce(
  scene: Scene,
  operation: Operation,
  fault: Fault,
  { tally, point }: { readonly tally: Tally; readonly point: Point },
): Promise<void> {
  const { inside, outside, proxy, base } = scene;
  const prepared = await operation.prepare(outside, base);
  const victim = fault === "program killed" ? await scene.process(operation.name, prepared) : null;
  proxy.arm(point, () => victim?.child.kill("SIGKILL"));
  const startedAt = performance.now();
  const told = await Promise.race([
    victim ? victim.go() : toldOf(operation.run(inside, prepared)),
    sleep(HANG_MS, { unclear: `nothing within ${HANG_MS} ms` }, { ref: false }),
  ]);
  const ms = performance.now() - startedAt;
  // It may take fewer statements than before, such as those that a new connection begins with.
  const isStruck = proxy.disarm();
  if (isStruck) {
    tally.inject();
    tally.told(told, ms);
  }
  const effect = await operation.look(outside, prepared);
  for (const problem of problemsOf(operation, told, effect)) tally.lose(`${at(point)}: ${problem}`);
  if (effect !== "whole") await goOn(scene, operation, prepared, { tally, point, fault });
  await keepKey(scene, operation, prepared);
}

/** What was told has to be so. Nobody was told anything of what goes on by itself. */
function problemsOf(operation: Operation, told: Told, effect: Effect): string[] {
  const is = JSON.stringify(effect);
  if (typeof effect === "object") return [effect.halfDone];
  if (told === "done" && effect !== "whole" && !operation.goOn) return [`told done, is ${is}`];
  return told === "refused" && effect !== "none" && !operation.goOn ? [`told refused, is ${is}`] : [];
}

/** Does what is left to do: past the proxy where the program was killed, else as the program that lives on. */
async function goOn(
  { inside, outside }: Scene,
  operation: Operation,
  prepared: unknown,
  { tally, point, fault }: { readonly tally: Tally; readonly point: Point; readonly fault: Fault },
): Promise<void> {
  const ctx = fault === "program killed" ? outside : inside;
  await (operation.goOn?.(ctx, prepared) ?? operation.run(ctx, prepared)).catch((error: unknown) => {
    tally.needHand(`${at(point)}: going on fails: ${error}`);
  });
  const after = await operation.look(outside, prepared);
  if (after !== "whole") tally.needHand(`${at(point)}: after going on it is ${JSON.stringify(after)}`);
}

async function keepKey({ base }: Scene, operation: Operation, prepared: unknown): Promise<void> {
  if (operation.masterKey) base.masterKey = await operation.masterKey(prepared);
}

function at({ statement, when }: Point): string {
  return `${when} statement ${statement}`;
}

/** The whole log, its tree and the seals of all rows. */
export async function verifyAll(ctx: Ctx, tally: Tally): Promise<void> {
  await ctx.audit.settled();
  await indexLog(ctx);
  const { isBad, lines } = await verifyAudit(ctx, {});
  if (isBad) tally.breakChain(lines.join(" "));
}
