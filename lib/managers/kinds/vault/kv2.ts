import { dateOf, isObject, type JsonObject, textsIn } from "../json";
import type { ManagerClient, Version } from "../kind";
import { ManagerError } from "../manager-error";
import { entriesIn, fieldsOf, OWNER_KEY, partsOf, without } from "./entries";
import type { AskVault } from "./session";

interface Found {
  /** Null when this version was deleted. */
  readonly fields: JsonObject | null;
  readonly number: number;
  readonly at: Date | null;
}

/** The second version of the KV engine, which keeps versions, and metadata beside them. */
export function kv2(ask: AskVault, mount: string): ManagerClient {
  const at = (part: "data" | "metadata", path: string) => [...partsOf(mount), part, ...partsOf(path)];
  const list = (prefix: string) => ask({ path: [...at("metadata", prefix), ""], query: "list=true" });

  /** What lies there; null where nothing ever did, or all of it is gone. */
  async function find(path: string, label = ""): Promise<Found | null> {
    const query = label === "" ? {} : { query: `version=${label}` };
    const { data } = await ask({ path: at("data", path), ...query });
    if (!isObject(data?.metadata)) return null;
    const { version, created_time: createdAt } = data.metadata;
    const fields = isObject(data.data) ? data.data : null;
    return { fields, number: Number(version), at: dateOf(createdAt) };
  }

  async function metadata(path: string): Promise<JsonObject | null> {
    return (await ask({ path: at("metadata", path) })).data;
  }

  async function put(path: string, data: JsonObject, cas: number): Promise<Version> {
    const body = { data, options: { cas } };
    const { data: made } = await ask({ method: "POST", path: at("data", path), body });
    if (typeof made?.version === "number")
      return { version: String(made.version), at: dateOf(made.created_time) };
    throw new ManagerError("unavailable", "Vault wrote, and did not say which version.");
  }

  /** Marks what is about to be made: an entry that says nothing of us is never removed. */
  async function mark(path: string, owner: string): Promise<void> {
    const body = { custom_metadata: { [OWNER_KEY]: owner } };
    await ask({ method: "POST", path: at("metadata", path), body });
  }

  return {
    check: async () => {
      await list("");
    },
    list: async (prefix) => ({ entries: entriesIn(await list(prefix), prefix), next: null }),
    read: async (path, label) => {
      if (!/^\d{0,9}$/.test(label)) throw new ManagerError("invalid", "A version in Vault is a number.");
      const found = await find(path, label);
      const what = `${mount}/${path}`;
      const which = label === "" ? what : `version ${label} of ${what}`;
      if (!found)
        throw new ManagerError(
          "notFound",
          `Vault has nothing at ${what}${label && `, or no version ${label}`}.`,
        );
      if (!found.fields) throw new ManagerError("notFound", `Vault has ${which} no more: it was deleted.`);
      return { version: String(found.number), at: found.at, ...textsIn(found.fields) };
    },
    versions: async (path) => {
      const known = (await metadata(path))?.versions;
      return Object.entries(isObject(known) ? known : {})
        .filter(([, one]) => isObject(one) && one.destroyed !== true && (one.deletion_time ?? "") === "")
        .map(([version, one]) => ({ version, at: dateOf(isObject(one) && one.created_time) }))
        .sort((a, b) => Number(b.version) - Number(a.version));
    },
    write: async (path, content, owner) => {
      const found = await find(path);
      if (!found && !(await metadata(path))) await mark(path, owner);
      return put(path, { ...found?.fields, ...fieldsOf(content) }, found?.number ?? 0);
    },
    remove: async (path, fields) => {
      if (!fields) {
        await ask({ method: "DELETE", path: at("metadata", path) });
        return;
      }
      const found = await find(path);
      const rest = found?.fields && without(found.fields, fields);
      if (found && rest) await put(path, rest, found.number);
    },
    owner: async (path) => {
      const found = await metadata(path);
      const custom = found?.custom_metadata;
      const owner = isObject(custom) ? custom[OWNER_KEY] : null;
      return { exists: found !== null, owner: typeof owner === "string" ? owner : null };
    },
  };
}
