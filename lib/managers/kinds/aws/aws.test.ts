import { beforeEach, describe, expect, it, vi } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { startAwsSecrets } from "@/test/aws-secrets-server";
import { refusal, testCalls } from "../call.fixture";
import { clientOf } from "../registry";
import { managerConfig } from "../schema";

const call = testCalls();
const aws = await startAwsSecrets();
const KEY = { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey };

const open = (key: object | string = KEY, more: object = {}) =>
  clientOf(
    call,
    managerConfig.parse({ kind: "aws", region: aws.region, endpoint: aws.endpoint, ...more }),
    Plaintext.of(typeof key === "string" ? key : JSON.stringify(key)),
  );

beforeEach(() => {
  aws.secrets.clear();
  aws.instead = () => null;
});

describe("a secret", () => {
  it("is read as its fields or its text, also the version before", async () => {
    aws.put("app/db", JSON.stringify({ user: "u", password: "one", port: 1 }));
    aws.put("app/db", JSON.stringify({ user: "u", password: "two", port: 1 }));
    const now = await open().read("app/db", "");
    expect(now).toMatchObject({ content: { user: "u", password: "two" }, notText: ["port"] });
    expect(now.at).toBeInstanceOf(Date);
    const before = await open().read("app/db", "AWSPREVIOUS");
    expect(before.content).toMatchObject({ password: "one" });
    expect((await open().read("app/db", before.version)).content).toMatchObject({ password: "one" });
    expect((await open().versions("app/db")).map(({ version }) => version).sort()).toEqual(
      [now.version, before.version].sort(),
    );
    aws.put("plain", "just text");
    expect(await open().read("plain", "")).toMatchObject({ content: "just text", notText: [] });
  });

  it("that is not there, is deleted, or is no text is named so", async () => {
    aws.put("bytes", Buffer.from([0, 1]));
    aws.put("gone", "x");
    const gone = aws.secrets.get("gone");
    if (gone) gone.deletedAt = 1;
    expect(await refusal(open().read("moved/path", ""))).toEqual([
      "notFound",
      "AWS has no secret moved/path.",
    ]);
    expect((await refusal(open().read("bytes", "")))[0]).toBe("notText");
    expect((await refusal(open().read("bytes", "AWSPENDING")))[0]).toBe("notFound");
    expect(await refusal(open().read("gone", ""))).toEqual([
      "invalid",
      "AWS does not do this with the secret as it is: it may be marked for deletion (InvalidRequestException).",
    ]);
    expect(await open().owner("gone")).toEqual({ exists: false, owner: null });
  });

  it("keeps the fields of others when it is written, and is marked only when we made it", async () => {
    aws.put("theirs", JSON.stringify({ user: "u", port: 1 }));
    const { version } = await open().write("theirs", { password: "p" }, "strongroom/1");
    expect(JSON.parse(aws.secrets.get("theirs")?.versions.at(-1)?.text ?? "")).toEqual({
      user: "u",
      port: 1,
      password: "p",
    });
    expect(aws.secrets.get("theirs")?.versions.at(-1)?.id).toBe(version);
    expect(await open().owner("theirs")).toEqual({ exists: true, owner: null });
    await open().write("ours", "text", "strongroom/1");
    expect(await open().owner("ours")).toEqual({ exists: true, owner: "strongroom/1" });
    expect((await refusal(open().write("ours", { a: "b" }, "strongroom/1")))[0]).toBe("notText");
    await open().remove("theirs", ["password", "absent"]);
    expect((await open().read("theirs", "")).content).toEqual({ user: "u" });
    await open().remove("ours", null);
    await open().remove("ours", null);
    await open().remove("ours", ["a"]);
    expect(await open().owner("ours")).toEqual({ exists: false, owner: null });
  });

  it("is listed page by page, by the beginning of its name", async () => {
    for (let i = 0; i < 230; i += 1) aws.put(`app/${String(i).padStart(3, "0")}`, "v");
    aws.put("other/app/x", "v");
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await open().list("app/", cursor);
      names.push(...page.entries.map(({ path }) => path));
      cursor = page.next;
    } while (cursor !== null);
    expect(names).toHaveLength(230);
    expect(new Set(names).size).toBe(230);
  });
});

describe("signing in", () => {
  it("is with the access key that is given, whatever the environment has", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00000");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of-the-environment");
    vi.stubEnv("AWS_REGION", "us-west-2");
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
    await open().check();
  });

  it.each([
    ["an unknown access key", { ...KEY, accessKeyId: "AKIAUNKNOWN000000000" }, "unauthenticated"],
    ["a wrong secret", { ...KEY, secretAccessKey: "wrong" }, "unauthenticated"],
    ["what is no access key", "AKIA:secret", "unauthenticated"],
  ] as const)("says so of %s", async (_, key, reason) => {
    expect((await refusal(open(key).check()))[0]).toBe(reason);
  });

  it("goes to AWS itself where no endpoint is said", async () => {
    const urls: string[] = [];
    const spy = clientOf(
      async ({ url }) => {
        urls.push(url);
        return { status: 200, headers: [], body: Buffer.from("{}"), bytesReceived: 2 };
      },
      managerConfig.parse({ kind: "aws", region: "eu-central-1" }),
      Plaintext.of(JSON.stringify(KEY)),
    );
    await spy.check();
    expect(urls).toEqual(["https://secretsmanager.eu-central-1.amazonaws.com/"]);
  });
});

describe("trouble", () => {
  const code = (name: string, status = 400) => ({ status, body: { __type: name, Message: "said by AWS" } });

  it.each([
    ["a throttle", code("ThrottlingException"), "throttled"],
    ["no permission", code("AccessDeniedException"), "forbidden"],
    ["an expired token", code("ExpiredTokenException"), "unauthenticated"],
    ["a key of KMS", code("DecryptionFailure"), "forbidden"],
    ["a fault of AWS", code("InternalServiceError", 500), "unavailable"],
    ["a proxy that is in the way", { status: 502, body: "<html>" }, "unavailable"],
    ["a redirect", { status: 302, headers: { Location: "http://127.0.0.1:1/" } }, "unavailable"],
    ["a page for people", { status: 200, body: "<html>" }, "unavailable"],
  ] as const)("is named: %s", async (_, answer, reason) => {
    aws.instead = () => answer;
    const [got, said] = await refusal(open().read("a", ""));
    expect(got).toBe(reason);
    expect(said).not.toContain("said by AWS");
  });
});
