import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

const ENTRIES = { runtime: "lib/runtime/main.ts", admin: "lib/admin/main.ts" };

/** `server-only` marks modules that must not reach a browser; outside Next it would throw, so it becomes nothing. */
const serverOnly = {
  name: "server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, () => ({ path: "server-only", namespace: "nothing" }));
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
  },
};

function options() {
  const entries = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "warning",
    plugins: [serverOnly],
  };
}

/** Bundles the programs to `dist/`: our TypeScript and Prisma's generated client; packages stay outside. */
export async function bundle() {
  const esbuild = await import("esbuild");
  await esbuild.build(options());
  // Its helper process would stay as long as this one, which may go on as the server.
  await esbuild.stop();
}

/** Bundles one more file as the programs are bundled, for a script that imports it. */
export async function bundleFile(entry, outfile) {
  const esbuild = await import("esbuild");
  const { outdir: _outdir, outExtension: _extension, ...rest } = options();
  await esbuild.build({ ...rest, entryPoints: [entry], outfile, sourcemap: false });
  await esbuild.stop();
}

/** Bundles again after every change, and calls `onBundle` after each bundle without errors. Returns how to stop. */
export async function watchBundle(onBundle) {
  const esbuild = await import("esbuild");
  const { plugins, ...rest } = options();
  const notify = {
    name: "notify",
    setup: (build) =>
      build.onEnd((result) => {
        if (result.errors.length === 0) onBundle();
      }),
  };
  const context = await esbuild.context({ ...rest, plugins: [...plugins, notify] });
  await context.watch();
  return () => context.dispose();
}
