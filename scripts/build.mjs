import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { buildCli } from "../cli/build.mjs";
import { bundle } from "./bundle.mjs";
import { bundleSdk, isSdkBuilt } from "./bundle-clients.mjs";
import { checkNode, install } from "./install.mjs";
import { main, must, root, step, tool } from "./run.mjs";

const PROGRAM_SOURCES = [
  "lib",
  "sdk/src/env-file",
  "sdk/src/masking",
  "prisma/schema.prisma",
  "scripts/bundle.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const SDK_SOURCES = [
  "sdk/src",
  "sdk/package.json",
  "sdk/tsconfig.json",
  "scripts/bundle-clients.mjs",
  "tsconfig.json",
];
const CLI_SOURCES = [
  "cli/src",
  "cli/build.mjs",
  "cli/package.json",
  "sdk/src",
  "package-lock.json",
  "tsconfig.json",
];
const PAGE_SOURCES = [
  "app",
  "components",
  "public",
  "scripts/build.mjs",
  "next.config.mjs",
  "postcss.config.mjs",
];
const NOT_SOURCE = /(^|\/)(generated|node_modules)(\/|$)|\.test\.tsx?$/;
const GENERATED = join(root, "lib", "db", "generated");
const PROGRAM_STAMP = join(root, "dist", "program-id");
const SDK_STAMP = join(root, "dist", "sdk-id");
const CLI_STAMP = join(root, "dist", "cli-id");
const PAGES_STAMP = join(root, "dist", "pages-id");

/** Makes everything that running needs: the programs and Next's build. Does nothing when it is there. */
export async function build() {
  await buildPrograms();
  await buildSdk();
  await buildClient();
  const id = contentId([...PROGRAM_SOURCES, ...PAGE_SOURCES]);
  if (isStamped(PAGES_STAMP, id) && existsSync(join(root, ".next", "BUILD_ID"))) return;
  rmSync(PAGES_STAMP, { force: true });
  await step("Building the pages", () =>
    must("next build", process.execPath, [tool("next/dist/bin/next"), "build"], { env: buildEnv(id) }),
  );
  stamp(PAGES_STAMP, id);
}

/** Makes the Prisma client and the bundles: all that an operator's command needs. Does nothing when they are there. */
export async function buildPrograms() {
  await generate();
  const id = contentId(PROGRAM_SOURCES);
  if (isStamped(PROGRAM_STAMP, id)) return;
  await bundle();
  stamp(PROGRAM_STAMP, id);
}

/** Makes the package of the SDK. Does nothing when it is there. */
export async function buildSdk() {
  const id = contentId(SDK_SOURCES);
  if (isStamped(SDK_STAMP, id) && isSdkBuilt()) return;
  await bundleSdk();
  stamp(SDK_STAMP, id);
}

/** Makes the one file of the CLI. Does nothing when it is there. */
export async function buildClient() {
  const id = contentId(CLI_SOURCES);
  if (isStamped(CLI_STAMP, id) && existsSync(join(root, "cli", "dist", "strongroom.mjs"))) return;
  await buildCli();
  stamp(CLI_STAMP, id);
}

/** Makes the Prisma client from the schema. Needs no network: Prisma looks for an engine here but never runs it. */
export async function generate() {
  const id = contentId(["prisma/schema.prisma", "package-lock.json"]);
  const stampFile = join(root, "node_modules", ".strongroom-prisma");
  if (isStamped(stampFile, id) && existsSync(join(GENERATED, "client.ts"))) return;
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  await step("Generating the database client", () =>
    must("prisma generate", process.execPath, [tool("prisma/build/index.js"), "generate"], { env }),
  );
  stamp(stampFile, id);
}

/**
 * What the build may see. Settings and keys of the instance are kept from it, so none can end up in its output. The
 * action key given here is only the salt of action ids, the same in all versions: what is typed into a page that was open over an
 * upgrade can still be saved. The real key is set at the start.
 */
function buildEnv(id) {
  const hidden = Object.keys(process.env).filter((name) =>
    /^STRONGROOM_|^DATABASE_URL$|^NEXTAUTH_/.test(name),
  );
  return {
    ...Object.fromEntries(hidden.map((name) => [name, undefined])),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    BUILD_ID: id.slice(0, 20),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: createHash("sha256").update("action ids").digest("base64"),
  };
}

/** One hash over the names and contents of files and folders: what a build depends on. */
function contentId(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const file of paths.flatMap(filesIn).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesIn(path) {
  if (/\.[a-z]+$/.test(path)) return [path];
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .filter((file) => !NOT_SOURCE.test(file));
}

function isStamped(file, id) {
  return existsSync(file) && readFileSync(file, "utf8") === id;
}

function stamp(file, id) {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, id);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    checkNode();
    await install();
    await build();
  });
}
