import { AppError } from "@/lib/platform/app-error";
import type { PresetOf } from "../../schema";
import {
  ask,
  listOf,
  objectIn,
  type Provider,
  type ProviderCall,
  type ProviderRequest,
  recordOf,
  textOf,
} from "./provider";

type Config = PresetOf<"cloudflare">;

const PAGE_SIZE = 50;
const PAGES_MAX = 20;

/** API tokens of Cloudflare, of a user or of an account: a new one has the policies and conditions of the old one. */
export const cloudflare: Provider<Config> = {
  idOf: async (call, config, value) => textOf((await verified(call, config, value)).id),
  create: async (call, config, { like, name }) => {
    const old = recordOf(
      (await asked(call, config, { method: "GET", path: `/${encodeURIComponent(like)}` })).result,
    );
    const { policies, condition, expires_on, not_before } = old;
    const wanted = { name, policies, condition, expires_on, not_before };
    const body = JSON.stringify(wanted);
    const made = recordOf((await asked(call, config, { method: "POST", path: "", body })).result);
    return { value: textOf(made.value), id: textOf(made.id) };
  },
  deleteNamed: async (call, config, name) => {
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const path = `?page=${page}&per_page=${PAGE_SIZE}`;
      const tokens = listOf((await asked(call, config, { method: "GET", path })).result);
      for (const token of tokens) {
        if (token.name === name) await cloudflare.remove(call, config, textOf(token.id));
      }
      if (tokens.length < PAGE_SIZE) return;
    }
  },
  test: async (call, config, value) => {
    const { status } = await verified(call, config, value);
    if (status !== "active")
      throw new AppError("badGateway", "Cloudflare says that the new token is not active.");
  },
  remove: async (call, config, id) => {
    await asked(call, config, { method: "DELETE", path: `/${encodeURIComponent(id)}`, also: [404] });
  },
};

async function verified(call: ProviderCall, config: Config, value: ProviderCall["authority"]) {
  const answer = await asked({ ...call, authority: value }, config, { method: "GET", path: "/verify" });
  return recordOf(answer.result);
}

async function asked(
  { ctx, authority }: ProviderCall,
  { accountId }: Config,
  { path, ...rest }: Pick<ProviderRequest, "method" | "body" | "also"> & { readonly path: string },
) {
  const owner = accountId === undefined ? "user" : `accounts/${encodeURIComponent(accountId)}`;
  const headers: [string, string][] = [
    ["Authorization", `Bearer ${authority.reveal()}`],
    ["Content-Type", "application/json"],
  ];
  const url = `https://api.cloudflare.com/client/v4/${owner}/tokens${path}`;
  return objectIn(await ask(ctx, { ...rest, url, headers }));
}
