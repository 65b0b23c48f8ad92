import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeServer, KEY, problem, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

const ONE = "AAAAC3NzaC1lZDI1NTE5AAAAIAvys8aqiZgpPbEB/FB10rdOA9TWQmrC4V+DNISfUlT5";
const OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIAvys8aqiZgpPbEB/FB10rdOA9TWQmrC4V+DNISfUlT6";
const AUTHORITY = `cert-authority,principals="deploy@web-1/0190" ssh-ed25519 ${OTHER} strongroom-default`;
const CERTIFICATE = Buffer.from("\0\0\0\x20ssh-ed25519-cert-v01@openssh.com and more").toString("base64");
const LINES = [
  `ssh-ed25519 ${ONE} ada@example.com`,
  `expiry-time="20990101000000Z" ssh-ed25519 ${OTHER} bob@example.com`,
  AUTHORITY,
];

let server: FakeServer;
let folder = "";
beforeEach(async () => {
  server = await startFakeServer();
  folder = mkdtempSync(join(tmpdir(), "strongroom-cli-ssh-"));
  mkdirSync(join(folder, "config"), { mode: 0o700 });
  writeConfig();
  server.reply = (res) => text(res, LINES.join("\n"));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const config = () => join(folder, "config", "ssh.env");
function writeConfig(more = ""): void {
  const lines = [`STRONGROOM_URL=${server.url}`, `STRONGROOM_API_KEY=${KEY}`, "STRONGROOM_SSH_HOST=web-1"];
  writeFileSync(config(), `${lines.join("\n")}\nXDG_CACHE_HOME=${folder}/cache\n${more}`, { mode: 0o600 });
}
function text(res: ServerResponse, body: string, status = 200, type = "text/plain; charset=utf-8"): void {
  res.writeHead(status, { "content-type": type }).end(body);
}
const ask = (...args: string[]) => cli(["ssh", "authorized-keys", "--config", config(), "deploy", ...args]);
const kept = () => {
  const cache = join(folder, "cache", "strongroom");
  return readdirSync(cache).map((name) => join(cache, name));
};
function age(minutes: number): void {
  for (const file of kept()) {
    const at = new Date(Date.now() - minutes * 60_000).toISOString();
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), at }));
  }
}

describe("ssh authorized-keys", () => {
  test("prints who may enter, without times that older versions of sshd do not know", async () => {
    const ran = await ask();
    expect(ran).toEqual({
      code: 0,
      output: `ssh-ed25519 ${ONE} ada@example.com\nssh-ed25519 ${OTHER} bob@example.com\n${AUTHORITY}\n`,
      notes: "",
    });
    expect(server.requests).toEqual(["GET /api/v1/ssh/authorized-keys?user=deploy&host=web-1"]);
  });

  test("prints what is for the key that is shown alone, and tells the server which one that is", async () => {
    expect((await ask(ONE)).output).toBe(`ssh-ed25519 ${ONE} ada@example.com\n`);
    expect(decodeURIComponent(server.requests[0] ?? "")).toContain(
      "fingerprint=SHA256:jzIf/TwEXFx5DFNoFixqAUG2gDDHR8H5hxgk5gM/fdI",
    );
    expect((await ask(CERTIFICATE)).output).toBe(`${AUTHORITY}\n`);
    expect(server.requests[1]).not.toContain("fingerprint");
  });

  test("prints no line that has ended", async () => {
    const ended = `expiry-time="20200101000000Z",${AUTHORITY}`;
    server.reply = (res) => text(res, `expiry-time="20200101000000Z" ssh-ed25519 ${ONE} a\n${ended}\n`);
    expect(await ask()).toMatchObject({ code: 0, output: "" });
  });

  test.each([
    ["a page of a proxy", "<html>Sign in</html>", 200, "text/html"],
    [
      "a page as text",
      `<html>\nssh-ed25519 ${ONE} a b c\ncommand="x" ssh-ed25519 ${ONE}\n`,
      200,
      "text/plain",
    ],
    ["JSON", '{"keys":[]}', 200, "application/json"],
    ["an address elsewhere", "", 302, "text/plain"],
    ["a fault", `ssh-ed25519 ${ONE} ada@example.com\n`, 500, "text/plain"],
    ["a refusal with keys", `ssh-ed25519 ${ONE} ada@example.com\n`, 403, "text/plain"],
  ])("prints nothing of what is no answer: %s", async (_what, body, status, type) => {
    server.reply = (res) => text(res, body, status, type);
    expect((await ask()).output).toBe("");
  });

  test("keeps the answer in a file of its own user, and prints that while the server is away, for an hour unless told otherwise", async () => {
    await ask();
    const [file = ""] = kept();
    expect([kept().length, statSync(file).mode & 0o777]).toEqual([1, 0o600]);
    for (const away of [
      (res: ServerResponse) => res.destroy(),
      (res: ServerResponse) => problem(res, 503, "Starting."),
      (res: ServerResponse) => problem(res, 429, "Slow down."),
      (res: ServerResponse) => text(res, "<html></html>", 200, "text/html"),
    ]) {
      server.reply = away;
      const ran = await ask(ONE);
      expect(ran).toMatchObject({ code: 0, output: `ssh-ed25519 ${ONE} ada@example.com\n` });
      expect(ran.notes).toMatch(/warning: .*printing what it said not longer than 60 minutes ago/);
    }
    age(61);
    expect(await ask()).toMatchObject({ code: 5, output: "" });
    expect(await ask("--max-age", "2h")).toMatchObject({ code: 0 });
    expect(await ask("--max-age", "25h")).toMatchObject({ code: 2, output: "" });
    age(-10);
    expect(await ask("--max-age", "24h")).toMatchObject({ code: 5, output: "" });
  });

  test.each([401, 403, 404, 422])(
    "does not print what it kept when the server answers %i, and forgets it",
    async (status) => {
      await ask();
      server.reply = (res) => problem(res, status, "No.");
      const ran = await ask();
      expect([ran.output, ran.notes]).toEqual(["", expect.stringContaining("refuses: No.")]);
      server.reply = (res) => res.destroy();
      expect(await ask()).toMatchObject({ code: 5, output: "" });
    },
  );

  test("keeps nothing for another user, host or key", async () => {
    await ask();
    server.reply = (res) => res.destroy();
    expect((await cli(["ssh", "authorized-keys", "--config", config(), "root"])).output).toBe("");
    expect((await ask("--host", "web-2")).output).toBe("");
    writeConfig(`STRONGROOM_API_KEY=${KEY.slice(0, -1)}x\n`);
    expect((await ask()).output).toBe("");
  });

  test("that cannot keep anything still answers", async () => {
    writeFileSync(join(folder, "cache"), "in the way");
    expect(await ask()).toMatchObject({ code: 0, notes: expect.stringContaining("nothing is kept") });
  });

  test("takes a key from no file that others can read, and repeats nothing of one that is no such file", async () => {
    writeFileSync(config(), `sr_live_${"k".repeat(60)}\n`, { mode: 0o600 });
    const odd = await ask();
    expect([odd.code, odd.output]).toEqual([2, ""]);
    expect(odd.notes).not.toContain("kkk");
    writeConfig();
    chmodSync(config(), 0o644);
    expect(await ask()).toMatchObject({ code: 2, output: "", notes: expect.stringContaining("chmod 600") });
    expect(server.requests).toEqual([]);
  });
});

describe("ssh login", () => {
  const env = () => ({
    ...{ STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
    ...{ STRONGROOM_RETRY_SECONDS: "0", PATH: process.env.PATH ?? "" },
  });
  const login = (...args: string[]) => cli(["ssh", "login", ...args], { env: env(), folder });

  test.each([
    [["--", "-oProxyCommand=x"], /no name of a host/],
    [["web-1;ls"], /no name of a host/],
    [["deploy@web-1", "--user", "root"], /name the user once/],
    [["web-1", "--agent", "--out", "x"], /choose one/],
    [["web-1", "--ttl", "soon"], /a time is given as/],
    [["web-1", "--out", "config"], /must be a new folder/],
  ])("%j asks for nothing", async (args, words) => {
    const ran = await login(...args);
    expect(ran.code).toBe(2);
    expect(ran.notes).toMatch(words);
    expect(server.requests).toEqual([]);
  });

  test("keeps a key and its certificate in a new folder, and nothing when it is refused", async () => {
    server.reply = (res) => {
      const issued = {
        certificate: "ssh-ed25519-cert-v01@openssh.com AAAA x",
        serial: "7",
        expiresAt: "soon",
      };
      res.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(issued));
    };
    const ran = await login("deploy@web-1", "--out", "here", "--ttl", "5m", "--permit", "port-forwarding");
    expect(ran).toMatchObject({ code: 0, output: `${folder}/here/key\n${folder}/here/key-cert.pub\n` });
    expect(ran.notes).toBe("strongroom: certificate 7 is good until soon\n");
    expect(statSync(join(folder, "here", "key")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(server.bodies[0] ?? "")).toEqual({
      publicKey: readFileSync(join(folder, "here", "key.pub"), "utf8"),
      ...{ user: "deploy", host: "web-1", ttlSeconds: 300, extensions: ["pty", "port-forwarding"] },
    });
    server.reply = (res) => problem(res, 403, "No rule lets you enter.", "forbidden");
    const refused = await login("deploy@web-1", "--out", "there");
    expect(refused).toMatchObject({
      code: 3,
      output: "",
      notes: expect.stringContaining("No rule lets you"),
    });
    expect(readdirSync(folder).sort()).toEqual(["config", "here"]);
  });
});
