import { expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { fieldsOf } from "./row";

const { pool } = await testDatabase();

test("a row is taken apart as PostgreSQL put it together, whatever is in it", async () => {
  const texts = [
    "plain",
    "",
    null,
    'with "quotes"',
    "back\\slash\\",
    "two\nlines",
    "a,b",
    "(in)",
    " blank ",
    '"',
    "\\",
    '","',
    "é😀",
    null,
  ];
  for (let from = 0; from < texts.length; from += 1) {
    const wanted = [...texts.slice(from), ...texts.slice(0, from)];
    const list = wanted.map((_, i) => `$${i + 1}::text`).join(", ");
    const { rows } = await pool.query<{ row: string }>(`SELECT ROW(${list})::text AS row`, wanted);
    expect(fieldsOf(rows[0]?.row ?? "")).toEqual(wanted);
  }
  const { rows } = await pool.query<{ row: string }>("SELECT ROW(NULL::text)::text AS row");
  expect(fieldsOf(rows[0]?.row ?? "")).toEqual([null]);
});
