import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { filesBelow } from "./canary";

const ROOTS = ["app", "components", "lib"];
const CLIENT_ROOTS = ["cli", "sdk"];
const sources = sourcesOf(["server.mjs", "next.config.mjs", ...ROOTS.flatMap(filesIn)]);
const clientSources = sourcesOf(CLIENT_ROOTS.flatMap(filesIn));

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter(
      (file) =>
        /\.(ts|tsx|mjs)$/.test(file) && !/generated|dist|node_modules|\.test\.|\.fixture\./.test(file),
    )
    .map((file) => join(root, file));
}

function sourcesOf(files: readonly string[]): { file: string; text: string }[] {
  return files.map((file) => ({ file, text: readFileSync(file, "utf8") }));
}

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

describe("the source", () => {
  it.each([
    ["raw SQL from text", /\$(queryRaw|executeRaw)Unsafe|Prisma\.raw\b/],
    ["code from text", /\beval\(|new Function\(|from "node:vm"|\bvm\./],
    ["markup from text", /dangerouslySetInnerHTML|innerHTML|document\.write/],
    ["accounts linked by address", /allowDangerousEmailAccountLinking/],
    ["settings built into the browser's code", /NEXT_PUBLIC_/],
    ["data kept by browsers", /sessionStorage|indexedDB|caches\.open|serviceWorker/],
    ["a way past TLS", /rejectUnauthorized(?!: true)/],
    ["a request to elsewhere", /\bfetch\(["'`]https?:|undici|axios|http\.request\(/],
  ])("has no %s", (_, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it("keeps in the browser's storage whether single keys are on, and nothing else", () => {
    expect(filesWith(/localStorage/)).toEqual(["components/shell/single-keys.ts"]);
  });

  it("looks at whether the environment trusts everybody to warn of it, and nowhere else", () => {
    expect(filesWith(/NODE_TLS_REJECT_UNAUTHORIZED/)).toEqual(["lib/platform/settings.ts"]);
  });

  it("makes the text of a statement of its own lists of tables and columns, and nowhere else", () => {
    expect(filesWith(/templateOf\(/).sort()).toEqual([
      "lib/accounts/held-grants/store.ts",
      "lib/audit/indexing/store.ts",
      "lib/audit/reading/store.ts",
      "lib/audit/store.ts",
      "lib/audit/verification/store.ts",
      "lib/db/sql.ts",
      "lib/imports/store.ts",
      "lib/leases/running/store.ts",
      "lib/managers/syncing/store.ts",
      "lib/rotation/running/store.ts",
      "lib/seals/store.ts",
    ]);
  });

  it("calls other programs for the embedded database and the operator’s own key command alone", () => {
    const callers = filesWith(/node:child_process/);
    expect(callers.filter((file) => !file.startsWith("lib/db/embedded/"))).toEqual([
      "lib/keys/key-command.ts",
    ]);
  });

  it("marks server actions in files of their own, and none inside of a component", () => {
    const marked = filesWith(/^\s*["']use server["']/m);
    expect(marked.filter((file) => !/^lib\/[\w/-]+\/actions\.ts$/.test(file))).toEqual([]);
    // A closure could be sent to the browser with what it holds.
    expect(sources.filter(({ text }) => /\n\s+["']use server["']/.test(text))).toEqual([]);
  });

  it("reveals a value nowhere but where a machine is answered, or others are called", () => {
    const revealing = filesWith(/\.reveal\(\)/).filter((file) => !file.startsWith("lib/crypto/"));
    const calling =
      /^lib\/(allowlist\/(envelope|sending|verification)|databases|managers\/kinds|notices\/channels|rotation\/rotators)\//;
    expect(revealing.filter((file) => !calling.test(file)).sort()).toEqual([
      "lib/api/pools.ts",
      "lib/api/values.ts",
      // Signs in to providers with client secrets, and gives machines the tokens that it gets there.
      "lib/connections/oauth/client.ts",
      "lib/connections/tokens/service.ts",
      // Writes values into external managers.
      "lib/managers/syncing/running/path.ts",
      // Takes values out of what others say of a failure.
      "lib/rotation/running/scrubbed.ts",
      // Stores values of a backup as an import does.
      "lib/secrets/from-backup/service.ts",
      // Seals values anew, and takes the shape of those that have one.
      "lib/secrets/resealing/service.ts",
      // Stores values anew in another environment.
      "lib/secrets/several/service.ts",
      // Reads when a value ends by itself, as it is sealed.
      "lib/secrets/versions/service.ts",
      // Checks signatures with them.
      "lib/triggers/receiving/service.ts",
    ]);
  });

  it("stands on versions without the known holes (CVE-2025-55182, CVE-2026-94482)", () => {
    const versionOf = (name: string) =>
      String(JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version)
        .split(".")
        .map(Number);
    const isAtLeast = (name: string, least: readonly number[]) => {
      const version = versionOf(name);
      const first = least.findIndex((part, i) => part !== version[i]);
      return first < 0 || (version[first] ?? 0) > (least[first] ?? 0);
    };
    expect([isAtLeast("next", [16, 4, 1]), isAtLeast("next-auth", [4, 24, 15])]).toEqual([true, true]);
  });
});

describe("the build", () => {
  it("gives browsers no source map, no settings and no server code", () => {
    const sent = [...filesBelow(".next/static")];
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.filter(({ name }) => name.endsWith(".map")).map(({ name }) => name)).toEqual([]);
    const server =
      /sourceMappingURL|postgresql:|STRONGROOM_MASTER_KEY|NEXTAUTH_SECRET|argon2|SELECT .* FROM|node:crypto/;
    expect(sent.filter(({ bytes }) => server.test(bytes.toString("latin1"))).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it("holds no file of settings, and takes none of the environment in", () => {
    const names = [...filesBelow(".next")].map(({ name }) => name);
    expect(names.filter((name) => /(^|\/)\.env|master\.key/.test(name))).toEqual([]);
    const { config } = JSON.parse(readFileSync(".next/required-server-files.json", "utf8"));
    expect([config.env, config.productionBrowserSourceMaps, config.images.unoptimized]).toEqual([
      {},
      false,
      true,
    ]);
  });
});

describe("regular expressions", () => {
  const BYTES = 100_000;
  const units = [
    "a",
    "A",
    "0",
    " ",
    "\t",
    "\n",
    "\r\n",
    "-",
    "_",
    ".",
    "/",
    "\\",
    "%",
    "%0",
    "=",
    "'",
    '"',
    "`",
    "#",
    ",",
    ":",
    "@",
  ];
  const mixed = [
    "a-",
    "a.",
    "1.",
    "a=",
    'A="',
    "x@",
    "::",
    "ab:",
    "export ",
    "%41",
    "a a",
    "\u00e4",
    "\u{1f511}",
    "1,",
    "&amp;",
    "<a ",
  ];
  const inputs = [...units, ...mixed].flatMap((unit) => {
    const long = unit.repeat(Math.ceil(BYTES / unit.length));
    return [long, `${long}!`, `a${long}\0`, `!${long}`];
  });

  const found = [...sources, ...clientSources].flatMap(({ file, text }) => regularExpressions(file, text));

  it("are found in the source", () => {
    expect(found.length).toBeGreaterThan(30);
  });

  it("ReDoS: a slow one would be noticed", () => {
    expect(slowest(/^(a+)+$/, ["a".repeat(25).concat("!")])).toBeGreaterThan(100);
  });

  it.each(found)("ReDoS: $at takes less than 100 ms for 100 KB of anything", ({ pattern }) => {
    expect(slowest(pattern, inputs)).toBeLessThan(100);
  });

  /** The processor time of the slowest input in milliseconds; the best of three tries, as compiling takes some too. */
  function slowest(pattern: RegExp, args: readonly string[]): number {
    return Math.max(
      ...args.map((input) =>
        Math.min(...[0, 1, 2].map((n) => (n > 0 && last < 100 ? last : timeOf(pattern, input)))),
      ),
    );
  }

  let last = 0;
  function timeOf(pattern: RegExp, input: string): number {
    const once = new RegExp(pattern.source, pattern.flags.replace("g", ""));
    const before = process.cpuUsage();
    once.test(input);
    last = process.cpuUsage(before).user / 1_000;
    return last;
  }
});

/** The regular expressions that stand in a file. */
function regularExpressions(file: string, text: string): { at: string; pattern: RegExp }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const patterns: { at: string; pattern: RegExp }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const line = source.getLineAndCharacterOfPosition(node.pos).line + 1;
      const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      patterns.push({ at: `${file}:${line}`, pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return patterns;
}
