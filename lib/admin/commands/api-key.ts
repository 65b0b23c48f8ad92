import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Ctx } from "@/lib/context";
import { fieldError } from "@/lib/platform/app-error";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

export interface ApiKeyOptions {
  readonly name: string;
  readonly project?: string | undefined;
  readonly organisation?: true | undefined;
  readonly environment?: string | undefined;
  readonly kind?: string | undefined;
  readonly permission?: readonly string[] | undefined;
  readonly secret?: readonly string[] | undefined;
  readonly expires?: string | undefined;
}

/** What a program needs to start. */
const FIRST_PERMISSIONS = ["secrets:list", "secrets:read"];

/** Makes an API key. The answer is the key itself and nothing else, so that it can go straight to where it is needed. */
export async function addApiKey(
  ctx: Ctx,
  options: ApiKeyOptions,
  warn: (text: string) => void,
): Promise<Answer> {
  const { name, project, organisation, environment, kind = "service", permission, secret, expires } = options;
  if ((project === undefined) === (organisation === undefined))
    throw fieldError(
      "project",
      "Say --project with its short name, or --organisation for a key that reaches every project.",
    );
  const input = parseInput(newApiKey, {
    ...{ name, kind, environment, expires, secrets: secret },
    project: project ?? null,
    permissions: permission ?? FIRST_PERMISSIONS,
  });
  const { key, text, warnings } = await createApiKey(ctx, input);
  warnings.forEach(warn);
  return { data: { apiKey: { ...key, key: text } }, lines: [text] };
}
