import { once } from "node:events";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { requestContext } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { type ProcessTask, processServices } from "@/test/process-services";
import { createLease } from "./service";

interface LeasingTask extends ProcessTask {
  readonly keyText: string;
  readonly scope: { readonly project: string; readonly environment: string };
  readonly source: string;
}

/** A process of its own for the tests, which leases a user and tells so, unless it is killed before. */
async function run({ keyText, scope, source, ...task }: LeasingTask): Promise<void> {
  const services = await processServices(task);
  const request = { id: newId(), ip: null, userAgent: null };
  const { actor } = await authenticateKey({ ...services, request }, keyText);
  const { id } = await createLease(requestContext(services, { actor, request }), scope, { source });
  process.send?.(id);
}

const task = once(process, "message");
process.send?.("ready");
await run((await task)[0]);
