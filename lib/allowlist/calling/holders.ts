import { type Actor, actorLabel } from "@/lib/authorization/actor";

/** Who takes up room while something is sent: the endpoint and the sender, each with a share of its own. */
export function holdersOf(endpointId: string, actor: Actor): readonly string[] {
  const sender = "id" in actor ? actor.id : actorLabel(actor);
  return [`endpoint ${endpointId}`, `${actor.kind} ${sender}`];
}
