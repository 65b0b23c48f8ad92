import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings, settingWarnings } from "./settings";

const folder = mkdtempSync(join(tmpdir(), "strongroom-audit-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = Buffer.alloc(32, 7);
const SECRET = `whsec_${KEY.toString("base64")}`;
const CANARY = "canary-4d10";

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const auditOf = (env: Record<string, string>) => readSettings(env).audit;
const issuesOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
};

describe("where the audit log goes", () => {
  it("is nowhere unless it is set", () => {
    expect(auditOf({ STRONGROOM_AUDIT_STDOUT: "false" })).toEqual({
      stdout: null,
      syslog: null,
      webhook: null,
      witnesses: { file: null, isOnStdout: false, webhook: null, mail: null },
      ca: null,
    });
  });

  it("is what is set, each stream with its kinds", () => {
    const env = {
      STRONGROOM_AUDIT_STDOUT: "true",
      STRONGROOM_AUDIT_STDOUT_KINDS: "change, access",
      STRONGROOM_AUDIT_SYSLOG: "tls://Logs.Example.com",
      STRONGROOM_AUDIT_WEBHOOK: "https://siem.example.com/in?token=x",
      STRONGROOM_AUDIT_WEBHOOK_SECRET_FILE: file("secret", `${SECRET}\n`),
      STRONGROOM_AUDIT_WEBHOOK_KINDS: "refusal",
      STRONGROOM_AUDIT_WITNESS_FILE: "/mnt/worm/checkpoints",
      STRONGROOM_AUDIT_WITNESS_STDOUT: "true",
      STRONGROOM_AUDIT_WITNESS_WEBHOOK: "http://127.0.0.1:8080/",
      STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET: SECRET,
      STRONGROOM_AUDIT_WITNESS_MAIL: "auditor@example.com",
      STRONGROOM_SMTP_URL: "smtps://mail.example.com",
    };
    expect(auditOf(env)).toEqual({
      stdout: { kinds: ["change", "access"] },
      syslog: { host: "logs.example.com", port: 6514, isTls: true, kinds: null },
      webhook: { url: "https://siem.example.com/in?token=x", key: KEY, kinds: ["refusal"] },
      witnesses: {
        file: "/mnt/worm/checkpoints",
        isOnStdout: true,
        webhook: { url: "http://127.0.0.1:8080/", key: KEY },
        mail: "auditor@example.com",
      },
      ca: null,
    });
    expect(settingWarnings(env, readSettings(env)).filter((line) => line.includes("AUDIT"))).toEqual([]);
  });

  it.each([
    ["tls://logs.example.com:443", { host: "logs.example.com", port: 443, isTls: true }],
    ["tls://[2001:db8::7]:601/", { host: "2001:db8::7", port: 601, isTls: true }],
    ["tcp://127.0.0.1:1514", { host: "127.0.0.1", port: 1514, isTls: false }],
    ["tcp://[::1]:1514", { host: "::1", port: 1514, isTls: false }],
  ])("the receiver of syslog can be %s", (text, target) => {
    expect(auditOf({ STRONGROOM_AUDIT_SYSLOG: text }).syslog).toEqual({ ...target, kinds: null });
  });

  it.each([
    [{ STRONGROOM_AUDIT_STDOUT: "yes" }, "STRONGROOM_AUDIT_STDOUT must be true or false"],
    [
      { STRONGROOM_AUDIT_STDOUT: "true", STRONGROOM_AUDIT_STDOUT_KINDS: "change,changes" },
      "STRONGROOM_AUDIT_STDOUT_KINDS must be kinds of change, read, access, signIn, refusal, system, separated by commas",
    ],
    [
      { STRONGROOM_AUDIT_SYSLOG_KINDS: "change" },
      "STRONGROOM_AUDIT_SYSLOG_KINDS is set, but the stream that it narrows is not",
    ],
    [
      { STRONGROOM_AUDIT_SYSLOG: "tcp://logs.example.com:601" },
      "STRONGROOM_AUDIT_SYSLOG must be tls: only a receiver on this machine may be tcp",
    ],
    [
      { STRONGROOM_AUDIT_SYSLOG: `tls://u:${CANARY}@logs.example.com` },
      "STRONGROOM_AUDIT_SYSLOG must look like tls://logs.example.com:6514",
    ],
    [
      { STRONGROOM_AUDIT_WEBHOOK: "http://siem.example.com/", STRONGROOM_AUDIT_WEBHOOK_SECRET: SECRET },
      "STRONGROOM_AUDIT_WEBHOOK must be https: only a receiver on this machine may be http",
    ],
    [
      {
        STRONGROOM_AUDIT_WEBHOOK: `https://u:${CANARY}@siem.example.com/`,
        STRONGROOM_AUDIT_WEBHOOK_SECRET: SECRET,
      },
      "STRONGROOM_AUDIT_WEBHOOK must hold no user or password: requests are signed",
    ],
    [
      { STRONGROOM_AUDIT_WEBHOOK: "https://siem.example.com/" },
      "STRONGROOM_AUDIT_WEBHOOK_SECRET_FILE must be set too",
    ],
    [
      { STRONGROOM_AUDIT_WEBHOOK: "https://siem.example.com/", STRONGROOM_AUDIT_WEBHOOK_SECRET: CANARY },
      "STRONGROOM_AUDIT_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64",
    ],
    [
      { STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET: SECRET },
      "STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET is set, but STRONGROOM_AUDIT_WITNESS_WEBHOOK is not",
    ],
    [
      { STRONGROOM_AUDIT_WITNESS_FILE: "checkpoints" },
      "STRONGROOM_AUDIT_WITNESS_FILE must be the absolute path of a file",
    ],
    [
      { STRONGROOM_AUDIT_WITNESS_MAIL: "auditor@example.com" },
      "STRONGROOM_AUDIT_WITNESS_MAIL needs STRONGROOM_SMTP_URL",
    ],
    [
      { STRONGROOM_AUDIT_CA_FILE: "/nonexistent/ca.pem" },
      "STRONGROOM_AUDIT_CA_FILE names a file that cannot be read, /nonexistent/ca.pem",
    ],
  ])("is not %o", (env, message) => {
    const issues = issuesOf(env);
    expect(issues).toEqual([message]);
    expect(issues.join()).not.toContain(CANARY);
  });

  it("needs certificates in the file of authorities, and no secret in two places", () => {
    expect(issuesOf({ STRONGROOM_AUDIT_CA_FILE: file("ca.pem", CANARY) })).toEqual([
      "STRONGROOM_AUDIT_CA_FILE must name a file with certificates in PEM",
    ]);
    const env = {
      STRONGROOM_AUDIT_WEBHOOK: "https://siem.example.com/",
      STRONGROOM_AUDIT_WEBHOOK_SECRET: SECRET,
    };
    expect(issuesOf({ ...env, STRONGROOM_AUDIT_WEBHOOK_SECRET_FILE: file("other", SECRET) })).toEqual([
      "STRONGROOM_AUDIT_WEBHOOK_SECRET and STRONGROOM_AUDIT_WEBHOOK_SECRET_FILE are both set: keep one of them",
    ]);
  });
});
