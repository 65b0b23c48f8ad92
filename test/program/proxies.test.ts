import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/api-keys/service";
import { afterwards } from "../afterwards";
import { newAuthority } from "../certificates";
import { installedCli } from "../cli/installed";
import { freePort } from "../free-port";
import { scratchDir } from "../scratch";
import type { Question } from "../security/http";
import { emailOf, PASSWORD, startInstance } from "../security/instance";
import { postForm } from "../security/no-script";

/** The proxy sees clients at another address than its own, which is the trusted one. */
const CLIENT = "127.0.0.2";
const PORT = await freePort();
const PLAIN_PORT = await freePort();
const folder = await scratchDir();
const at = (name: string) => join(folder, name);
const authority = await newAuthority();
const { cert, key } = await authority.issue({ names: ["localhost"] });
for (const [name, text] of Object.entries({ ca: authority.ca, cert, key, both: `${cert}\n${key}` }))
  writeFileSync(at(name), text);

const isInstalled = (program: string, ...args: readonly string[]) => spawnSync(program, args).status === 0;

/** The files of deploy/, with the addresses and the certificate of this test, and with all that gathers what should stream. */
const PROXIES: readonly {
  readonly name: string;
  readonly isThere: boolean;
  /** Its command, in front of the program at a port. */
  readonly start: (port: number) => readonly [string, readonly string[]];
}[] = [
  {
    name: "nginx",
    isThere: isInstalled("nginx", "-v"),
    start: (port) => {
      const site = deployed("nginx.conf", port)
        .replaceAll(/^ +listen \[::\]:.*\n/gm, "")
        .replace("listen 443 ", `listen 127.0.0.1:${PORT} `)
        .replace("listen 80;", `listen 127.0.0.1:${PLAIN_PORT};`)
        .replace(/ssl_certificate .*;/, `ssl_certificate ${at("cert")};`)
        .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${at("key")};`);
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (what) => `${what}_temp_path ${at(what)};`,
      );
      const gathering =
        "gzip on; gzip_proxied any; gzip_min_length 1; gzip_types text/event-stream application/json; proxy_buffering on;";
      const user = process.getuid?.() === 0 ? "user root;" : "";
      const whole = `daemon off; ${user} pid ${at("pid")}; error_log stderr; events {}\nhttp { access_log off; ${temporary.join(" ")} ${gathering}\n${site} }`;
      return ["nginx", ["-c", written("nginx.conf", whole)]];
    },
  },
  {
    name: "Caddy",
    isThere: isInstalled("caddy", "version"),
    start: (port) => {
      const site = deployed("Caddyfile", port).replace(
        "localhost {",
        `https://localhost:${PORT} {\n\ttls ${at("cert")} ${at("key")}\n\tencode gzip {\n\t\tmatch {\n\t\t\theader Content-Type *\n\t\t}\n\t}`,
      );
      const whole = `{\n\tadmin off\n\thttp_port ${PLAIN_PORT}\n\tskip_install_trust\n}\n${site}`;
      return ["caddy", ["run", "--adapter", "caddyfile", "--config", written("Caddyfile", whole)]];
    },
  },
  {
    name: "HAProxy",
    isThere: isInstalled("haproxy", "-v"),
    start: (port) => {
      const whole = deployed("haproxy.cfg", port)
        .replaceAll(/^ +(log \/dev\/log|chroot|user|group) .*\n/gm, "")
        .replace("bind :443 ", `bind 127.0.0.1:${PORT} `)
        .replace("bind :80\n", `bind 127.0.0.1:${PLAIN_PORT}\n`)
        .replace("/etc/haproxy/strongroom.pem", at("both"))
        .replace(
          "timeout http-request",
          "compression algo gzip\n    compression type text/event-stream\n    timeout http-request",
        );
      return ["haproxy", ["-q", "-f", written("haproxy.cfg", whole)]];
    },
  },
];

const absent = PROXIES.filter(({ isThere }) => !isThere);
for (const { name } of absent)
  process.stdout.write(`skipped: ${name} in front of the program (needs ${name.toLowerCase()})\n`);

describe.runIf(absent.length < PROXIES.length)("in front of the program, as deploy/ has it,", async () => {
  const env = { STRONGROOM_URL: `https://localhost:${PORT}`, STRONGROOM_TRUSTED_PROXIES: "127.0.0.1" };
  const instance = await startInstance({ env });
  const { ctx } = instance;
  const cli = await installedCli({ NODE_EXTRA_CA_CERTS: at("ca"), STRONGROOM_URL: env.STRONGROOM_URL });
  const { text: apiKey } = await createApiKey(ctx, {
    name: "test",
    kind: "service",
    project: "default",
    environment: "production",
    permissions: ["secrets:list", "secrets:read", "secrets:write"],
    secrets: null,
    expires: "1d",
  });
  const authorization = { authorization: `Bearer ${apiKey}` };
  const json = { ...authorization, "content-type": "application/json" };
  const forged = {
    "x-forwarded-for": "203.0.113.9",
    forwarded: "for=203.0.113.9",
    "x-real-ip": "203.0.113.9",
  };
  const addresses = async (action: string) =>
    (await ctx.db.auditEvent.findMany({ where: { action }, orderBy: { seq: "desc" }, take: 1 })).map(
      ({ ip }) => ip,
    );

  for (const { name, isThere, start } of PROXIES)
    it.runIf(isThere)(`${name} passes on everything, at once, and who asks`, async () => {
      const [command, args] = start(instance.port);
      const proxy = spawn(command, args, {
        env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let notes = "";
      for (const stream of [proxy.stdout, proxy.stderr]) stream.on("data", (text) => (notes += text));
      const exit = once(proxy, "exit");
      const stop = async () => {
        proxy.kill("SIGTERM");
        await exit;
      };
      afterwards(stop);
      await expect
        .poll(() =>
          ask({ path: "/api/health" }).then(
            ({ status }) => status,
            () => notes,
          ),
        )
        .toBe(200);

      const plain = await fetch(`http://127.0.0.1:${PLAIN_PORT}/docs?a=b`, { redirect: "manual" });
      expect(plain.status).toBe(308);
      const { headers: answered } = await ask({ path: "/api/health", headers: forged });
      expect(answered["x-strongroom-forwarded"]).toBe("believed");

      const through = { ...instance, ask: (_: unknown, question: Question) => ask(question) };
      const fields = { email: emailOf("owner"), password: PASSWORD };
      const signedIn = await postForm(through, {
        headers: forged,
        path: "/sign-in",
        control: "password",
        origin: env.STRONGROOM_URL,
        fields,
      });
      expect(signedIn.status).toBe(303);
      expect(String(signedIn.headers["set-cookie"])).toContain("__Host-strongroom-session=");
      expect(await addresses("session.started")).toEqual([CLIENT]);

      const answer = await open({
        path: "/api/v1/events",
        headers: { ...authorization, "accept-encoding": "gzip" },
      });
      const isZipped = answer.headers["content-encoding"] === "gzip";
      const stream = isZipped ? answer.pipe(createGunzip()) : answer;
      let streamed = "";
      stream.on("data", (chunk) => (streamed += chunk));
      stream.on("error", () => {});
      await expect.poll(() => streamed).toContain("event: ping");
      const secret = `OF_${name.toUpperCase()}`;
      const value = "sw0rdfish ".repeat(6_554).slice(0, 65_536);
      const body = JSON.stringify({ name: secret, value });
      expect((await ask({ method: "POST", path: "/api/v1/secrets", headers: json, body })).status).toBe(201);
      await expect.poll(() => streamed).toContain(`"name":"${secret}"`);
      answer.destroy();

      const reveal = {
        method: "POST",
        path: `/api/v1/secrets/${secret}/reveal`,
        headers: { ...json, ...forged },
        body: "{}",
      };
      expect(JSON.parse((await ask(reveal)).text).value).toBe(value);
      expect(await addresses("secret.revealed")).toEqual([CLIENT]);

      const say = `console.log(process.env.${secret}.length)`;
      const ran = await cli.run(["run", "--only", secret, "--", process.execPath, "-e", say], {
        env: { STRONGROOM_API_KEY: apiKey },
      });
      expect(ran).toMatchObject({ code: 0, output: "65536\n" });
      await stop();
    });
});

function deployed(file: string, port: number): string {
  const text = readFileSync(join("deploy", file), "utf8");
  return text.replace("127.0.0.1:3000", `127.0.0.1:${port}`).replaceAll("secrets.example.com", "localhost");
}

function written(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

async function ask(question: Question) {
  const res = await open(question);
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk);
  return { status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString("utf8") };
}

/** Asks the proxy from another address than its own. */
async function open({ method = "GET", path, headers = {}, body }: Question): Promise<IncomingMessage> {
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = {
    host: "localhost",
    family: 4,
    localAddress: CLIENT,
    port: PORT,
    ca: authority.ca,
    method,
    path,
    agent: false as const,
  };
  const req = request({ ...options, headers: { ...headers, ...length } });
  req.end(body);
  const [res] = await once(req, "response");
  return res;
}
