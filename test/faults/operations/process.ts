// A process of its own that does one operation, for faults that kill it.
import { once } from "node:events";
import { requestContext } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { type ProcessTask, processServices } from "../../process-services";
import { toldOf } from "../told";
import { OPERATIONS } from "./all";

interface Task extends ProcessTask {
  readonly operation: string;
  readonly prepared: unknown;
}

const handed = once(process, "message");
process.send?.("ready");
const [task]: Task[] = (await handed) as never;
const operation = OPERATIONS.find(({ name }) => name === task?.operation);
if (!task || !operation) throw new Error(`there is no operation ${task?.operation}`);
const services = await processServices(task);
const request = { id: newId(), ip: null, userAgent: null };
const ctx = requestContext(services, { actor: { kind: "operator", name: "faults" }, request });
await services.pool.query("SELECT 1");
const begun = once(process, "message");
process.send?.("ready");
await begun;
process.send?.(await toldOf(operation.run(ctx, task.prepared)));
