import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it, onTestFinished } from "vitest";
import manifest from "./package.json";

const run = promisify(execFile);
const sdk = fileURLToPath(new URL(".", import.meta.url));

describe("the package", () => {
  it("holds what was built, a licence and no more", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: sdk });
    const [pack] = JSON.parse(stdout);
    const files: string[] = pack.files.map(({ path }: { path: string }) => path).sort();
    expect(files.filter((file) => !file.endsWith(".d.ts"))).toEqual([
      "LICENSE",
      "README.md",
      "dist/browser.js",
      "dist/index.js",
      "package.json",
    ]);
    expect(files.filter((file) => /test|fixture/.test(file))).toEqual([]);
  });

  it("has no dependency and runs nothing when it is installed", () => {
    expect(manifest).not.toHaveProperty("scripts");
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"]) {
      expect(manifest).not.toHaveProperty(kind);
    }
  });

  it("loads by its name, with types", async () => {
    const code =
      'import { Strongroom, StrongroomError } from "@strongroom/sdk"; console.log(typeof Strongroom)';
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: sdk });
    expect(stdout).toBe("function\n");
    const folder = mkdtempSync(join(tmpdir(), "strongroom-sdk-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(
      join(folder, "app.ts"),
      `import { Strongroom, type Secret } from "${sdk}dist/index.js";
       const client = new Strongroom();
       const all: Secret[] = await client.secrets.list();
       const value: string = (await client.secrets.reveal(all[0]?.name ?? "")).value;
       // @ts-expect-error: a value is a string
       await client.secrets.set("A", value.length);
       export {};`,
    );
    const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
    const typeRoots = fileURLToPath(new URL("../node_modules/@types", import.meta.url));
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"];
    const types = ["--typeRoots", typeRoots, "--types", "node", "--ignoreConfig"];
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const checked = await run(process.execPath, [tsc, ...options, ...types, join(folder, "app.ts")], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    expect(checked.stdout).toBe("");
  });

  it("refuses to be bundled for a browser, in cleartext words", async () => {
    const { outputFiles } = await build({
      stdin: { contents: 'import { Strongroom } from "@strongroom/sdk"; new Strongroom();', resolveDir: sdk },
      bundle: true,
      write: false,
      platform: "browser",
      format: "esm",
      logLevel: "silent",
    }).catch((error: Error) => ({ outputFiles: [{ text: error.message }] }));
    expect(outputFiles[0]?.text).toContain("@strongroom/sdk does not run in a browser");
  });
});
