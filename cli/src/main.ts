import { runCli } from "./program";

// A reader that has gone, such as `head`, is no mistake; what is still written is dropped.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runCli(
  {
    env: process.env,
    folder: process.cwd(),
    input: process.stdin,
    output: process.stdout,
    notes: process.stderr,
  },
  process.argv.slice(2),
);
