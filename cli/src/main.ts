import { explain, runCli } from "./program";
import { note, type Shell } from "./shell";

/** Of `sysexits.h`: a fault of this program itself. */
const INTERNAL_ERROR = 70;

const writeErrors = new Map<NodeJS.WritableStream, Error>();
const shell: Shell = {
  env: process.env,
  folder: currentFolder(),
  input: process.stdin,
  output: process.stdout,
  notes: process.stderr,
  writeErrors,
};

// A reader that has gone, such as `head`, is no reason to break off; a command looks at the end whether its answer arrived.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => void (writeErrors.has(stream) || writeErrors.set(stream, error)));
process.on("uncaughtException", (error) => {
  note(shell, "internal error, please report it; STRONGROOM_DEBUG=1 shows where");
  explain(shell, error);
  process.exit(INTERNAL_ERROR);
});

process.exitCode = await runCli(shell, process.argv.slice(2));

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write("strongroom: the current folder does not exist any more\n");
    process.exit(2);
  }
}
