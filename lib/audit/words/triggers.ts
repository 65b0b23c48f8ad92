import { inSize } from "@/lib/quantity";
import { type Detail, line, type Maybe, named, numberOf, shown, type Wording } from "./detail";

/** How senders sign, by the code that events and triggers have. */
export const SCHEME_NAMES: Readonly<Record<string, string>> = {
  "standard-webhooks": "Standard Webhooks",
  github: "GitHub",
  stripe: "Stripe",
  slack: "Slack",
  gitlab: "GitLab token",
  shopify: "Shopify",
  hmac: "HMAC",
};

const REASONS: Readonly<Record<string, string>> = {
  signature: "its signature is not right",
  unknown: "there is no such trigger",
  paused: "it is paused",
  replayed: "the delivery was taken before",
};

/** Events about which webhooks are taken. */
export const TRIGGERS: Readonly<Record<"trigger.set" | "trigger.removed", Wording>> = {
  "trigger.set": {
    label: "Trigger set up",
    sentence: (name) => `Set up the trigger ${name}`,
    details: (d) => [
      line("Signed as", d.scheme, (scheme) => named(SCHEME_NAMES, scheme)),
      line("Secret", d.secret),
      line("Forwards to", d.endpoint),
      line("Rotates", d.rotates),
      d.paused === true ? "Paused." : "",
    ],
  },
  "trigger.removed": { label: "Trigger removed", sentence: (name) => `Removed the trigger ${name}` },
};

/** Events about deliveries that were taken. */
export const DELIVERIES: Readonly<
  Record<`trigger.${"fired" | "received" | "replayed" | "failed"}`, Wording>
> = {
  "trigger.fired": {
    label: "Delivery taken",
    sentence: (name) => `Sent a delivery to the trigger ${name}`,
    details: (d) => [
      line("Size", d.bytes, sizeText),
      line("Signature checked with", d.secret, (secret) => `${shown(secret)} (version ${shown(d.version)})`),
      deliveryIn(d),
    ],
  },
  "trigger.received": {
    label: "Delivery read",
    sentence: (name) => `Read a delivery of the trigger ${name}`,
    details: (d) => [deliveryIn(d)],
  },
  "trigger.replayed": {
    label: "Delivery replayed",
    sentence: (name) => `Had a delivery of the trigger ${name} replayed`,
    details: (d) => [line("Replayed", d.replayOf), deliveryIn(d)],
  },
  "trigger.failed": {
    label: "Delivery given up",
    sentence: (name) => `Gave up what was to follow a delivery of the trigger ${name}`,
    details: (d) => [shown(d.error), line("Attempts", d.attempts), deliveryIn(d)],
  },
};

/** Why a delivery was refused, after "Was refused:". */
export function refusedDelivery(name: string, { why }: Detail): string {
  const where = why === "unknown" ? "a trigger" : `the trigger ${name}`;
  return `Was refused: send a delivery to ${where}; ${named(REASONS, why)}`;
}

function deliveryIn({ delivery }: Detail): string {
  return line("Delivery", delivery);
}

function sizeText(bytes: Maybe): string {
  return inSize(numberOf(bytes));
}
