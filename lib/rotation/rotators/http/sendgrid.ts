import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import type { PresetOf } from "../../schema";
import {
  ask,
  listOf,
  objectIn,
  type Provider,
  type ProviderCall,
  type ProviderRequest,
  textOf,
} from "./provider";

type Config = PresetOf<"sendgrid">;

/** API keys of SendGrid: a new one has the scopes of the old one. */
export const sendgrid: Provider<Config> = {
  idOf: async (_call, _config, value) => {
    const [, id] = /^SG\.([\w-]{1,100})\.[\w-]{1,200}$/.exec(value.reveal()) ?? [];
    if (id === undefined)
      throw new AppError(
        "conflict",
        "The value is no API key of SendGrid, so it is not known which key to replace.",
      );
    return id;
  },
  create: async (call, config, { like, name }) => {
    const old = objectIn(
      await asked(call, config, { method: "GET", path: `/api_keys/${encodeURIComponent(like)}` }),
    );
    if (!Array.isArray(old.scopes) || old.scopes.length === 0)
      throw new AppError("badGateway", "SendGrid does not say which scopes the old key has.");
    const body = JSON.stringify({ name, scopes: old.scopes });
    const made = objectIn(await asked(call, config, { method: "POST", path: "/api_keys", body }));
    return { value: textOf(made.api_key), id: textOf(made.api_key_id) };
  },
  deleteNamed: async (call, config, name) => {
    const { result } = objectIn(await asked(call, config, { method: "GET", path: "/api_keys" }));
    for (const key of listOf(result)) {
      if (key.name === name) await sendgrid.remove(call, config, textOf(key.api_key_id));
    }
  },
  test: async (call, config, value) => {
    await asked({ ...call, authority: value }, config, { method: "GET", path: "/scopes" });
  },
  remove: async (call, config, id) => {
    const path = `/api_keys/${encodeURIComponent(id)}`;
    await asked(call, config, { method: "DELETE", path, also: [404] });
  },
};

function asked(
  { ctx, authority }: ProviderCall,
  { region }: Config,
  { path, ...rest }: Pick<ProviderRequest, "method" | "body" | "also"> & { readonly path: string },
) {
  const host = region === "eu" ? "api.eu.sendgrid.com" : "api.sendgrid.com";
  return ask(ctx, { ...rest, url: `https://${host}/v3${path}`, headers: bearer(authority) });
}

function bearer(key: Plaintext): [string, string][] {
  return [
    ["Authorization", `Bearer ${key.reveal()}`],
    ["Content-Type", "application/json"],
  ];
}
