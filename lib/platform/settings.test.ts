import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings, settingWarnings } from "./settings";

const issuesOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
};

describe("readSettings", () => {
  it("runs without any setting", () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      origin: "http://localhost:3000",
      dataDir: resolve("data"),
      databaseUrl: null,
      databaseConnections: 20,
      trustedProxies: [],
      mail: null,
      logLevel: "info",
      rateLimitKey: null,
      retention: { days: { read: 90, signIn: null, refusal: null }, archiveDir: null },
      projectKeyDays: null,
      rateLimitAddress: null,
      securityContact: null,
      singleSignOn: null,
      audit: {
        stdout: null,
        syslog: null,
        webhook: null,
        witnesses: { file: null, isOnStdout: false, webhook: null, mail: null },
        ca: null,
      },
      metrics: { port: null, token: null },
      backup: null,
      traces: null,
    });
  });

  it("derives the address from the port, and drops the address's trailing slash", () => {
    expect(readSettings({ PORT: "4150" }).origin).toBe("http://localhost:4150");
    expect(readSettings({ STRONGROOM_URL: "https://Secrets.example.com/" }).origin).toBe(
      "https://secrets.example.com",
    );
  });

  it("tells every error at once, one line each", () => {
    const issues = issuesOf({
      PORT: "70000",
      HOST: "a b",
      STRONGROOM_URL: "https://secrets.example.com/app",
      DATABASE_URL: "mysql://x",
      STRONGROOM_MASTER_KEY: "abc",
      STRONGROOM_TRUSTED_PROXIES: "10.0.0.0/8, 10.0.0.0/33",
      STRONGROOM_LOG_LEVEL: "loud",
      STRONGROOM_RATE_LIMIT_KEY: "0",
      STRONGROOM_RATE_LIMIT_ADDRESS: "1e3",
    });
    expect(issues.map((line) => line.split(" ")[0])).toEqual([
      "PORT",
      "HOST",
      "STRONGROOM_URL",
      "DATABASE_URL",
      "STRONGROOM_TRUSTED_PROXIES",
      "STRONGROOM_LOG_LEVEL",
      "STRONGROOM_RATE_LIMIT_KEY",
      "STRONGROOM_RATE_LIMIT_ADDRESS",
      "STRONGROOM_MASTER_KEY",
    ]);
  });

  it("never repeats a key or a database URL in a message", () => {
    const canary = "canary-5c1d";
    const issues = issuesOf({
      STRONGROOM_MASTER_KEY: canary,
      DATABASE_URL: `mysql://u:${canary}@h/d`,
      STRONGROOM_SMTP_URL: `http://u:${canary}@h`,
    });
    expect(issues).toHaveLength(3);
    expect(issues.join()).not.toContain(canary);
  });

  it.each(["0", "-1", "3e3", "3000.5", " 3000", "0x10"])("refuses the port %j", (PORT) => {
    expect(issuesOf({ PORT })).toHaveLength(1);
  });

  it.each([
    "secrets.example.com",
    "ftp://a",
    "https://u:p@a",
    "https://a/?q",
    "https://a/#f",
    "javascript:alert(1)",
  ])("refuses the address %j", (STRONGROOM_URL) => {
    expect(issuesOf({ STRONGROOM_URL })).toHaveLength(1);
  });

  it("takes no token for metrics that could be guessed, and no port twice, and repeats none", () => {
    expect(issuesOf({ STRONGROOM_METRICS_TOKEN: "canary-1" })).toEqual([
      "STRONGROOM_METRICS_TOKEN must be 24 to 512 characters without spaces, such as openssl rand -hex 32 makes",
    ]);
    expect(issuesOf({ PORT: "4150", STRONGROOM_METRICS_PORT: "4150" })).toEqual([
      "STRONGROOM_METRICS_PORT is that of everything else: choose another, or unset it",
    ]);
  });

  it("refuses two sources of one master key", () => {
    const both = { STRONGROOM_MASTER_KEY: "ab".repeat(32), STRONGROOM_MASTER_KEY_FILE: "/k" };
    expect(issuesOf(both)).toEqual([
      "STRONGROOM_MASTER_KEY and STRONGROOM_MASTER_KEY_FILE are both set: keep one of them",
    ]);
  });
});

describe("mail", () => {
  const mailOf = (STRONGROOM_SMTP_URL: string, more: Record<string, string> = {}) =>
    readSettings({ STRONGROOM_SMTP_URL, ...more }).mail;

  it("goes through TLS, except to this very machine", () => {
    expect(mailOf("smtps://mail.example.com")).toMatchObject({ port: 465, tls: "always", login: null });
    expect(mailOf("smtp://mail.example.com")).toMatchObject({ port: 587, tls: "starttls" });
    expect(mailOf("smtp://127.0.0.1:2525")).toMatchObject({ port: 2525, tls: "never" });
    expect(mailOf("smtp://[::1]:25")).toMatchObject({ host: "::1", tls: "never" });
    expect(mailOf("smtp://127.0.0.1.example.com")).toMatchObject({ tls: "starttls" });
  });

  it("takes user and password from the address, percent-encoded", () => {
    expect(mailOf("smtps://ada%40example.com:p%3A%2F@mail.example.com")).toMatchObject({
      login: { user: "ada@example.com", password: "p:/" },
      from: "ada@example.com",
    });
  });

  it("comes from the address that was set, else from this instance", () => {
    const url = "smtp://mail.example.com";
    expect(mailOf(url)?.from).toBe("strongroom@localhost");
    expect(mailOf(url, { STRONGROOM_URL: "https://secrets.example.com" })?.from).toBe(
      "strongroom@secrets.example.com",
    );
    expect(mailOf(url, { STRONGROOM_URL: "http://127.0.0.1:3000" })?.from).toBe("strongroom@localhost");
    expect(mailOf(url, { STRONGROOM_SMTP_FROM: "it@example.com" })?.from).toBe("it@example.com");
  });

  it.each(["mail.example.com", "http://a", "smtp://", "smtp://a/path", "smtp://a?x=1", "smtp://%zz@a"])(
    "refuses the server %j",
    (STRONGROOM_SMTP_URL) => {
      expect(issuesOf({ STRONGROOM_SMTP_URL })).toHaveLength(1);
    },
  );

  it.each(["x", "a@b\r\nBcc: c@d", "Ada <a@b.example>", "a@b,c@d"])("refuses the sender %j", (from) => {
    expect(issuesOf({ STRONGROOM_SMTP_FROM: from })).toHaveLength(1);
  });
});

describe("settingWarnings", () => {
  it("names the setting that a mistyped one was meant to be", () => {
    const env = { STRONGROOM_DATADIR: "x", STRONGROOM_API_KEY: "x", STRONGROOM_QQQQQQQQQQQQQQQ: "x" };
    expect(settingWarnings(env, readSettings({}))).toEqual([
      "STRONGROOM_DATADIR is not a setting: did you mean STRONGROOM_DATA_DIR?",
      "STRONGROOM_QQQQQQQQQQQQQQQ is not a setting",
    ]);
  });

  it("warns when other machines are let in without an address for them", () => {
    expect(settingWarnings({}, readSettings({ HOST: "0.0.0.0" }))).toHaveLength(1);
    const env = {
      HOST: "0.0.0.0",
      STRONGROOM_URL: "https://secrets.example.com",
      STRONGROOM_TRUSTED_PROXIES: "10.0.0.1",
    };
    expect(settingWarnings(env, readSettings(env))).toEqual([]);
  });

  it("warns of what the environment says of trust, which endpoints of the allowlist are not held to or are", () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_EXTRA_CA_CERTS: "/etc/ca.pem" };
    expect(settingWarnings(env, readSettings({}))).toEqual([
      expect.stringContaining("counts for no endpoint"),
      expect.stringContaining("names authorities"),
    ]);
    expect(settingWarnings({ NODE_TLS_REJECT_UNAUTHORIZED: "1" }, readSettings({}))).toEqual([]);
  });

  it("warns of plain http on a network, not on this machine", () => {
    const warningsFor = (STRONGROOM_URL: string) => settingWarnings({}, readSettings({ STRONGROOM_URL }));
    expect(warningsFor("http://secrets.example.com")).toHaveLength(1);
    expect(warningsFor("http://127.0.0.1:3000")).toEqual([]);
    expect(warningsFor("https://secrets.example.com")).not.toEqual([expect.stringContaining("clear")]);
  });

  it("warns of https without a trusted proxy, which makes every client look the same", () => {
    const env = { STRONGROOM_URL: "https://secrets.example.com" };
    expect(settingWarnings(env, readSettings(env))).toEqual([expect.stringContaining("no proxy is trusted")]);
    const trusting = { ...env, STRONGROOM_TRUSTED_PROXIES: "10.0.0.0/8" };
    expect(settingWarnings(trusting, readSettings(trusting))).toEqual([]);
  });
});
