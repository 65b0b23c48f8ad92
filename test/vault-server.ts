import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Fields = Readonly<Record<string, unknown>>;

interface KvVersion {
  data: Fields;
  readonly createdAt: string;
  deletedAt: string;
  destroyed: boolean;
}

interface KvEntry {
  readonly createdAt: string;
  updatedAt: string;
  current: number;
  custom: Readonly<Record<string, string>> | null;
  readonly versions: Map<number, KvVersion>;
}

export interface VaultAsked {
  readonly method: string;
  /** Behind `/v1/`, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Fields;
}

export interface VaultAnswered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface VaultServer {
  readonly address: string;
  /** As an entry of the Owner's list. */
  readonly host: string;
  readonly token: string;
  readonly roleId: string;
  readonly secretId: string;
  /** What the mount `secret` holds, of KV version 2. */
  readonly kv2: Map<string, KvEntry>;
  /** What the mount `kv` holds, of KV version 1. */
  readonly kv1: Map<string, Fields>;
  /** Tokens that are good, and the paths that each may not use. */
  readonly tokens: Map<string, { readonly denied: readonly string[] }>;
  readonly asked: VaultAsked[];
  /** Puts an entry of version 2, as somebody else would. */
  put(path: string, data: Fields): void;
  /** Answers in the place of the server where it gives something. */
  instead: (asked: VaultAsked) => VaultAnswered | Promise<VaultAnswered | null> | null;
}

const FAR = "2026-11-20T08:00:00.123456789Z";
const errors = (status: number, ...texts: string[]): VaultAnswered => ({ status, body: { errors: texts } });
const denied = () => errors(403, "permission denied");
const nothing = () => errors(404);
const noContent: VaultAnswered = { status: 204 };

/**
 * A Vault with the KV engine in both versions, after what real clients send to a real one: the mount `secret` is of version 2,
 * `kv` of version 1. `LIST` is a method that Node does not read, so it is read by hand.
 */
export async function startVault(atEnd?: (close: () => unknown) => void): Promise<VaultServer> {
  const server: Omit<VaultServer, "address" | "host"> = {
    token: `hvs.${randomUUID()}`,
    roleId: randomUUID(),
    secretId: randomUUID(),
    kv2: new Map(),
    kv1: new Map(),
    tokens: new Map(),
    asked: [],
    instead: () => null,
    put: (path, data) => void write(path, data, FAR),
  };
  server.tokens.set(server.token, { denied: [] });
  const http = createServer((req, res) => void serve(req, res));
  http.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    const packet = error.rawPacket?.toString("latin1") ?? "";
    const [, target, rest] = /^LIST (\S+) HTTP\/1\.1\r\n([\s\S]*)$/.exec(packet) ?? [];
    if (target === undefined) return socket.destroy();
    const lines = (rest ?? "").split("\r\n").filter((line) => line.includes(":"));
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(":")[0]?.toLowerCase(), line.replace(/^[^:]*:\s*/, "")]),
    );
    void answer("LIST", target, headers, "").then(({ status, body }) => {
      const content = body === undefined ? "" : JSON.stringify(body);
      socket.end(
        `HTTP/1.1 ${status} OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(content)}\r\nConnection: close\r\n\r\n${content}`,
      );
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // Only loaded where tests of units run.
  const { afterwards } = atEnd ? { afterwards: atEnd } : await import("./afterwards");
  afterwards(() => new Promise((resolve) => http.close(resolve).closeAllConnections()));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return Object.assign(server, { host, address: `http://${host}` });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = req;
    const { status, headers: more, body } = await answer(method, url, headers, await text(req));
    res.writeHead(status, { "Content-Type": "application/json", ...more });
    res.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
  }

  async function answer(
    method: string,
    target: string,
    headers: IncomingMessage["headers"],
    raw: string,
  ): Promise<VaultAnswered> {
    const url = new URL(target, "http://vault");
    const path = decodeURIComponent(url.pathname).replace(/^\/v1\//, "");
    const body = raw === "" ? {} : (JSON.parse(raw) as Fields);
    const asked = { method, path, query: url.searchParams, headers, body };
    server.asked.push(asked);
    const instead = await server.instead(asked);
    if (instead) return instead;
    return open(asked) ?? (await known(asked));
  }

  /** What is answered without a token. */
  function open({ path, body, method }: VaultAsked): VaultAnswered | null {
    if (path === "sys/health")
      return { status: 200, body: { initialized: true, sealed: false, standby: false, version: "1.15.0" } };
    if (path === "sys/seal-status")
      return { status: 200, body: { type: "shamir", initialized: true, sealed: false, version: "1.15.0" } };
    if (path !== "auth/approle/login" || method === "GET") return null;
    if (body.role_id !== server.roleId || body.secret_id !== server.secretId)
      return errors(400, "invalid role or secret ID");
    const token = `hvs.${randomUUID()}`;
    server.tokens.set(token, { denied: [] });
    const auth = {
      client_token: token,
      accessor: "a",
      policies: ["default"],
      lease_duration: 3600,
      renewable: true,
    };
    return enveloped(null, { auth });
  }

  function known(asked: VaultAsked): VaultAnswered {
    const { path, headers } = asked;
    const bearer = headers.authorization?.replace(/^Bearer /, "");
    const token = String(headers["x-vault-token"] ?? bearer ?? "");
    const rights = server.tokens.get(token);
    if (!rights) return denied();
    if (path === "auth/token/lookup-self") return enveloped(lookup(token));
    if (rights.denied.some((prefix) => path.startsWith(prefix))) return denied();
    if (path.startsWith("sys/internal/ui/mounts/")) return mount(path.slice(23));
    const [, first = "", rest = ""] = /^([^/]+)\/?(.*)$/.exec(path) ?? [];
    if (first === "kv") return version1(rest, asked);
    if (first === "secret") return version2(rest, asked);
    return errors(404, `no handler for route "${path}". route entry not found.`);
  }

  function mount(path: string): VaultAnswered {
    const name = path.split("/")[0];
    if (name !== "secret" && name !== "kv")
      return errors(
        403,
        `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
      );
    return enveloped({ path: `${name}/`, type: "kv", options: { version: name === "secret" ? "2" : "1" } });
  }

  function version1(path: string, { method, query, body }: VaultAsked): VaultAnswered {
    if (isList(method, query)) return listed([...server.kv1.keys()], path);
    if (method === "GET") {
      const found = server.kv1.get(path);
      return found ? enveloped(found, { lease_duration: 2764800 }) : nothing();
    }
    if (method === "DELETE") {
      server.kv1.delete(path);
      return noContent;
    }
    if (Object.keys(body).length === 0) return errors(400, "missing data fields");
    server.kv1.set(path, body);
    return noContent;
  }

  function version2(rest: string, asked: VaultAsked): VaultAnswered {
    const { method, query, body } = asked;
    const [, part = "", path = ""] = /^([^/]+)\/?(.*)$/.exec(rest) ?? [];
    if (part === "metadata") {
      if (isList(method, query)) return listed([...server.kv2.keys()], path);
      return metadata(path, asked);
    }
    const entry = server.kv2.get(path);
    if (part === "data") return data(path, asked);
    const numbers = Array.isArray(body.versions) ? body.versions.map(Number) : [];
    const chosen = numbers.flatMap((number) => entry?.versions.get(number) ?? []);
    if (part === "delete") for (const one of chosen) one.deletedAt = FAR;
    else if (part === "undelete") for (const one of chosen) one.deletedAt = "";
    else if (part === "destroy") for (const one of chosen) one.destroyed = true;
    else return nothing();
    return noContent;
  }

  function data(path: string, { method, query, body }: VaultAsked): VaultAnswered {
    const entry = server.kv2.get(path);
    const number = Number(query.get("version") ?? 0) || (entry?.current ?? 0);
    const version = entry?.versions.get(number);
    if (method === "GET") {
      if (!entry || !version) return nothing();
      const gone = version.destroyed || version.deletedAt !== "";
      const found = { data: gone ? null : version.data, metadata: metadataOf(entry, number, version) };
      return { ...enveloped(found), status: gone ? 404 : 200 };
    }
    if (method === "DELETE") {
      if (version) version.deletedAt = FAR;
      return noContent;
    }
    if (typeof body.data !== "object" || body.data === null) return errors(400, "no data provided");
    const { cas } = (body.options ?? {}) as { readonly cas?: unknown };
    if (cas !== undefined && Number(cas) !== (entry?.current ?? 0))
      return errors(400, "check-and-set parameter did not match the current version");
    return enveloped(write(path, body.data as Fields, new Date().toISOString()));
  }

  function write(path: string, fields: Fields, at: string) {
    const entry = server.kv2.get(path) ?? made(path, at);
    entry.current += 1;
    entry.updatedAt = at;
    const version = { data: fields, createdAt: at, deletedAt: "", destroyed: false };
    entry.versions.set(entry.current, version);
    return metadataOf(entry, entry.current, version);
  }

  function made(path: string, at: string): KvEntry {
    const entry: KvEntry = { createdAt: at, updatedAt: at, current: 0, custom: null, versions: new Map() };
    server.kv2.set(path, entry);
    return entry;
  }

  function metadata(path: string, { method, body }: VaultAsked): VaultAnswered {
    if (method === "DELETE") {
      server.kv2.delete(path);
      return noContent;
    }
    const entry = server.kv2.get(path);
    if (method === "GET") {
      if (!entry) return nothing();
      const versions = [...entry.versions].map(([number, { createdAt, deletedAt, destroyed }]) => [
        String(number),
        { created_time: createdAt, deletion_time: deletedAt, destroyed },
      ]);
      return enveloped({
        cas_required: false,
        created_time: entry.createdAt,
        current_version: entry.current,
        custom_metadata: entry.custom,
        delete_version_after: "0s",
        max_versions: 0,
        oldest_version: entry.current === 0 ? 0 : 1,
        updated_time: entry.updatedAt,
        versions: Object.fromEntries(versions),
      });
    }
    const custom = body.custom_metadata as Record<string, string> | undefined;
    if (custom) (entry ?? made(path, new Date().toISOString())).custom = custom;
    return noContent;
  }
}

function isList(method: string, query: URLSearchParams): boolean {
  return method === "LIST" || (method === "GET" && ["true", "1"].includes(query.get("list") ?? ""));
}

/** The names right below a folder; one without any is not there. */
function listed(paths: readonly string[], folder: string): VaultAnswered {
  const prefix = folder === "" ? "" : `${folder.replace(/\/$/, "")}/`;
  const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const keys = [...new Set(below.map((rest) => rest.replace(/\/.*$/, "/")))].sort();
  return keys.length === 0 ? nothing() : enveloped({ keys });
}

function metadataOf(entry: KvEntry, version: number, { createdAt, deletedAt, destroyed }: KvVersion) {
  const times = { created_time: createdAt, deletion_time: deletedAt };
  return { ...times, custom_metadata: entry.custom, destroyed, version };
}

function enveloped(data: unknown, more: Fields = {}): VaultAnswered {
  const envelope = { request_id: randomUUID(), lease_id: "", renewable: false, lease_duration: 0 };
  return { status: 200, body: { ...envelope, data, wrap_info: null, warnings: null, auth: null, ...more } };
}

function lookup(id: string) {
  const times = { ttl: 0, expire_time: null, creation_ttl: 0, num_uses: 0 };
  const names = { accessor: "accessor", display_name: "token", path: "auth/token/create", type: "service" };
  return { id, ...names, ...times, meta: null, orphan: true, policies: ["default"], renewable: false };
}
