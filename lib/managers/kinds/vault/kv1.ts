import { textsIn } from "../json";
import type { ManagerClient } from "../kind";
import { ManagerError } from "../manager-error";
import { entriesIn, fieldsOf, partsOf, without } from "./entries";
import type { AskVault } from "./session";

const NO_VERSION = { version: "", at: null };

/** The first version of the KV engine: no versions, no owners, no check before a write. */
export function kv1(ask: AskVault, mount: string): ManagerClient {
  const at = (path: string) => [...partsOf(mount), ...partsOf(path)];
  const list = (prefix: string) => ask({ path: [...at(prefix), ""], query: "list=true" });
  const find = async (path: string) => (await ask({ path: at(path) })).data;
  return {
    check: async () => {
      await list("");
    },
    list: async (prefix) => ({ entries: entriesIn(await list(prefix), prefix), next: null }),
    read: async (path, label) => {
      if (label !== "")
        throw new ManagerError("invalid", `${mount} is of KV version 1, which keeps no versions.`);
      const data = await find(path);
      if (!data) throw new ManagerError("notFound", `Vault has nothing at ${mount}/${path}.`);
      return { ...NO_VERSION, ...textsIn(data) };
    },
    versions: async (path) => ((await find(path)) ? [NO_VERSION] : []),
    write: async (path, content) => {
      const body = { ...(await find(path)), ...fieldsOf(content) };
      await ask({ method: "POST", path: at(path), body });
      return NO_VERSION;
    },
    remove: async (path, fields) => {
      const before = fields && (await find(path));
      if (fields && !before) return;
      const body = before && without(before, fields ?? []);
      if (before && !body) return;
      // This engine takes no entry without fields.
      if (body && Object.keys(body).length > 0) await ask({ method: "POST", path: at(path), body });
      else await ask({ method: "DELETE", path: at(path) });
    },
    owner: async (path) => ({ exists: (await find(path)) !== null, owner: null }),
  };
}
