import type { Audience } from "@/lib/secrets/classification";

const WORDS: Readonly<Record<Audience, string>> = {
  all: "API keys of every kind",
  agents: "API keys of agents only",
  tools: "API keys of tools only",
  sandboxes: "API keys of sandboxes only",
};

/** Who can read a secret of that audience, in words. */
export function audienceWords(audience: Audience): string {
  return WORDS[audience];
}
