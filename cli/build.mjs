import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const OUTPUT = join(folder, "dist", "strongroom.mjs");

/** Packages that become part of the file; their terms have to come along. */
const BUNDLED = ["commander", "smol-toml"];

/** Bundles the CLI to one file that needs nothing beside Node; the keychain's module is used where it is installed. */
export async function buildCli(output = OUTPUT) {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: folder,
    entryPoints: ["src/main.ts"],
    outfile: output,
    bundle: true,
    external: ["@napi-rs/keyring"],
    platform: "node",
    format: "esm",
    target: "node20",
    minifySyntax: true,
    legalComments: "inline",
    logLevel: "warning",
    banner: {
      // Commander is CommonJS, which asks for Node's modules with require.
      js: '#!/usr/bin/env node\nimport { createRequire as _require } from "node:module";\nconst require = _require(import.meta.url);',
    },
  });
  // Its helper process would stay as long as this one.
  await esbuild.stop();
  chmodSync(output, 0o755);
  writeFileSync(join(dirname(output), "LICENSES.txt"), BUNDLED.map(licenseOf).join("\n\n"));
}

function licenseOf(name) {
  const path = fileURLToPath(import.meta.resolve(name));
  const end = path.lastIndexOf(`${join("node_modules", name)}`) + join("node_modules", name).length;
  return `${name}\n\n${readFileSync(join(path.slice(0, end), "LICENSE"), "utf8")}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildCli();
}
