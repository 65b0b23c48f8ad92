import { createReadStream, statSync } from "node:fs";
import { resolve } from "node:path";
import type { BreakKind } from "@/sdk/src/audit-proof/break";
import type { EvidenceResult } from "@/sdk/src/audit-proof/result";
import { verifyEvidence } from "@/sdk/src/audit-proof/verify";
import { usage } from "../../failure";
import { isRecord, parsedJson } from "../../json";
import { printable } from "../../printable";
import { note, type Shell } from "../../shell";
import { progressLine } from "./progress";
import { eventLine, reportOf } from "./report";

interface VerifyOptions {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly events?: true;
  readonly json?: true;
}

const FIRST_LINE_BYTES_MAX = 65_536;
/** What says nothing of whether a file was changed: it could not be checked at all. */
const UNCHECKED: readonly BreakKind[] = [
  "unknownFormat",
  "keyMissing",
  "keyUnreadable",
  "checkpointUnreadable",
  "unsupported",
];

/** Verifies a file without any server. Exits with 0 when it is intact and 1 when it is not. */
export async function verifyFile(shell: Shell, file: string, options: VerifyOptions): Promise<number> {
  if (options.json && options.events) throw usage("--events and --json do not go together");
  const checkpoint =
    options.checkpoint === undefined ? undefined : await checkpointIn(shell, options.checkpoint);
  const { parts, sizeBytes } = open(shell, file);
  const progress = progressLine(shell, sizeBytes);
  const result = await verifyEvidence(readable(parts, file), {
    checkpoint,
    verifierKey: options.key,
    onProgress: options.events ? undefined : progress.show,
    onEvent: options.events && ((event, labels) => void shell.output.write(eventLine(event, labels))),
  });
  progress.clear();
  return tell(shell, result, options);
}

function tell(shell: Shell, result: EvidenceResult, { json }: VerifyOptions): number {
  if (!result.isIntact && UNCHECKED.includes(result.break.kind)) throw usage(result.break.text);
  shell.output.write(json ? `${JSON.stringify(result)}\n` : reportOf(result));
  if (result.isIntact && result.keySource === "file" && !json)
    note(
      shell,
      "the key is the file's own: anybody can make a file with a key of their own. Compare the fingerprint, or give --key",
    );
  return result.isIntact ? 0 : 1;
}

function open({ folder, input }: Shell, file: string) {
  if (file === "-") return { parts: input, sizeBytes: null };
  const path = resolve(folder, file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw usage(`there is no file ${printable(file)}`);
  return { parts: createReadStream(path), sizeBytes: found.isFile() ? found.size : null };
}

/** The parts of a file; what goes wrong in reading it is not the file's fault. */
async function* readable(parts: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } catch (error) {
    throw usage(
      `${printable(file)} cannot be read: ${error instanceof Error ? error.message : "no reason told"}`,
    );
  }
}

/** A checkpoint: the whole file, or that of a file of evidence, which has it in its first line. */
async function checkpointIn(shell: Shell, file: string): Promise<string> {
  if (file === "-") throw usage("the checkpoint is read from a file");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readable(open(shell, file).parts, file)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > FIRST_LINE_BYTES_MAX) break;
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const header = parsedJson(text.split("\n", 1)[0] ?? "");
  return isRecord(header) && typeof header.checkpoint === "string" ? header.checkpoint : text;
}
