import { afterEach, describe, expect, it, vi } from "vitest";
import { API_KEY, json, scripted } from "../http/scripted-server.fixture.js";

const DATABASE_URL = "postgres://app:s3cr3t@db/app";
const SECRETS: Record<string, string> = {
  DATABASE_URL,
  "payment-api-key": "sk_live_4f9a",
  PAYMENT_API_KEY: "x".repeat(9),
  PIN: "123",
  LD_PRELOAD: "/tmp/evil.so",
  HTTP_PROXY: "http://proxy",
  BIG: "b".repeat(200_000),
};

async function client() {
  const { client: made } = await scripted(({ url }, res) => {
    const names = new URL(url, "http://h").searchParams.get("names")?.split(",") ?? [];
    json(res, 200, { values: Object.fromEntries(names.map((name) => [name, SECRETS[name]])), version: "1" });
  });
  return made;
}

/** A Node program in one line. */
const node = (code: string) => [process.execPath, "-e", code];
const PRINT_ENV = node("console.log(JSON.stringify(process.env))");

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("exec", () => {
  it("gives the program the listed secrets and parameters, and masks what it prints", async () => {
    vi.stubEnv("STRONGROOM_API_KEY", API_KEY);
    vi.stubEnv("STRONGROOM_MASTER_KEY", "0".repeat(64));
    const code = `
      const { env } = process;
      console.log(env.DATABASE_URL === ${JSON.stringify(DATABASE_URL)}, env.DATABASE_URL);
      console.error(Buffer.from(env.DATABASE_URL).toString("base64"), Buffer.from(env.PAYMENT_API_KEY).toString("hex"));
      console.log(Object.keys(env).filter((name) => name.startsWith("STRONGROOM")).join());
      console.log(env.STRONGROOM_PARAM_ORDERID, env.STRONGROOM_PARAMS, env.EXTRA);
      process.exitCode = 3;`;
    const heard: string[] = [];
    const run = await (await client()).exec(node(code), {
      secrets: ["DATABASE_URL", "payment-api-key"],
      params: { orderId: "1234", dry: true },
      env: { EXTRA: "more" },
      onOutput: (text, output) => heard.push(`${output}: ${text}`),
    });
    expect(run).toMatchObject({ exitCode: 3, signal: null, isTruncated: false, unmasked: [] });
    expect(run.stdout.split("\n")).toEqual([
      "true <secret:database_url>",
      "STRONGROOM_PARAM_ORDERID,STRONGROOM_PARAM_DRY,STRONGROOM_PARAMS",
      '1234 {"orderId":"1234","dry":true} more',
      "",
    ]);
    expect(run.stderr).toBe("<secret:database_url> <secret:payment-api-key>\n");
    expect(heard.join("")).toContain("stderr: <secret:database_url>");
    expect(heard.join("")).not.toContain("s3cr3t");
  });

  it("gives no secret that is not listed, and masks the key of this program", async () => {
    const run = await (await client()).exec(node(`console.log("${API_KEY}", process.env.DATABASE_URL)`));
    expect(run.stdout).toBe("<secret:strongroom_api_key> undefined\n");
  });

  it("names values that are too short to mask", async () => {
    const run = await (await client()).exec(PRINT_ENV, { secrets: ["PIN"], env: { REMOVED: undefined } });
    expect(run.unmasked).toEqual(["PIN"]);
    expect(JSON.parse(run.stdout)).toMatchObject({ PIN: "123" });
  });

  it.each([
    [["LD_PRELOAD"], "LD_PRELOAD would set LD_PRELOAD, which can take over"],
    [["payment-api-key", "PAYMENT_API_KEY"], "would both become PAYMENT_API_KEY"],
  ])("refuses %s", async (secrets, words) => {
    await expect((await client()).exec(PRINT_ENV, { secrets })).rejects.toMatchObject({
      code: "usage",
      detail: expect.stringContaining(words),
    });
  });

  it("sets a name that takes over a program only when told", async () => {
    const options = { secrets: ["HTTP_PROXY"], allowTakeOver: ["HTTP_PROXY"] };
    const run = await (await client()).exec(node("console.log(process.env.HTTP_PROXY)"), options);
    expect(run.stdout).toBe("<secret:http_proxy>\n");
  });

  it("runs no shell", async () => {
    await expect((await client()).exec("echo a; echo b")).rejects.toMatchObject({ code: "usage" });
    const run = await (await client()).exec([...node("console.log(process.argv[1])"), "$(id)"]);
    expect(run.stdout).toBe("$(id)\n");
  });

  it("says why a program cannot be started", async () => {
    const { exec } = {
      exec: async (command: string[], options = {}) => (await client()).exec(command, options),
    };
    await expect(exec(["/no/such/program"])).rejects.toMatchObject({
      code: "notStarted",
      detail: expect.stringContaining("there is no such program"),
    });
    await expect(exec(["true"], { secrets: ["BIG"] })).rejects.toMatchObject({
      code: "notStarted",
      detail: expect.stringContaining("larger than this system allows"),
    });
  });

  it("tells by which signal a program ended", async () => {
    const run = await (await client()).exec(
      node("process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9e3)"),
    );
    expect(run).toMatchObject({ exitCode: null, signal: "SIGTERM" });
  });

  it("ends the program when the caller's signal says so", async () => {
    const controller = new AbortController();
    const made = await client();
    const run = made.exec(node("console.log('up'); setInterval(() => {}, 1e3)"), {
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: "aborted" });
    await expect(made.exec(PRINT_ENV, { signal: controller.signal })).rejects.toMatchObject({
      code: "aborted",
    });
  });

  it("keeps the beginning of an output of 100 MB and passes all of it on", async () => {
    const code = `
      const line = Buffer.alloc(1 << 20, "y\\n");
      let left = 100;
      const more = () => left-- > 0 && process.stdout.write(line, more);
      more();`;
    const made = await client();
    let heard = 0;
    const run = await made.exec(node(code), {
      secrets: ["DATABASE_URL"],
      outputBytesMax: 1_000,
      onOutput: (text) => {
        heard += text.length;
      },
    });
    expect(heard).toBe(100 << 20);
    expect(run.stdout).toHaveLength(1_000);
    expect(run.isTruncated).toBe(true);
  });

  it("ends the program when the callback for its output throws", async () => {
    const run = (await client()).exec(node("console.log('up'); setInterval(() => {}, 1e3)"), {
      onOutput: () => {
        throw new TypeError("mine");
      },
    });
    await expect(run).rejects.toThrow("mine");
  });

  it("does not wait for what the program left behind with its output open", async () => {
    const left = `require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 15000)"], { stdio: "inherit" }).unref(); console.log("done"); process.exit(0)`;
    const startedAt = performance.now();
    const run = await (await client()).exec(node(left));
    expect(run).toMatchObject({ exitCode: 0, stdout: "done\n" });
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });

  it("hands over input", async () => {
    const run = await (await client()).exec(node("process.stdin.pipe(process.stdout)"), { input: "hello" });
    expect(run.stdout).toBe("hello");
  });
});
