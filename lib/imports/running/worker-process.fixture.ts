import { once } from "node:events";
import { requestContext } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { type ProcessTask, processServices } from "@/test/process-services";
import { runImports } from "./runner";

/** A process of its own for the tests, which works at imports until they are done or it is killed. */
async function run(task: ProcessTask): Promise<void> {
  const request = { id: newId(), ip: null, userAgent: null };
  const actor = { kind: "job", name: "imports.run" } as const;
  await runImports(requestContext(await processServices(task), { actor, request }));
  process.exit(0);
}

const task = once(process, "message");
process.send?.("ready");
await run((await task)[0]);
