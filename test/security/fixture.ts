import { randomBytes } from "node:crypto";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { OrganisationSettings } from "@/lib/organisation/model";
import { createSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { createMapping } from "@/lib/shared-mappings/service";
import type { Fields } from "./action";
import type { Instance, Visitor } from "./instance";
import { emailOf } from "./instance";

export const SCOPE = { project: "default", environment: "production" } as const;
/** Another project, where nothing of `SCOPE` is. */
export const ELSEWHERE = { project: "platform", environment: "production" } as const;
export const SECRETS_PATH = "/projects/default/production/secrets";

/** A secret with two versions, as forms refer to it. */
export interface StoredSecret {
  readonly id: string;
  readonly name: string;
  readonly revision: string;
}

/** A name that no other test uses. */
export function newName(prefix = "S"): string {
  return `${prefix}_${randomBytes(5).toString("hex")}`;
}

/** Stores a secret of two versions past the program. */
export async function storedSecret(
  { ctx }: Instance,
  scope: { project: string; environment: string } = SCOPE,
) {
  const name = newName();
  const text = { name, description: descriptionOf(name), category: "custom", audience: "all" } as const;
  const { id } = await createSecret(ctx, { ...scope, ...text, value: "first value" });
  await editSecret(ctx, { ...scope, ...text, secretId: id, revision: 1, value: "second value" });
  const { revision } = await findSecret(ctx, { ...scope, secret: { id } });
  return { id, name, revision: String(revision) } satisfies StoredSecret;
}

/** What `storedSecret` says about a secret: unlike its name it stands in no address. */
export function descriptionOf(name: string): string {
  return `description of ${name}`;
}

/**
 * A cookie of a new session of that visitor: calls that end sessions do not disturb other tests. Who is suspended can end
 * none, and keeps theirs.
 */
export async function freshHeaders(instance: Instance, visitor: Visitor): Promise<Record<string, string>> {
  if (visitor === "nobody") return { cookie: "" };
  if (visitor === "suspended") return instance.headersOf(visitor);
  return { cookie: `strongroom-session=${await instance.signIn(emailOf(visitor))}` };
}

/** An API key that is in force, made past the program. */
export async function madeKey(
  { ctx }: Instance,
  input: { project: string | null; secrets?: readonly string[] } = { project: "default" },
) {
  const wanted = { name: newName("k"), kind: "service", permissions: ["secrets:list"], ...input };
  return createApiKey(ctx, newApiKey.parse(wanted));
}

/** The fields of the form that makes an API key. */
export function keyFields(input: Fields = {}) {
  const right = {
    ...SCOPE,
    name: newName("k"),
    kind: "agent",
    permissions: ["secrets:list", "secrets:read"],
  };
  return { ...right, secrets: "", expires: "90d", ...input };
}

/** A secret of `platform`, and a mapping of it, made past the program. */
export async function mappedSecret(instance: Instance) {
  const secret = await storedSecret(instance, { project: "platform", environment: "production" });
  const shared = { sharedEnvironment: "production", sharedName: secret.name };
  const mapping = await createMapping(instance.ctx, { ...SCOPE, name: newName("M"), ...shared });
  return { secret, mapping };
}

/** The fields of the form that stores a secret. */
export function storeFields(input: { readonly name: string; readonly value: string | Blob }) {
  return { ...SCOPE, description: "", category: "custom", audience: "all", ...input };
}

/** The fields of the form that edits a secret; without a value it stays. */
export function editFields(secret: StoredSecret, description: string) {
  const { id, name, revision } = secret;
  return { ...SCOPE, secretId: id, revision, name, description, category: "custom", audience: "all" };
}

/** The fields of the form that changes the settings, as it is filled in on the page. */
export function settingsFields(settings: OrganisationSettings): Fields {
  const { revision, name, signInBanner, allowedPrivateHosts } = settings;
  const lengths = { sessionAmount: "12", sessionUnit: "hours", idleAmount: "30", idleUnit: "minutes" };
  return {
    revision: String(revision),
    name,
    ...lengths,
    signInBanner,
    allowedPrivateHosts: allowedPrivateHosts.join("\n"),
    personalKeyDaysMax: String(settings.personalKeyDaysMax),
  };
}
