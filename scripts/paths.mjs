import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join, normalize } from "node:path";

/** Files of the repository that texts name, and links between texts, must be there. Decisions tell of their time. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter(Boolean);
const roots = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]));
const known = new Set([...files, ...files.flatMap(foldersOf)]);
const names = new Set(files.map((file) => basename(file)));
const found = files.filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md").flatMap(absentIn);
process.stdout.write(found.map((line) => `${line}\n`).join(""));
process.exitCode = found.length > 0 ? 1 : 0;

function foldersOf(file) {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

function absentIn(file) {
  const text = readFileSync(file, "utf8");
  const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
    normalize(join(file, "..", to)),
  );
  const isOfItsTime = file.startsWith("docs/decisions/");
  const spans = isOfItsTime ? [] : [...text.matchAll(/`([^`\s]+)`/g)].map(([, span]) => span);
  const absent = [
    ...links.filter((path) => !isThere(path)),
    ...spans.filter((span) => isOurs(span) && !isThere(span)),
  ];
  return [...new Set(absent)].map((path) => `${file}: ${path} is not there`);
}

/** Whether a text in backticks names a file or folder of ours, and not an address, a placeholder or a table of yours. */
function isOurs(span) {
  if (/\.test\.tsx?$|\.spec\.ts$|\.fixture\.ts$/.test(span)) return true;
  return roots.has(span.split("/")[0]) && span.includes("/") && !/[<>$…:]/.test(span);
}

function isThere(span) {
  const path = span.replace(/\/$/, "");
  if (!path.includes("/") && names.has(path)) return true;
  if (!/[*{]/.test(path)) return known.has(path);
  const pattern = path
    .replace(/[.+()[\]]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\{([^}]*)\}/g, (_, any) => `(${any.replaceAll(",", "|")})`);
  return [...known].some((one) => new RegExp(`^${pattern}$`).test(one));
}
