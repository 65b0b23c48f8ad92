import type { BadgeTone } from "@/components/ui/badge";
import type { DeliveryState } from "@/lib/triggers/model";
import type { SchemeKind, TriggerAction } from "@/lib/triggers/schema";

export const SCHEME_LABELS: Readonly<Record<SchemeKind, string>> = {
  "standard-webhooks": "Standard Webhooks",
  github: "GitHub",
  stripe: "Stripe",
  slack: "Slack",
  gitlab: "GitLab token",
  shopify: "Shopify",
  hmac: "Another, by HMAC",
};

export const STATE_LABELS: Readonly<
  Record<DeliveryState, { readonly name: string; readonly tone: BadgeTone }>
> = {
  told: { name: "Told", tone: "success" },
  waiting: { name: "Waiting", tone: "warning" },
  done: { name: "Done", tone: "success" },
  failed: { name: "Failed", tone: "danger" },
};

/** What follows a delivery. */
export function actionText(action: TriggerAction): string {
  if (action.kind === "forward") return `Forwards to ${action.endpoint}`;
  return action.kind === "rotate" ? `Rotates ${action.secret || "a secret"}` : "Tells programs that listen";
}
