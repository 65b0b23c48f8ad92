import { once } from "node:events";
import { requestContext } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { type ProcessTask, processServices } from "@/test/process-services";
import { runDue } from "./runner";

/** A process of its own for the tests, which works at what is due until it is done or killed. */
async function run(task: ProcessTask): Promise<void> {
  const request = { id: newId(), ip: null, userAgent: null };
  const actor = { kind: "job", name: "rotations.run" } as const;
  await runDue(requestContext(await processServices(task), { actor, request }));
  process.exit(0);
}

const task = once(process, "message");
process.send?.("ready");
await run((await task)[0]);
