import { execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { buildCli } from "@/cli/build.mjs";
import { revokeApiKey } from "@/lib/api-keys/service";
import type { UserActor } from "@/lib/authorization/actor";
import { restorePerson, suspendPerson } from "@/lib/people/membership/service";
import { authenticatePersonalKey } from "@/lib/personal-keys/authentication/service";
import { issueCertificate } from "@/lib/ssh/entering/service";
import { addSshKeys } from "@/lib/ssh/keys/service";
import { createSshRule, deleteSshRule } from "@/lib/ssh/rules/service";
import { newCertificate, newSshRule } from "@/lib/ssh/schema";
import { testApi } from "../api/api";
import { listen } from "../listener";
import { hasSshd, type Sshd, startSshd, trustedFolder } from "../sshd";

if (!hasSshd)
  process.stdout.write("skipped: log-ins at a real sshd (needs root and Debian's openssh-server)\n");

describe.runIf(hasSshd)("OpenSSH's own server and client", async () => {
  // Also where its tests are skipped, this is called to find them.
  if (!hasSshd) return;
  const api = await testApi();
  const { ctx, makeKey, makePersonalKey, asRole, call } = api;
  const folder = trustedFolder();
  chmodSync(folder, 0o755);
  const program = join(folder, "strongroom.mjs");
  await buildCli(program);
  const cache = join(folder, "cache");
  const owner = await asRole("owner");
  const person = await asRole("member");
  let personalKey = await makePersonalKey(person);
  /** Hosts that ask, and one that has a file. */
  const hosts = new Map<string, Sshd>();
  const door = { isShut: false };
  const before = await listen((req, res) => {
    if (door.isShut) return void req.socket.destroy();
    const { method, url, headers } = req;
    req.pipe(
      request(`${api.base}${url}`, { ...(method && { method }), headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(res);
      }),
    );
  }, afterAll);
  const url = `http://${before.host}`;

  const own = (actor: UserActor) => ({ ...ctx, actor: { ...actor, confirmedAt: ctx.now() } });
  const rule = (hosts: string[], more: object = {}) =>
    createSshRule(
      ctx,
      "default",
      newSshRule.parse({ subject: { person: person.email }, hosts, user: "root", ...more }),
    );
  const around: Record<string, string> = {};
  const env = () => ({
    ...around,
    ...{ NODE_ENV: "production" as const, PATH: process.env.PATH ?? "", HOME: folder, STRONGROOM_URL: url },
    ...{ STRONGROOM_API_KEY: personalKey, STRONGROOM_PROJECT: "default", STRONGROOM_RETRY_SECONDS: "0" },
  });
  const OPTIONS = [
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "BatchMode=yes",
    "LogLevel=ERROR",
  ];
  const ssh = OPTIONS.flatMap((option) => ["-o", option]);

  /** Runs a program, and answers its code and what it wrote. */
  function run(command: string, args: readonly string[]) {
    return new Promise<{ code: number; output: string; notes: string }>((resolve) => {
      execFile(command, args, { env: env() }, (error, output, notes) => {
        const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ code, output, notes });
      });
    });
  }
  const strongroom = (...args: readonly string[]) => run(process.execPath, [program, ...args]);

  /** Tries to enter a host with what lies in a file. */
  async function enter(host: string, identity: string, user = "root"): Promise<boolean> {
    const port = String(hosts.get(host)?.port);
    const args = [
      ...ssh,
      "-o",
      "IdentitiesOnly=yes",
      "-i",
      identity,
      "-p",
      port,
      `${user}@127.0.0.1`,
      "echo in",
    ];
    return (await run("ssh", args)).output === "in\n";
  }

  function newKeyPair(name: string): string {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
    return join(folder, name);
  }

  /** Gets a certificate by the command line. */
  async function certificate(host: string, name: string, ...more: readonly string[]): Promise<string> {
    const got = await strongroom("ssh", "login", `root@${host}`, "--out", join(folder, name), ...more);
    expect([got.code, got.notes]).toEqual([0, expect.stringMatching(/certificate \d+ is good until/)]);
    return join(folder, name, "key");
  }

  /** An sshd that asks with a key of its own. */
  async function askingHost(name: string): Promise<string> {
    const key = await makeKey({ permissions: ["ssh:read"], environment: null });
    const config = join(folder, `config-${name}`);
    mkdirSync(config, { mode: 0o700 });
    const lines = [`STRONGROOM_URL=${url}`, `STRONGROOM_API_KEY=${key}`, `STRONGROOM_SSH_HOST=${name}`];
    writeFileSync(join(config, "ssh.env"), [...lines, `XDG_CACHE_HOME=${cache}`].join("\n"), { mode: 0o600 });
    const command = join(folder, `ask-${name}`);
    const call = `${process.execPath} ${program} ssh authorized-keys --config ${config}/ssh.env`;
    writeFileSync(command, `#!/bin/sh\nexec ${call} "$@"\n`, { mode: 0o755 });
    const asking = [`AuthorizedKeysCommand ${command} %u %k`, "AuthorizedKeysCommandUser root"];
    hosts.set(name, await startSshd(folder, asking));
    return key;
  }

  const keyOfHost = await askingHost("web-1");
  await rule(["web-1"]);
  await askingHost("web-2");
  writeFileSync(join(folder, "authority.pub"), (await call(keyOfHost, "GET /ssh/authority")).text);
  mkdirSync(join(folder, "principals"));
  writeFileSync(join(folder, "principals", "root"), "root@files-1\n");
  hosts.set(
    "files-1",
    await startSshd(folder, [
      `TrustedUserCAKeys ${folder}/authority.pub`,
      `AuthorizedPrincipalsFile ${folder}/principals/%u`,
    ]),
  );

  it("lets a person's key in where a rule says so, and not once they are suspended or the rule is gone", async () => {
    const key = newKeyPair("standing");
    expect(await enter("web-1", key)).toBe(false);
    await addSshKeys(own(person), readFileSync(`${key}.pub`, "utf8"));
    expect(await enter("web-1", key)).toBe(true);
    expect(await enter("web-2", key)).toBe(false);
    expect(await enter("web-1", newKeyPair("stranger"))).toBe(false);
    await suspendPerson(own(owner), person.id);
    expect(await enter("web-1", key)).toBe(false);
    await restorePerson(own(owner), person.id);
    personalKey = await makePersonalKey(person);
    expect(await enter("web-1", key)).toBe(true);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await rule(["web-2"], { expires: soon });
    expect(await enter("web-2", key)).toBe(true);
    await deleteSshRule(ctx, id);
    expect(await enter("web-2", key)).toBe(false);
  });

  it("is entered by one command, with a key that is gone afterwards and a serial number in the log", async () => {
    const port = String(hosts.get("web-1")?.port);
    const got = await strongroom(
      ...[
        "ssh",
        "login",
        "root@web-1",
        "--address",
        "127.0.0.1",
        "--",
        "-p",
        port,
        ...ssh,
        "echo in; exit 7",
      ],
    );
    expect([got.code, got.output, got.notes]).toEqual([7, "in\n", expect.any(String)]);
    const serial = /certificate (\d+)/.exec(got.notes)?.[1];
    expect(hosts.get("web-1")?.log()).toContain(`ID ${person.email} (serial ${serial}) CA ED25519`);
    const event = await ctx.db.auditEvent.findFirst({
      where: { detail: { contains: `"serial":"${serial}"` } },
    });
    expect(event).toMatchObject({ action: "sshCertificate.issued", actorLabel: person.email });
  });

  it("is entered by whoever has the certificate in ssh-agent, for as long as it is good", async () => {
    const socket = join(folder, "agent");
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    onTestFinished(() => void agent.kill());
    await expect.poll(() => existsSync(socket)).toBe(true);
    around.SSH_AUTH_SOCK = socket;
    expect((await strongroom("ssh", "login", "root@web-1", "--agent", "--ttl", "5m")).code).toBe(0);
    expect((await run("ssh-add", ["-l"])).output).toContain("(ED25519-CERT)");
    const port = String(hosts.get("web-1")?.port);
    expect((await run("ssh", [...ssh, "-p", port, "root@127.0.0.1", "echo in"])).output).toBe("in\n");
    delete around.SSH_AUTH_SOCK;
  });

  it("lets a certificate in at its host alone, and not once its person is suspended", async () => {
    const key = await certificate("web-1", "for-web-1");
    expect(await enter("web-1", key)).toBe(true);
    expect(await enter("web-2", key)).toBe(false);
    expect(await enter("files-1", key)).toBe(false);
    await suspendPerson(own(owner), person.id);
    expect(await enter("web-1", key)).toBe(false);
    await restorePerson(own(owner), person.id);
    expect(await enter("web-1", key)).toBe(true);
    personalKey = await makePersonalKey(person);
    const refused = await strongroom("ssh", "login", "root@web-2", "--out", join(folder, "none"));
    expect(refused).toMatchObject({
      code: 3,
      output: "",
      notes: expect.stringContaining("No rule lets you"),
    });
  });

  it("that only has a file lets a certificate in until it ends, whoever was suspended; a bound address is held to", async () => {
    const { id } = await rule(["files-1"]);
    const key = await certificate("files-1", "for-files-1", "--from-here");
    expect(await enter("files-1", key)).toBe(true);
    expect(await enter("web-1", key)).toBe(false);
    const by = { ...ctx, actor: await authenticatePersonalKey(ctx, personalKey) };
    const pair = newKeyPair("by-hand");
    const asked = { publicKey: readFileSync(`${pair}.pub`, "utf8"), user: "root", host: "files-1" };
    const signed = async (now: Date, more: object = {}) => {
      const issued = await issueCertificate(
        { ...by, now: () => now },
        "default",
        newCertificate.parse({ ...asked, ...more }),
      );
      writeFileSync(`${pair}-cert.pub`, `${issued.certificate}\n`);
      return enter("files-1", pair);
    };
    expect(await signed(new Date(), { fromThisAddress: true })).toBe(false);
    expect(await signed(new Date(Date.now() - 601_000))).toBe(false);
    expect(await signed(new Date())).toBe(true);
    await deleteSshRule(ctx, id);
    expect(await enter("files-1", pair)).toBe(true);
  });

  it("lets in who it let in before while the server is down, for an hour and no longer, and nobody once that refuses the host", async () => {
    const key = join(folder, "standing");
    const held = await certificate("web-1", "before-the-outage");
    const kept = () => readdirSync(join(cache, "strongroom")).map((name) => join(cache, "strongroom", name));
    const age = (minutes: number) => {
      for (const file of kept()) {
        const at = new Date(Date.now() - minutes * 60_000).toISOString();
        writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), at }));
      }
    };
    expect(await enter("web-1", key)).toBe(true);
    door.isShut = true;
    age(10);
    expect([await enter("web-1", key), await enter("web-1", held)]).toEqual([true, true]);
    age(61);
    expect([await enter("web-1", key), await enter("web-1", held)]).toEqual([false, false]);
    door.isShut = false;
    expect(await enter("web-1", key)).toBe(true);
    const row = await ctx.db.apiKey.findFirstOrThrow({ where: { publicId: keyOfHost.split("_")[2] ?? "" } });
    await revokeApiKey(ctx, { project: "default", keyId: row.id });
    expect(await enter("web-1", key)).toBe(false);
    door.isShut = true;
    expect(await enter("web-1", key)).toBe(false);
    door.isShut = false;
  });
});
