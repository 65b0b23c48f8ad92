import type { SchemeKind } from "../schema";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { hmac } from "./hmac";
import type { Scheme } from "./scheme";
import { shopify } from "./shopify";
import { slack } from "./slack";
import { standardWebhooks } from "./standard-webhooks";
import { stripe } from "./stripe";

/** Every way to sign that a trigger may take. */
export const SCHEME_OF: Readonly<Record<SchemeKind, Scheme>> = {
  "standard-webhooks": standardWebhooks,
  github,
  stripe,
  slack,
  gitlab,
  shopify,
  hmac,
};
