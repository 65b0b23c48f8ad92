import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

/** Words that the code used to have, each with the standard term in its place (docs/architecture.md has the glossary). */
const INSTEAD = {
  foresee: "prefetch",
  foreseen: "prefetched",
  foresight: "prefetch",
  frame: "shell",
  front: "gateway",
  given: "input",
  homes: "bound scopes",
  means: "deps",
  misfit: "incompatible",
  misfits: "incompatible",
  mistake: "issue, or error in texts",
  mistakes: "issues, or errors in texts",
  overtaken: "stale",
  place: "scope",
  places: "scopes",
  roster: "people",
  sees: "canSee",
  sight: "visibility",
  teller: "notifier",
  together: "batch",
  turnstile: "semaphore",
  unplaced: "pending",
  ways: "methods",
};

/** What comments and documentation call by its standard name too. */
const PHRASES =
  /\b(foresee|foreseen|foresight|turnstile|misfits?|mistakes?|roster|overtaken|unplaced|told again|kept answers?|throw-?away|in sight|the front)\b/gi;

/** Names that others rely on, or that are not ours. */
const ALLOWED = [
  [
    /^mistake$/,
    /^(lib\/declarations|lib\/api|components\/declarations|sdk\/src|cli\/src\/commands\/env|test)\//,
  ],
  [/^(frames?|mainFrame|nextFrame|requestAnimationFrame)$/, /^e2e\//],
];
const IGNORED =
  /(^|\/)(generated|dist|decisions|migrations|images)\/|generated\.ts$|^scripts\/words\.mjs$|^CHANGELOG\.md$/;

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|tsx|mjs|cjs|md)$/.test(file) && !IGNORED.test(file) && existsSync(file));
const found = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const uses = file.endsWith(".md") ? phrasesIn(text, 0) : usesIn(file, text);
  const inPath = partsOf(file).filter((part) => Object.hasOwn(INSTEAD, part));
  return [
    ...inPath.map((part) => `${file}: the path says ${part}; use ${INSTEAD[part]}`),
    ...uses.map(({ at, word, instead }) => `${file}:${lineOf(text, at)}: ${word}; use ${instead}`),
  ];
});
process.stdout.write(found.map((line) => `${line}\n`).join(""));
process.exitCode = found.length > 0 ? 1 : 0;

/** Identifiers and comments that have an old word. */
function usesIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const uses = [];
  const comments = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) uses.push(...identifierUses(file, node.text, node.getStart(source)));
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      if (!comments.has(pos)) uses.push(...phrasesIn(text.slice(pos, end), pos));
      comments.add(pos);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function identifierUses(file, name, at) {
  if (ALLOWED.some(([names, paths]) => names.test(name) && paths.test(file))) return [];
  return partsOf(name)
    .filter((part) => Object.hasOwn(INSTEAD, part))
    .map((part) => ({ at, word: name, instead: INSTEAD[part] }));
}

function phrasesIn(text, offset) {
  return [...text.matchAll(PHRASES)].map(({ 0: word, index }) => ({
    at: offset + index,
    word,
    instead: INSTEAD[word.toLowerCase()] ?? "the standard term",
  }));
}

/** The words of a camelCase, CONSTANT_CASE or kebab-case name or path, in lower case. */
function partsOf(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function lineOf(text, at) {
  return text.slice(0, at).split("\n").length;
}
