import type { Category } from "../classification";

/** A name under which a project has keys for a provider or a tool, in one environment or several. */
export interface ProviderKey {
  readonly name: string;
  /** For whom, as its name says. */
  readonly provider: string;
  readonly category: Exclude<Category, "custom">;
  /** Where it is, in the order of the environments. */
  readonly scopes: readonly ProviderKeyScope[];
  /** The pools that have one of them. */
  readonly pools: readonly string[];
}

export interface ProviderKeyScope {
  readonly environment: { readonly slug: string; readonly name: string };
  /** As it is written there. */
  readonly name: string;
  readonly replacedAt: Date;
  /** Null: no program was ever given it. */
  readonly lastReadAt: Date | null;
}

export interface ProviderKeyPage {
  readonly items: readonly ProviderKey[];
  /** The folded name after which the next page begins; null at the end. */
  readonly next: string | null;
}

/** How providers write themselves, where that is not a capital letter at the beginning. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{ aws: "AWS", gcp: "Google Cloud", github: "GitHub", gitlab: "GitLab", openai: "OpenAI", npm: "npm" },
  ...{ sendgrid: "SendGrid", hubspot: "HubSpot", paypal: "PayPal", digitalocean: "DigitalOcean" },
  ...{
    mongodb: "MongoDB",
    huggingface: "Hugging Face",
    openrouter: "OpenRouter",
    launchdarkly: "LaunchDarkly",
  },
  ...{ pagerduty: "PagerDuty", dockerhub: "Docker Hub", mailgun: "Mailgun", newrelic: "New Relic" },
};

/** For whom a key is: names of such keys begin with it, as `OPENAI_API_KEY` and `stripe-live-key` do. */
export function providerOf(name: string): string {
  const [first = name] = name.toLowerCase().split(/[_.-]/).filter(Boolean);
  return WRITTEN[first] ?? first.charAt(0).toUpperCase() + first.slice(1);
}
