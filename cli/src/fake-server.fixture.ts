import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const KEY = `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`;

export const PERSONAL_KEY = `sr_user_${"k".repeat(16)}_${"s".repeat(43)}`;
const CODES = { device_code: "d".repeat(43), user_code: "WDJB-MJHT", expires_in: 600, interval: 0 };
const PERSONAL_ME = {
  ...{ name: "laptop", kind: "person", person: { email: "kim@example.com", role: "member" } },
  ...{ permissions: [], expiresAt: "2027-02-01T00:00:00.000Z" },
};

const ME = {
  name: "ci",
  kind: "service",
  permissions: ["secrets:read"],
  project: null,
  expiresAt: null,
};

interface Stored {
  value: string;
  version: number;
  description: string;
}

/** A server that follows the contract as far as commands ask, with one environment in memory. */
export interface FakeServer {
  readonly url: string;
  readonly secrets: Map<string, Stored>;
  /** `METHOD path?query` of every request, in order. */
  readonly requests: string[];
  /** The bodies and headers of the same. */
  readonly bodies: string[];
  readonly headers: IncomingMessage["headers"][];
  /** What the sign-in through a browser is answered, poll by poll. */
  readonly polls: { readonly status: number; readonly json: object }[];
  /** Answers the next requests instead, until undone with null. */
  reply: ((res: ServerResponse) => void) | null;
  close(): Promise<void>;
}

export async function startFakeServer(): Promise<FakeServer> {
  const server = createServer();
  const secrets = new Map<string, Stored>();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    requests: [],
    polls: [],
    bodies: [],
    headers: [],
    reply: null,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  server.on("request", async (req, res) => {
    fake.requests.push(`${req.method} ${req.url}`);
    const body = await text(req);
    fake.bodies.push(body);
    fake.headers.push(req.headers);
    if (fake.reply) return fake.reply(res);
    if (req.url === "/api/v1/device/code")
      return json(res, 200, { ...CODES, verification_uri: `${fake.url}/device` });
    if (req.url === "/api/v1/device/token") {
      const { status, json: polled } = fake.polls.shift() ?? {
        status: 400,
        json: { error: "expired_token" },
      };
      return json(res, status, polled);
    }
    if (req.headers.authorization === `Bearer ${PERSONAL_KEY}`) return personal(req, res);
    if (req.headers.authorization !== `Bearer ${KEY}`)
      return void problem(res, 401, "This API key is not valid.");
    answer(fake, req, res, body);
  });
  return fake;
}

export function problem(res: ServerResponse, status: number, detail: string, code = "some"): void {
  res.writeHead(status, { "content-type": "application/problem+json" });
  res.end(JSON.stringify({ type: "about:blank", title: "T", status, detail, code }));
}

function json(res: ServerResponse, status: number, answered: unknown): void {
  res.writeHead(status, { "content-type": "application/json", etag: '"v1"' }).end(JSON.stringify(answered));
}

function personal({ method }: IncomingMessage, res: ServerResponse): void {
  if (method === "DELETE") return void res.writeHead(204).end();
  json(res, 200, PERSONAL_ME);
}

function answer(fake: FakeServer, req: IncomingMessage, res: ServerResponse, body: string): void {
  const { pathname, searchParams } = new URL(req.url ?? "", fake.url);
  const path = pathname.replace("/api/v1", "");
  const [, , name = "", verb] = path.split("/").map(decodeURIComponent);
  const stored = fake.secrets.get(name);
  const lists: Readonly<Record<string, () => void>> = {
    "GET /me": () => json(res, 200, ME),
    "GET /secrets": () => json(res, 200, page(fake, searchParams)),
    "GET /shared-mappings": () => json(res, 200, { items: [{ name: "SHARED" }], next: null }),
    "GET /connections": () =>
      json(res, 200, {
        items: [
          { name: "github", state: "connected" },
          { name: "crm", state: "reconnect" },
        ],
      }),
    "POST /secrets": () => store(fake, res, JSON.parse(body)),
    "POST /secrets/import": () => importMany(fake, res, JSON.parse(body)),
    "GET /values": () => values(fake, res, searchParams.get("names")),
    "PUT /declarations": () => json(res, 200, JSON.parse(body)),
  };
  if (path.startsWith("/leases")) return void leases(fake, req, res, body);
  if (path.startsWith("/imports")) return void imports(req, res);
  if (path.startsWith("/rotations/")) return void json(res, 200, rotationOf(fake, name));
  const list = lists[`${req.method} ${path}`];
  if (list) return void list();
  if (!stored) return void problem(res, 404, "There is no such secret here.");
  if (req.method === "HEAD") return void res.writeHead(200).end();
  if (req.method === "DELETE") {
    fake.secrets.delete(name);
    return void res.writeHead(204).end();
  }
  if (verb === "rotate") return void json(res, 202, { id: name });
  if (verb === "reveal") return void json(res, 200, { name, value: stored.value, version: stored.version });
  const change = {
    seq: 1,
    at: "2026-01-01T00:00:00Z",
    action: "secret.created",
    by: "me\u001b[31m",
    ip: null,
    detail: { version: 1 },
  };
  json(res, 200, { items: [change], next: null });
}

export const LEASED_PASSWORD = "leased-pa55word";

/** Leases of sources: one of `away` is not made; one of `brief` has a second and a half left, and is renewed once. */
function leases(
  { requests }: FakeServer,
  { method, url = "" }: IncomingMessage,
  res: ServerResponse,
  body: string,
) {
  const id = url.split("/")[4]?.split("?")[0] ?? "";
  const after = (ms: number) => new Date(Date.now() + ms).toISOString();
  if (method === "DELETE" && id === "stuck")
    return void problem(res, 502, "The database is away.", "badGateway");
  if (method === "DELETE") return void res.writeHead(204).end();
  if (method === "GET") {
    const lease = {
      id: "l-1",
      user: "sr_ci_1",
      source: "orders\u001b[31m",
      state: "active",
      expiresAt: after(0),
    };
    return void json(res, 200, { items: [lease], next: null });
  }
  if (url.includes("/renew")) {
    const isFirst = requests.filter((request) => request.includes("/renew")).length === 1;
    if (!isFirst) return void problem(res, 409, "This lease ends then already.", "conflict");
    return void json(res, 200, { id, expiresAt: after(2_200) });
  }
  const { source } = JSON.parse(body);
  if (source === "away") return void problem(res, 409, "The source has its limit of leases.", "conflict");
  const values = { url: `postgresql://sr_ci_1:${LEASED_PASSWORD}@db/app`, password: LEASED_PASSWORD };
  json(res, 201, { id: source, values, expiresAt: after(source === "brief" ? 2_200 : 900_000) });
}

/** The rotation of a secret, which has its name: one of STUCK does not get far. */
function rotationOf({ secrets }: FakeServer, name: string) {
  if (name === "STUCK") return { phase: "set", state: "attention", toVersion: null, error: "no\u001b[31m" };
  return { phase: "wait", state: "running", toVersion: (secrets.get(name)?.version ?? 0) + 1, endedAt: null };
}

function page({ secrets }: FakeServer, query: URLSearchParams) {
  const all = [...secrets].map(([name, { version, description }]) => ({ name, version, description }));
  // Pages of two, so that a client has to follow them.
  const at = Number(query.get("cursor") ?? 0);
  return { items: all.slice(at, at + 2), next: at + 2 < all.length ? String(at + 2) : null };
}

function store({ secrets }: FakeServer, res: ServerResponse, input: Record<string, string>): void {
  const { name = "", value = "", description = "" } = input;
  const before = secrets.get(name);
  if (name === "REFUSED") return void problem(res, 403, "This API key is narrowed to other names.");
  const unchanged = before?.value === value;
  const version = (before?.version ?? 0) + (unchanged ? 0 : 1);
  secrets.set(name, { value, version, description });
  json(res, before ? 200 : 201, { name, version, unchanged });
}

function importMany(
  { secrets }: FakeServer,
  res: ServerResponse,
  input: { secrets: { name: string; value: string }[]; dryRun: boolean },
): void {
  const refused = input.secrets.flatMap(({ name }, i) => (name === "REFUSED" ? [i] : []));
  if (refused.length > 0) {
    const errors = Object.fromEntries(
      refused.map((i) => [`secrets.${i}.name`, ["This name is taken here."]]),
    );
    const problem = {
      type: "about:blank",
      title: "T",
      status: 409,
      detail: "Some are taken.",
      code: "conflict",
      errors,
    };
    return void res
      .writeHead(409, { "content-type": "application/problem+json" })
      .end(JSON.stringify(problem));
  }
  const variable = (name: string) => name.toUpperCase().replaceAll("-", "_");
  const outcomes = input.secrets.map(({ name: asked, value }) => {
    const [name, before] = [...secrets].find(([known]) => variable(known) === variable(asked)) ?? [asked];
    const isSame = !input.dryRun && before?.value === value;
    const version = (before?.version ?? 0) + (isSame ? 0 : 1);
    if (!input.dryRun) secrets.set(name, { value, version, description: "" });
    return { name, version, outcome: isSame ? "unchanged" : before ? "replaced" : "created" };
  });
  json(res, 200, { dryRun: input.dryRun, secrets: outcomes });
}

function values({ secrets }: FakeServer, res: ServerResponse, names: string | null): void {
  const wanted = names?.split(",") ?? [...secrets.keys()];
  if (wanted.some((name) => !secrets.has(name)))
    return void problem(res, 404, "Some of these secrets are not here.");
  json(res, 200, {
    values: Object.fromEntries(wanted.map((name) => [name, secrets.get(name)?.value])),
    version: "v1",
  });
}

async function text(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** An import that is planned at once, and done at once. */
function imports({ method, url = "" }: IncomingMessage, res: ServerResponse): void {
  if (method === "DELETE") return void res.writeHead(204).end();
  const counts = { new: 1, changed: 1, same: 0, refused: 1, created: 1, replaced: 1, waiting: 0 };
  const entry = { path: "app/db", field: "a", versions: null, reason: null };
  const all = [
    { ...entry, name: "DB_A", state: "new" },
    { ...entry, field: "b", name: "DB_B", state: "changed" },
    { ...entry, field: "\u001bc", name: "DB_C", state: "refused", reason: "This is no text." },
  ];
  if (url.includes("/entries"))
    return void json(res, 200, { items: url.includes("state=refused") ? all.slice(2) : all, next: null });
  const state = url.includes("/imports/done") ? "done" : "planned";
  const id = url.endsWith("/run") ? "done" : "planned";
  json(res, method === "POST" ? 202 : 200, { id, state, unread: 0, counts, error: null });
}
