// Apart from the rules of `model.ts`, so that the list of secrets loads no rules.
import type { SecretRow } from "@/lib/authorization/permit";

export type Category = SecretRow["category"];
export type Audience = SecretRow["audience"];

export const CATEGORIES = ["provider", "tool", "custom"] as const satisfies readonly Category[];
export const AUDIENCES = ["all", "agents", "tools", "sandboxes"] as const satisfies readonly Audience[];

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  provider: "Provider",
  tool: "Tool",
  custom: "Custom",
};

/** Which kinds of API key may read it, in words. */
export const AUDIENCE_NAMES: Readonly<Record<Audience, string>> = {
  all: "All API keys",
  agents: "Agents",
  tools: "Tools",
  sandboxes: "Sandboxes",
};
