import { authorize } from "@/lib/authorization/authorize";
import type { Permit, ProjectTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listTriggers, type TriggerRow } from "./store";

type TriggerAction = "trigger.read" | "trigger.configure" | "trigger.replay" | "trigger.receive";

/** Where a trigger is that is not there: the answer is the one to what is hidden. */
const NOWHERE = "-";

/** The trigger of a name in a project, for an action. Throws `notFound` also for what the actor may not know of. */
export async function requireTrigger<A extends TriggerAction>(
  ctx: Ctx,
  action: A,
  { project }: ProjectTarget,
  name: string,
): Promise<{ readonly permit: Permit<A>; readonly trigger: TriggerRow }> {
  const [trigger] = await listTriggers(ctx, { project, name });
  const environment = trigger?.environment ?? NOWHERE;
  const permit = await authorize<TriggerAction>(ctx, action, { project, environment }).catch(
    (error: unknown) => {
      throw error instanceof AppError && error.code === "notFound" ? noTrigger() : error;
    },
  );
  if (!trigger) throw noTrigger();
  return { permit: permit as Permit<A>, trigger };
}

export function noTrigger(): AppError {
  return new AppError("notFound", "There is no such trigger here.");
}
