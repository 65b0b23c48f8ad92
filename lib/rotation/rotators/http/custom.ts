import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import type { PresetOf } from "../../schema";
import { ask, type Provider, type ProviderCall, type ProviderRequest, textOf, valueAt } from "./provider";
import { findKeyId } from "./store";
import { filledBody, filledUrl } from "./template";

type Config = PresetOf<"custom">;

/** Keys of a provider without a preset, by calls that the configuration describes. */
export const custom: Provider<Config> = {
  // Values do not tell their id: it is known of what a rotation made.
  idOf: ({ ctx, rotationId }) => findKeyId(ctx.pool, rotationId),
  create: async (call, { createUrl, createBody, keyPointer, idPointer, ...config }, { name }) => {
    const body = createBody.trim() === "" ? undefined : filledBody(createBody, name);
    const answer = await asked(call, config, { method: "POST", url: createUrl, ...(body && { body }) });
    const id = valueAt(answer, idPointer);
    return {
      value: textOf(valueAt(answer, keyPointer)),
      id: textOf(Number.isSafeInteger(id) ? String(id) : id),
    };
  },
  test: async (call, { testUrl, ...config }, value) => {
    await asked({ ...call, authority: value }, config, { method: "GET", url: testUrl });
  },
  remove: async (call, { deleteMethod, deleteUrl, ...config }, id) => {
    const url = filledUrl(deleteUrl, id);
    await asked(call, config, { method: deleteMethod, url, also: [404, 410] });
  },
};

function asked(
  { ctx, authority }: ProviderCall,
  { header, prefix }: Pick<Config, "header" | "prefix">,
  request: Omit<ProviderRequest, "headers">,
) {
  const credential = [header, `${prefix}${headerSafe(authority)}`] as const;
  const type = request.body === undefined ? [] : [["Content-Type", "application/json"] as const];
  return ask(ctx, { ...request, headers: [credential, ["Accept", "application/json"], ...type] });
}

function headerSafe(key: Plaintext): string {
  const text = key.reveal();
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new AppError("conflict", "The key to sign in with has characters that cannot be sent in a header.");
}
