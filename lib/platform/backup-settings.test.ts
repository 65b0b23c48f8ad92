import { expect, test } from "vitest";
import { readSettings } from "./settings";

const DIR = { STRONGROOM_BACKUP_DIR: "/backups" };
const backupOf = (env: Readonly<Record<string, string>>) => readSettings({ ...DIR, ...env }).backup;
const issueOf = (env: Readonly<Record<string, string>>): string => {
  try {
    readSettings(env);
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
};

test("a folder alone has one made each night, and a week of days, a month of weeks and a year of months kept", () => {
  expect(readSettings({}).backup).toBeNull();
  expect(backupOf({})).toEqual({
    destination: "/backups",
    schedule: "15 2 * * *",
    keep: { h: 0, d: 7, w: 4, m: 12 },
    recipients: [],
  });
});

test("what is kept is any of hours, days, weeks and months, or all", () => {
  expect(backupOf({ STRONGROOM_BACKUP_KEEP: "3m 24h" })?.keep).toEqual({ h: 24, d: 0, w: 0, m: 3 });
  expect(backupOf({ STRONGROOM_BACKUP_KEEP: "all" })?.keep).toBeNull();
  for (const text of ["7", "7d 3d", "0d", "d", "7y", "7d,4w", "-1d"])
    expect(issueOf({ ...DIR, STRONGROOM_BACKUP_KEEP: text })).toMatch(/^STRONGROOM_BACKUP_KEEP must say/);
});

test("a schedule is five fields that come, and nothing is set for backups that go nowhere", () => {
  expect(backupOf({ STRONGROOM_BACKUP_SCHEDULE: "0 */6 * * 1-5" })?.schedule).toBe("0 */6 * * 1-5");
  for (const text of ["daily", "* * * * * *", "61 * * * *", "0 0 31 2 *"])
    expect(issueOf({ ...DIR, STRONGROOM_BACKUP_SCHEDULE: text })).toMatch(
      /^STRONGROOM_BACKUP_SCHEDULE must be/,
    );
  expect(issueOf({ STRONGROOM_BACKUP_KEEP: "7d" })).toBe(
    "STRONGROOM_BACKUP_KEEP is set, but STRONGROOM_BACKUP_DIR is not",
  );
});

test("recipients are a list, and none that is refused is repeated: it may be the secret half", () => {
  const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  expect(backupOf({ STRONGROOM_BACKUP_RECIPIENTS: `${recipient}, ${recipient}` })?.recipients).toHaveLength(
    2,
  );
  const secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
  expect(issueOf({ ...DIR, STRONGROOM_BACKUP_RECIPIENTS: secret })).toBe(
    "STRONGROOM_BACKUP_RECIPIENTS must be recipients of age, each of which begins with age1, separated by commas",
  );
});
