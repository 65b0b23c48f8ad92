import type { Plaintext } from "@/lib/crypto/plaintext";
import type { PresetOf } from "../../schema";
import {
  ask,
  fieldsIn,
  listOf,
  objectIn,
  type Provider,
  type ProviderCall,
  type ProviderRequest,
  textOf,
} from "./provider";

type Config = PresetOf<"twilio">;

/** As many as Twilio lists at once. */
const PAGE_SIZE = 1_000;

/** Standard API keys of an account of Twilio. */
export const twilio: Provider<Config> = {
  idOf: async (_call, _config, value) => keyIn(value).sid,
  create: async (call, config, { name }) => {
    const body = new URLSearchParams({ FriendlyName: name }).toString();
    const made = objectIn(await asked(call, config, { method: "POST", path: "/Keys.json", body }));
    const [sid, secret] = [textOf(made.sid), textOf(made.secret)];
    return { id: sid, value: JSON.stringify({ sid, secret }) };
  },
  deleteNamed: async (call, config, name) => {
    const path = `/Keys.json?PageSize=${PAGE_SIZE}`;
    for (const key of listOf(objectIn(await asked(call, config, { method: "GET", path })).keys)) {
      if (key.friendly_name === name) await twilio.remove(call, config, textOf(key.sid));
    }
  },
  // A standard key may not look at its account, but at what the account sent.
  test: async (call, config, value) => {
    await asked({ ...call, authority: value }, config, { method: "GET", path: "/Messages.json?PageSize=1" });
  },
  remove: async (call, config, id) => {
    const path = `/Keys/${encodeURIComponent(id)}.json`;
    await asked(call, config, { method: "DELETE", path, also: [404] });
  },
};

function asked(
  { ctx, authority }: ProviderCall,
  { accountSid }: Config,
  { path, ...rest }: Pick<ProviderRequest, "method" | "body" | "also"> & { readonly path: string },
) {
  const { sid, secret } = keyIn(authority);
  const basic = Buffer.from(`${sid}:${secret}`).toString("base64");
  const url = `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(accountSid)}${path}`;
  const headers: [string, string][] = [
    ["Authorization", `Basic ${basic}`],
    ["Content-Type", "application/x-www-form-urlencoded"],
  ];
  return ask(ctx, { ...rest, url, headers });
}

function keyIn(value: Plaintext) {
  return fieldsIn(value, "A key of Twilio", "sid", "secret");
}
