import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { openEgress } from "@/lib/net/egress";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { failure, type S3Answer, startS3 } from "@/test/s3-server";
import { bucketStore } from "./bucket";
import { makeBackup, verifyBackup } from "./service";

const masterKey = parseMasterKey(newMasterKeyText(), "test");
const checks = { masterKeys: [masterKey], migrations: "prisma/migrations" };
const { ctx } = await testContext({ masterKey });
const egress = openEgress();
afterwards(async () => egress.close());
const s3 = await startS3();
const PREFIX = "strong room/2026/".replace(" ", "-");

const storeOf = (more: object = {}, bucket: object = {}) =>
  bucketStore(
    {
      ...{ name: "vault", prefix: PREFIX, endpoint: s3.endpoint, region: "garage" },
      ...{ accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey, ...bucket },
    },
    egress,
    { recipients: [], pausesMs: [1, 1, 1], ...more },
  );
const made = async (name: string, more: object = {}, bucket: object = {}) => {
  const store = await storeOf(more, bucket);
  return makeBackup(ctx, store.newTarget(name), checks);
};
const complaint = (name: string, more: object = {}, bucket: object = {}) =>
  made(name, more, bucket).then(
    () => "made",
    (error: Error) => error.message,
  );
async function withAnswers<T>(answer: (typeof s3)["instead"], work: () => Promise<T>): Promise<T> {
  s3.instead = answer;
  return work().finally(() => {
    s3.instead = () => null;
  });
}
const always = (answer: S3Answer) => () => answer;

test("a backup is there once it was read again, in one piece or in many, each request signed", async () => {
  const { sha256, bytes } = await made("one");
  const object = s3.objects.get(`${PREFIX}one`);
  expect(object?.length).toBe(bytes);
  expect((await verifyBackup(Readable.from([object]), checks)).sha256).toBe(sha256);
  const many = await made("many", { partBytes: 1_000 });
  expect(many.bytes).toBeGreaterThan(3_000);
  expect(s3.asked.filter(({ query }) => query.has("partNumber")).length).toBeGreaterThan(3);
  const parts = s3.objects.get(`${PREFIX}many`);
  expect((await verifyBackup(Readable.from([parts]), checks)).sha256).toBe(many.sha256);
  expect(s3.uploads.size).toBe(0);
});

test("what lies there is listed page by page, and what lies elsewhere is not", async () => {
  for (const key of ["other", `${PREFIX}x`, `${PREFIX}y`, `${PREFIX}deeper/z`])
    s3.objects.set(key, Buffer.of(1));
  const store = await storeOf();
  expect((await store.list()).sort()).toEqual(["many", "one", "x", "y"]);
  await store.remove("x");
  expect(s3.objects.has(`${PREFIX}x`)).toBe(false);
});

test("an upload that was begun and not ended is ended if it is ours, and nobody else's", async () => {
  s3.uploads.set("u1", `${PREFIX}ours`).set("u2", `${PREFIX}theirs`).set("u3", "ours");
  await (await storeOf()).removeParts((name) => name === "ours");
  expect([...s3.uploads.keys()]).toEqual(["u2", "u3"]);
  const unable = withAnswers(always(failure(501, "NotImplemented")), async () =>
    (await storeOf()).removeParts(() => true),
  );
  await expect(unable).resolves.toBeUndefined();
  s3.uploads.clear();
});

test("a store that is busy is asked again, and one that stays so is told of", async () => {
  let tries = 0;
  const busy = failure(503, "SlowDown");
  await withAnswers(
    () => (++tries < 3 ? busy : null),
    () => made("patient"),
  );
  expect(s3.objects.has(`${PREFIX}patient`)).toBe(true);
  tries = 0;
  const host = new URL(s3.endpoint).host;
  const told = await withAnswers(
    ({ method }) => {
      tries += method === "PUT" ? 1 : 0;
      return busy;
    },
    () => complaint("never"),
  );
  expect(told).toBe(`the store at ${host} answers 503 (SlowDown)`);
  expect(tries).toBe(4);
  expect(await complaint("never", {}, { endpoint: "http://127.0.0.1:1" })).toMatch(/ECONNREFUSED/);
});

test("another clock is told of with both times", async () => {
  const skewed = failure(403, "RequestTimeTooSkewed", "<ServerTime>2020-01-01T00:00:00Z</ServerTime>");
  expect(await withAnswers(always(skewed), () => complaint("never"))).toMatch(
    /the clock here says 20\d\d-.*, that of the store 2020-01-01T00:00:00Z; put it right$/,
  );
});

test("a redirect is not followed, and says what to set; so does another region", async () => {
  const elsewhere = {
    status: 301,
    headers: { Location: "http://127.0.0.1:1/", "x-amz-bucket-region": "eu-central-1" },
    body: "<Error><Code>PermanentRedirect</Code><Endpoint>vault.s3.eu-central-1.amazonaws.com</Endpoint></Error>",
  };
  expect(await withAnswers(always(elsewhere), () => complaint("never"))).toMatch(
    /no redirect is followed; set STRONGROOM_BACKUP_S3_REGION to eu-central-1, or STRONGROOM_BACKUP_S3_ENDPOINT to the address of vault\.s3/,
  );
  expect(await complaint("never", {}, { region: "us-east-1" })).toMatch(
    /set STRONGROOM_BACKUP_S3_REGION to garage/,
  );
});

test("a wrong key, a wrong secret and a bucket that is not there are told of, and the secret never is", async () => {
  const wrong = [
    [{ accessKeyId: "nobody" }, /403 \(InvalidAccessKeyId\)/],
    [{ secretAccessKey: "canary-secret" }, /403 \(SignatureDoesNotMatch\): see that the access key/],
    [{ name: "elsewhere" }, /404 \(NoSuchBucket\): make the bucket/],
  ] as const;
  for (const [bucket, expected] of wrong) {
    const told = await complaint("never", {}, bucket);
    expect(told).toMatch(expected);
    expect(told).not.toMatch(/canary|\n/);
  }
});

test("what is not right when it is read again is deleted, and so are the parts of what could not be sent", async () => {
  const altered = withAnswers(
    ({ method, key }) => (method === "GET" && key !== "" ? { status: 206, body: "altered" } : null),
    () => complaint("never"),
  );
  expect(await altered).toMatch(/altered|no backup/);
  let part = 0;
  const broken = withAnswers(
    ({ query }) => (query.has("partNumber") && ++part === 3 ? failure(403, "AccessDenied") : null),
    () => complaint("never", { partBytes: 1_000 }),
  );
  expect(await broken).toMatch(/403 \(AccessDenied\)/);
  const answeredLate = withAnswers(
    ({ method, query }) =>
      method === "POST" && query.has("uploadId") ? { ...failure(200, "InternalError") } : null,
    () => complaint("never", { partBytes: 1_000 }),
  );
  expect(await answeredLate).toBe("the store did not put the parts together (InternalError)");
  expect([...s3.objects.keys()].filter((key) => key.endsWith("never"))).toEqual([]);
  expect(s3.uploads.size).toBe(0);
});
