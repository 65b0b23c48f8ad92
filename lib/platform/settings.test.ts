import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings, settingWarnings } from "./settings";

const mistakesOf = (env: Record<string, string>): string[] => {
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
      trustedProxies: [],
      logLevel: "info",
      rateLimitKey: null,
      rateLimitAddress: null,
    });
  });

  it("derives the address from the port, and drops the address's trailing slash", () => {
    expect(readSettings({ PORT: "4150" }).origin).toBe("http://localhost:4150");
    expect(readSettings({ STRONGROOM_URL: "https://Secrets.example.com/" }).origin).toBe(
      "https://secrets.example.com",
    );
  });

  it("tells every mistake at once, one line each", () => {
    const mistakes = mistakesOf({
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
    expect(mistakes.map((line) => line.split(" ")[0])).toEqual([
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
    const mistakes = mistakesOf({ STRONGROOM_MASTER_KEY: canary, DATABASE_URL: `mysql://u:${canary}@h/d` });
    expect(mistakes).toHaveLength(2);
    expect(mistakes.join()).not.toContain(canary);
  });

  it.each(["0", "-1", "3e3", "3000.5", " 3000", "0x10"])("refuses the port %j", (PORT) => {
    expect(mistakesOf({ PORT })).toHaveLength(1);
  });

  it.each([
    "secrets.example.com",
    "ftp://a",
    "https://u:p@a",
    "https://a/?q",
    "https://a/#f",
    "javascript:alert(1)",
  ])("refuses the address %j", (STRONGROOM_URL) => {
    expect(mistakesOf({ STRONGROOM_URL })).toHaveLength(1);
  });

  it("refuses two sources of one master key", () => {
    const both = { STRONGROOM_MASTER_KEY: "ab".repeat(32), STRONGROOM_MASTER_KEY_FILE: "/k" };
    expect(mistakesOf(both)).toEqual([
      "STRONGROOM_MASTER_KEY and STRONGROOM_MASTER_KEY_FILE are both set: keep one of them",
    ]);
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
    const env = { HOST: "0.0.0.0", STRONGROOM_URL: "https://secrets.example.com" };
    expect(settingWarnings(env, readSettings(env))).toEqual([]);
  });

  it("warns of plain http on a network, not on this machine", () => {
    const warningsFor = (STRONGROOM_URL: string) => settingWarnings({}, readSettings({ STRONGROOM_URL }));
    expect(warningsFor("http://secrets.example.com")).toHaveLength(1);
    expect(warningsFor("http://127.0.0.1:3000")).toEqual([]);
    expect(warningsFor("https://secrets.example.com")).toEqual([]);
  });
});
