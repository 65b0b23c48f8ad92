import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { download } from "./download";
import { DOWNLOADS_PER_CALLER_MAX } from "./download-slots";

async function* rowsOf(...rows: object[]): AsyncGenerator<object> {
  yield* rows;
}

const ctx = { actor: { kind: "job", name: "test" } } as const;
const columns = ["by", "detail"];
const file = { fileName: "A.b-c", columns };

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=cmd|"/C calc"!A0'])(
  "no spreadsheet takes %j for a formula",
  async (by) => {
    const text = await download(ctx, { ...file, format: "csv", rows: rowsOf({ by, detail: {} }) }).text();
    expect(text).toMatch(/^by,detail\r\n"?'/);
  },
);

test("what is in a row comes back as it was, with quotes, commas and line ends", async () => {
  const row = { by: 'a,"b"\nc', detail: { from: "x", to: "ü" } };
  const csv = await download(ctx, { ...file, format: "csv", rows: rowsOf(row) }).text();
  expect(csv).toBe('by,detail\r\n"a,""b""\nc","{""from"":""x"",""to"":""ü""}"\r\n');
  const jsonl = await download(ctx, { ...file, format: "jsonl", rows: rowsOf(row, row) }).text();
  expect(
    jsonl
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([row, row]);
});

test("the last line of JSON Lines may say what comes before it", async () => {
  const end = (content: object) => content;
  const answer = download(ctx, { ...file, format: "jsonl", rows: rowsOf({ by: "a" }, { by: "ü" }), end });
  const [first, second, last] = (await answer.text()).split(/(?<=\n)/);
  const sha256 = createHash("sha256").update(`${first}${second}`).digest("hex");
  expect(JSON.parse(last ?? "")).toEqual({ rows: 2, sha256 });
});

test("a file without rows still says what its columns are", async () => {
  const answer = download(ctx, { ...file, format: "csv", rows: rowsOf() });
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="A.b-c.csv"');
  expect(await answer.text()).toBe("by,detail\r\n");
});

test.each(["csv", "jsonl"] as const)("a %s that breaks off does not look whole", async (format) => {
  async function* broken(): AsyncGenerator<object> {
    yield { by: "a", detail: 1 };
    throw new Error("the database went away");
  }
  await expect(download(ctx, { ...file, format, rows: broken() }).text()).rejects.toThrow();
});

describe("a client that does not read", () => {
  const endless = (onEnd: () => void) =>
    (async function* () {
      try {
        for (let n = 0; ; n += 1) yield { by: "x".repeat(10_000), detail: { n } };
      } finally {
        onEnd();
      }
    })();

  test.each(["csv", "jsonl"] as const)(
    "gets no more of %s after a while, and holds nothing",
    async (format) => {
      let isEnded = false;
      const rows = endless(() => {
        isEnded = true;
      });
      const answer = download(ctx, { ...file, format, rows }, 50);
      const reader = answer.body?.getReader();
      await reader?.read();
      await expect.poll(() => isEnded).toBe(true);
      const rest = async () => {
        while (!(await reader?.read())?.done);
      };
      await expect(rest()).rejects.toThrow();
    },
  );

  test("takes a bounded number of files at once, and keeps nobody else from theirs", async () => {
    const take = (id: string) => {
      const actor = { kind: "apiKey", id } as never;
      return download({ actor }, { ...file, format: "jsonl", rows: endless(() => {}) }, 100);
    };
    for (let n = 0; n < DOWNLOADS_PER_CALLER_MAX; n += 1) take("a");
    expect(() => take("a")).toThrow(expect.objectContaining({ code: "throttled" }));
    take("b");
    // Those that nobody reads end by themselves, also when nothing was ever taken from them.
    await expect.poll(() => take("a").status).toBe(200);
  });

  test("that goes away gives its place back", async () => {
    for (let n = 0; n < DOWNLOADS_PER_CALLER_MAX * 3; n += 1) {
      const answer = download(ctx, { ...file, format: "csv", rows: endless(() => {}) });
      await answer.body?.cancel();
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
