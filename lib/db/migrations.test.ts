import { expect, test } from "vitest";
import { readMigrations } from "./migration-files";

/** Before the first release nobody upgraded one instance after another. */
const LAST_BEFORE_RELEASE = "20261130093000";

/** What takes something away from under the version that runs beside the new one, or refuses what that writes. */
const BREAKING: readonly (readonly [string, RegExp])[] = [
  ["drops a table or a column", /\bDROP (TABLE|COLUMN|VIEW|TYPE)\b/i],
  ["renames", /\bRENAME\b/i],
  ["changes a column's type", /\bALTER COLUMN \S+ (SET DATA )?TYPE\b/i],
  ["makes a column required", /\bSET NOT NULL\b/i],
  ["adds a required column without a default", /\bADD COLUMN (?![^,;]*\bDEFAULT\b)[^,;]*\bNOT NULL\b/i],
];
const REFUSING =
  /\bALTER TABLE "?(\w+)"?[^;]*\bADD CONSTRAINT\b|\bCREATE UNIQUE INDEX (?:CONCURRENTLY )?\S+ ON "?(\w+)"?/gi;

function breaks(script: string): string[] {
  const text = script.replaceAll(/--.*$/gm, "");
  const own = new Set([...text.matchAll(/\bCREATE TABLE "?(\w+)"?/gi)].map(([, table]) => table));
  const refusing = [...text.matchAll(REFUSING)]
    .map(([, constrained, indexed]) => constrained ?? indexed)
    .filter((table) => !own.has(table));
  return [
    ...BREAKING.filter(([, pattern]) => pattern.test(text)).map(([what]) => what),
    ...refusing.map((table) => `restricts what is written to ${table}`),
  ];
}

test("a migration leaves the version before it running: what that reads is there, what it writes is taken", async () => {
  const migrations = await readMigrations("prisma/migrations");
  const later = migrations.filter(({ name }) => name > LAST_BEFORE_RELEASE);
  expect(later.flatMap(({ name, script }) => breaks(script).map((what) => `${name} ${what}`))).toEqual([]);
});

test.each([
  ['ALTER TABLE "a" DROP COLUMN "b";', ["drops a table or a column"]],
  ['ALTER TABLE "a" RENAME COLUMN "b" TO "c";', ["renames"]],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE BIGINT;', ["changes a column's type"]],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;', ["makes a column required"]],
  ['ALTER TABLE "a" ADD COLUMN "b" INTEGER NOT NULL;', ["adds a required column without a default"]],
  ['ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (b > 0);', ["restricts what is written to a"]],
  ['CREATE UNIQUE INDEX "i" ON "a"("b");', ["restricts what is written to a"]],
  ['ALTER TABLE "a" ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "c" TEXT;', []],
  [
    'CREATE TABLE "t" ("id" TEXT NOT NULL); CREATE UNIQUE INDEX "i" ON "t"("id"); ALTER TABLE "t" ADD CONSTRAINT "k" FOREIGN KEY ("id") REFERENCES "a"("id");',
    [],
  ],
  ['CREATE INDEX CONCURRENTLY "i" ON "a"("b");', []],
])("%s", (script, expected) => expect(breaks(script)).toEqual(expected));
