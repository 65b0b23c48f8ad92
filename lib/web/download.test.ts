import { expect, test } from "vitest";
import { download } from "./download";

async function* rowsOf(...rows: object[]): AsyncGenerator<object> {
  yield* rows;
}

const columns = ["by", "detail"];
const file = { fileName: "A.b-c", columns };

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=cmd|"/C calc"!A0'])(
  "no spreadsheet takes %j for a formula",
  async (by) => {
    const text = await download({ ...file, format: "csv", rows: rowsOf({ by, detail: {} }) }).text();
    expect(text).toMatch(/^by,detail\r\n"?'/);
  },
);

test("what is in a row comes back as it was, with quotes, commas and line ends", async () => {
  const row = { by: 'a,"b"\nc', detail: { from: "x", to: "ü" } };
  const csv = await download({ ...file, format: "csv", rows: rowsOf(row) }).text();
  expect(csv).toBe('by,detail\r\n"a,""b""\nc","{""from"":""x"",""to"":""ü""}"\r\n');
  const jsonl = await download({ ...file, format: "jsonl", rows: rowsOf(row, row) }).text();
  expect(
    jsonl
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([row, row]);
});

test("a file without rows still says what its columns are", async () => {
  const answer = download({ ...file, format: "csv", rows: rowsOf() });
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="A.b-c.csv"');
  expect(await answer.text()).toBe("by,detail\r\n");
});

test.each(["csv", "jsonl"] as const)("a %s that breaks off does not look whole", async (format) => {
  async function* broken(): AsyncGenerator<object> {
    yield { by: "a", detail: 1 };
    throw new Error("the database went away");
  }
  await expect(download({ ...file, format, rows: broken() }).text()).rejects.toThrow();
});
