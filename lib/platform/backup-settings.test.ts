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

test("a bucket has a key, whose secret is a file's or a setting's, and a region that has an address unless another is set", () => {
  const s3 = {
    STRONGROOM_BACKUP_DIR: "s3://vault/strong/room/",
    STRONGROOM_BACKUP_S3_ACCESS_KEY_ID: "GK1",
    STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY: "canary",
  };
  expect(backupOf(s3)?.destination).toEqual({
    ...{ name: "vault", prefix: "strong/room/", accessKeyId: "GK1", secretAccessKey: "canary" },
    ...{ region: "us-east-1", endpoint: "https://s3.us-east-1.amazonaws.com" },
  });
  expect(
    backupOf({
      ...s3,
      STRONGROOM_BACKUP_S3_ENDPOINT: "http://minio:9000",
      STRONGROOM_BACKUP_DIR: "s3://vault",
    })?.destination,
  ).toMatchObject({ endpoint: "http://minio:9000", prefix: "" });
  expect(issueOf({ STRONGROOM_BACKUP_DIR: "s3://vault" })).toBe(
    "STRONGROOM_BACKUP_S3_ACCESS_KEY_ID must be set too\nSTRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE must be set too",
  );
  for (const text of ["s3://", "s3://UPPER/x", "s3://vault/../x", "s3://vault/a?b", "https://vault"])
    expect(issueOf({ ...s3, STRONGROOM_BACKUP_DIR: text })).toMatch(
      /^STRONGROOM_BACKUP_DIR must be a folder, or/,
    );
  const both = { ...s3, STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE: "/none" };
  expect(issueOf(both)).toMatch(/cannot be read \(ENOENT\)\n.* are both set: keep one of them$/);
  expect(issueOf(both)).not.toContain("canary");
});
