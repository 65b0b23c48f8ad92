import { type Agreement, IV_SUFFIX, type Part } from "./agreement";
import { decrypt, encrypt, type Travelling } from "./sealing";

const COMBINED = { tag: false, key: false };

/** What a message says, once what was encrypted of it is plain. */
export interface Opened {
  readonly data: unknown;
  readonly query: Readonly<Record<string, string>>;
}

/** Reads what came: decrypts what was agreed to be encrypted, and parses the rest as it says it is. */
export async function openMessage(
  agreed: Agreement,
  type: string,
  body: string,
  query: URLSearchParams,
): Promise<Opened> {
  const part = agreed.request;
  if (part.kind === "query")
    return { data: parse(type, body), query: await openQuery(agreed, part.names, query) };
  return { data: await openBody(agreed, part, type, body), query: Object.fromEntries(query) };
}

/** Writes an answer the same way. */
export async function sealAnswer(agreed: Agreement, data: unknown): Promise<{ type: string; body: string }> {
  const part = agreed.answer;
  const json = JSON.stringify(data);
  if (part.kind === "text") {
    return { type: "text/plain", body: (await encrypt(agreed, COMBINED, Buffer.from(json))).data };
  }
  if (part.kind === "json") {
    const apart = { tag: part.tag !== undefined, key: part.key !== undefined };
    const { data: text, iv, tag, key } = await encrypt(agreed, apart, Buffer.from(json));
    const named: [string | undefined, string | undefined][] = [
      [part.data, text],
      [part.iv, iv],
      [part.tag, tag],
      [part.key, key],
    ];
    const members = named.filter(([name, value]) => name !== undefined && value !== undefined);
    return { type: "application/json", body: JSON.stringify(Object.fromEntries(members)) };
  }
  if (part.kind === "fields") {
    const copy = JSON.parse(json);
    await eachField(copy, part.steps, async (holder, name) => {
      const value = holder[name];
      const text = part.isJson ? JSON.stringify(value) : String(value);
      const { data: sealed, iv } = await encrypt(agreed, COMBINED, Buffer.from(text));
      holder[name] = sealed;
      if (iv !== undefined) holder[name + IV_SUFFIX] = iv;
    });
    return { type: "application/json", body: JSON.stringify(copy) };
  }
  return { type: "application/json", body: json };
}

async function openBody(agreed: Agreement, part: Part, type: string, body: string): Promise<unknown> {
  if (part.kind === "text") return JSON.parse(String(await decrypt(agreed, COMBINED, { data: body })));
  const data = parse(type, body);
  if (part.kind === "json") {
    const sent = data as Record<string, string>;
    const at = (name: string | undefined) => (name === undefined ? undefined : sent[name]);
    const travelling = { data: at(part.data) ?? "", iv: at(part.iv), tag: at(part.tag), key: at(part.key) };
    const apart = { tag: part.tag !== undefined, key: part.key !== undefined };
    return JSON.parse(String(await decrypt(agreed, apart, travelling)));
  }
  if (part.kind === "fields") {
    await eachField(data, part.steps, async (holder, name) => {
      const sent: Travelling = { data: String(holder[name]), iv: String(holder[name + IV_SUFFIX]) };
      const text = String(await decrypt(agreed, COMBINED, sent));
      holder[name] = part.isJson ? JSON.parse(text) : text;
      delete holder[name + IV_SUFFIX];
    });
  }
  return data;
}

async function openQuery(agreed: Agreement, names: readonly string[], query: URLSearchParams) {
  const opened = Object.fromEntries(query);
  for (const name of names) {
    const sent = { data: opened[name] ?? "", iv: opened[name + IV_SUFFIX] };
    opened[name] = String(await decrypt(agreed, COMBINED, sent));
    delete opened[name + IV_SUFFIX];
  }
  return opened;
}

function parse(type: string, body: string): unknown {
  if (type.startsWith("application/json")) return JSON.parse(body);
  if (type.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(body));
  return body;
}

async function eachField(
  root: unknown,
  paths: readonly (readonly string[])[],
  change: (holder: Record<string, unknown>, name: string) => Promise<void>,
): Promise<void> {
  for (const path of paths) await follow(root as Record<string, unknown>, path, change);
}

async function follow(
  holder: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  change: (holder: Record<string, unknown>, name: string) => Promise<void>,
): Promise<void> {
  for (const here of name === "*" ? Object.keys(holder) : [name]) {
    if (rest.length === 0) await change(holder, here);
    else await follow(holder[here] as Record<string, unknown>, rest, change);
  }
}
