import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll } from "vitest";
import { openMachineApi } from "@/lib/api/app";
import { keySecretHash, newKeyText } from "@/lib/api-keys/key-text";
import type { UserActor } from "@/lib/authorization/actor";
import type { KeyKind, Permission } from "@/lib/authorization/permission";
import { EVERYTHING } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { openStatementTimes } from "@/lib/db/statement-times";
import { findByName, type Reach } from "@/lib/names/store";
import { createPersonalKey } from "@/lib/personal-keys/service";
import { newId } from "@/lib/platform/ids";
import { readSettings } from "@/lib/platform/settings";
import { ensureBuiltIns } from "@/lib/projects/service";
import { publishRuntime } from "@/lib/runtime/registry";
import { createGateway } from "@/lib/web/gateway";
import { testContext } from "../context";

export interface KeyOptions {
  readonly kind?: KeyKind;
  readonly permissions?: readonly Permission[];
  readonly project?: string | null;
  readonly environment?: string | null;
  /** Of secrets that are stored already. */
  readonly names?: readonly string[];
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  readonly json: any;
}

type Body = string | Buffer | object;

/** The API behind the real front on a database of the test file's own, without pages. Call it at the top of the file. */
export async function testApi() {
  const context = await testContext();
  const { ctx } = context;
  await ensureBuiltIns(ctx);
  const { actor: _actor, request: _request, ...made } = ctx;
  const services = { ...made, now: () => new Date() };
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line) => void logged.push(line) });
  // So that a test can call from many addresses.
  const proxies = { STRONGROOM_TRUSTED_PROXIES: "127.0.0.1/32" };
  const settings = readSettings({ DATABASE_URL: "postgresql://nowhere", ...proxies });
  const runtime = {
    settings,
    root: ".",
    log,
    services,
    instanceId: newId(),
    statementTimes: openStatementTimes(),
  };
  publishRuntime(runtime);
  const machines = openMachineApi(runtime);
  const inner = async () => {};
  const gateway = createGateway({
    settings,
    log,
    mode: "production",
    health: async () => null,
    inner: () => inner,
    machines: () => machines.handle,
  });
  const server = createServer(gateway).listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(async () => {
    await machines.close();
    server.closeAllConnections();
    server.close();
    publishRuntime(null);
  });

  async function call(
    key: string | null,
    request: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const [method = "GET", path = ""] = request.split(" ");
    const bytes =
      body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const res = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(bytes === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(bytes === undefined ? {} : { body: typeof bytes === "string" ? bytes : new Uint8Array(bytes) }),
    });
    const text = await res.text();
    const isJson =
      /^application\/(problem\+)?json\b/.test(res.headers.get("content-type") ?? "") && text !== "";
    return { status: res.status, headers: res.headers, text, json: isJson ? JSON.parse(text) : null };
  }

  return {
    ...context,
    base,
    call,
    logged: () => logged.join(""),
    makeKey: (options: KeyOptions = {}) => makeKey(ctx, options),
    makePersonalKey: async (person: UserActor) =>
      (await createPersonalKey({ ...ctx, actor: person }, { name: `key ${newId()}`, days: 30 })).text,
  };
}

/** Makes an API key past the program and returns its text. Without options: everything in default/production. */
export async function makeKey(ctx: Ctx, options: KeyOptions = {}): Promise<string> {
  const { kind = "service", project = "default", environment = "production", names, ...rest } = options;
  const { db, now, seals } = ctx;
  const { publicId, secret, text } = newKeyText();
  const projectRow =
    project === null ? null : await db.project.findUniqueOrThrow({ where: { slug: project } });
  const environmentRow =
    projectRow && environment
      ? await db.environment.findFirstOrThrow({ where: { projectId: projectRow.id, slug: environment } })
      : null;
  const reach = { projectId: projectRow?.id ?? null, environmentId: environmentRow?.id ?? null };
  const key = {
    ...{
      id: newId(),
      publicId,
      secretHash: keySecretHash(secret),
      name: `key ${publicId.slice(0, 4)}`,
      kind,
    },
    ...reach,
    permissions: [
      ...(options.permissions ?? ["secrets:list", "secrets:read", "secrets:write", "secrets:delete"]),
    ],
    allowedSecretIds: names ? await secretIdsOf(ctx, reach, names) : [],
    skipsApproval: null,
    expiresAt: rest.expiresAt ?? null,
    revokedAt: rest.revokedAt ?? null,
  };
  const seal = seals.of("api_keys", { ...key, allowedSecretIds: names ? key.allowedSecretIds : null });
  await db.apiKey.create({
    data: {
      ...{ ...key, isNarrowed: names !== undefined, unresolvedNames: [], seal },
      ...{ createdAt: now(), createdBy: "test" },
    },
  });
  return text;
}

async function secretIdsOf(ctx: Ctx, reach: Reach, names: readonly string[]): Promise<string[]> {
  const folded = names.map((name) => name.toLowerCase());
  const found = await findByName(ctx, reach, folded, EVERYTHING);
  const absent = folded.filter((name) => !found.some(({ nameFolded }) => nameFolded === name));
  if (absent.length > 0) throw new Error(`a key is to be narrowed to what is not stored: ${absent}`);
  return [...new Set(found.map(({ secretId }) => secretId))];
}
