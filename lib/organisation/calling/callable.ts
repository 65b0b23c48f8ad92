import type { Ctx } from "@/lib/context";
import {
  type EgressPolicy,
  type OutgoingUrl,
  outgoingUrlIssue,
  parseOutgoingUrl,
} from "@/lib/net/outgoing-url";
import { egressPolicy } from "../service";

/** An address that may be called at this moment, or why not: what an Owner allows may have changed since it was saved. */
export async function callableUrl(
  ctx: Pick<Ctx, "pool" | "seals">,
  text: string,
): Promise<{ readonly url: OutgoingUrl; readonly policy: EgressPolicy } | { readonly issue: string }> {
  const policy = await egressPolicy(ctx);
  const url = parseOutgoingUrl(text);
  if (typeof url === "string") return { issue: url };
  const issue = outgoingUrlIssue(text, policy);
  return issue ? { issue } : { url, policy };
}
