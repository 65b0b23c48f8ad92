import { describe, expect, test } from "vitest";
import { newRotationPolicy } from "../schema";
import { policyForm, policyInput } from "./schema";

const filled = {
  ...{ project: "default", environment: "production", secretId: "01990000-0000-7000-8000-000000000000" },
  ...{ kind: "random", "random.format": "hex", "random.length": "64", "keyPair.format": "pem" },
  ...{ schedule: "never", everyDays: "", windowMinutes: "60", graceAmount: "24", graceUnit: "hours" },
};
const policyOf = (form: object) => newRotationPolicy.parse(policyInput(policyForm.parse(form)));
const pathsOf = (form: object) => policyForm.safeParse(form).error?.issues.map(({ path }) => path.join("."));

describe("the form of a policy", () => {
  test("takes the fields of the kind that is chosen, and those alone", () => {
    expect(policyOf(filled)).toEqual({
      rotator: { kind: "random", format: "hex", length: 64 },
      ...{ schedule: null, graceSeconds: 86_400, paused: false, credential: null },
    });
    const byWebhook = { kind: "webhook", "webhook.url": "https://a.example/", "webhook.credential": "KEY" };
    expect(policyOf({ ...filled, ...byWebhook, paused: "on" })).toMatchObject({
      ...{ rotator: { kind: "webhook", url: "https://a.example/" }, credential: "KEY", paused: true },
    });
  });

  test("takes lists by the line, and the fields of the provider that is chosen", () => {
    const database = { "postgres.host": "db.example", "postgres.database": "app", "postgres.port": "5433" };
    const postgres = { ...filled, kind: "postgres", ...database, "postgres.users": "app_a\r\napp_b\r\n" };
    expect(policyOf(postgres)).toMatchObject({
      rotator: { kind: "postgres", port: 5_433, users: ["app_a", "app_b"], value: "url", tls: "verify" },
    });
    const provider = { "http.preset": "cloudflare", "http.userName": "left over", "http.accountId": "" };
    expect(policyOf({ ...filled, kind: "http", ...provider }).rotator).toEqual({
      ...{ kind: "http", preset: "cloudflare" },
    });
  });

  test("takes the schedule that is chosen", () => {
    expect(policyOf({ ...filled, schedule: "days", everyDays: "90" })).toMatchObject({
      schedule: { everyDays: 90, windowMinutes: 60 },
    });
    const cron = { cron: "0 3 * * 1", timeZone: "Europe/Vienna" };
    expect(policyOf({ ...filled, schedule: "cron", ...cron })).toMatchObject({ schedule: cron });
  });

  test.each([
    [{ schedule: "days", everyDays: "1.5" }, "schedule.everyDays"],
    [{ schedule: "days", everyDays: "90", windowMinutes: "x" }, "schedule.windowMinutes"],
    [{ graceAmount: "" }, "graceSeconds"],
    [{ graceUnit: "weeks" }, "graceUnit"],
    [{ secretId: "x" }, "secretId"],
  ])("%j is an error at %s", (wrong, path) => {
    expect(pathsOf({ ...filled, ...wrong })).toEqual([path]);
  });

  test.each([
    [{ "random.length": "many" }, "rotator.length", "whole number"],
    [{ schedule: "cron", cron: "x", timeZone: "UTC" }, "schedule.cron", "no cron expression"],
    [{ schedule: "days", everyDays: "0" }, "schedule.everyDays", "At least 1"],
    [{ graceAmount: "91", graceUnit: "days" }, "graceSeconds", "90 days"],
    [{ kind: "none" }, "rotator.kind", "Choose"],
  ])("%j is refused by the rules of the policy at %s", (wrong, path, message) => {
    const result = newRotationPolicy.safeParse(policyInput(policyForm.parse({ ...filled, ...wrong })));
    const issues = result.error?.issues.map((issue) => [issue.path.join("."), issue.message]);
    expect(issues).toEqual([[path, expect.stringContaining(message)]]);
  });
});
