import { sendThrough } from "@/lib/allowlist/sending/service";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { startRotation } from "@/lib/rotation/running/service";
import type { Brought } from "../packed";
import type { TriggerRow } from "../store";

/** How a try ended: `waiting` for one that is worth another. */
export interface Outcome {
  readonly state: "waiting" | "done" | "failed";
  readonly outcome: string;
}

/** What may be otherwise later; any other answer in the range of 400 stays what it is. */
const PASSING_STATUSES = [408, 425, 429];

/** Does what follows a delivery, as the trigger says now. */
export function follow(
  ctx: Ctx,
  trigger: TriggerRow,
  delivery: { readonly id: string; readonly attempts: number },
  brought: Brought,
): Promise<Outcome> {
  const { action } = trigger.configuration;
  if (action.kind === "forward") return forward(ctx, trigger, action.endpoint, delivery, brought);
  if (action.kind === "rotate") return rotate(ctx, trigger);
  return Promise.resolve({ state: "done", outcome: "Nothing follows any more." });
}

/** Each try is sent once. The endpoint knows by the id of the delivery what it had before. */
async function forward(
  ctx: Ctx,
  { project, environment }: TriggerRow,
  endpoint: string,
  { id, attempts }: { readonly id: string; readonly attempts: number },
  { body }: Brought,
): Promise<Outcome> {
  try {
    const input = { data: dataIn(body), idempotencyKey: id, attempt: attempts };
    const { status } = await sendThrough(ctx, { project, environment, name: endpoint }, input);
    const outcome = `The endpoint answered ${status}.`;
    if (status < 400) return { state: "done", outcome };
    return { state: status >= 500 || PASSING_STATUSES.includes(status) ? "waiting" : "failed", outcome };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { state: error.code === "validation" ? "failed" : "waiting", outcome: error.detail };
  }
}

/** JSON as what it says, anything else as text, or in base64 where it is none. */
function dataIn(body: Buffer): unknown {
  const text = body.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(body)) return body.toString("base64");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function rotate(ctx: Ctx, { project, environment, rotatedId }: TriggerRow): Promise<Outcome> {
  try {
    const secret = { id: rotatedId ?? "" };
    await startRotation(ctx, { project, environment, secret }, { trigger: "person" });
    return { state: "done", outcome: "The rotation was started." };
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "conflict") return { state: "done", outcome: error.detail };
    return { state: error.code === "unavailable" ? "waiting" : "failed", outcome: error.detail };
  }
}
