import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../scripts/run.mjs";

const CHUNK = 64 * 1_024;
const MS = 1_000;
const GIGABYTE = 1e9;

/** Measures masking by time on one core: preparing, ordinary text, and how memory grows over a gigabyte. */
export async function measureMasking() {
  const { prepareMasking, Masker } = await import(pathToFileURL(join(root, "sdk", "dist", "index.js")).href);
  const secrets = (count) =>
    Array.from({ length: count }, (_, i) => ({
      name: `SECRET_${i}`,
      value:
        i % 2
          ? randomBytes(24).toString("base64")
          : `postgres://user${i}:${randomBytes(8).toString("hex")}@db/app`,
    }));
  const text = chunksOf(
    Buffer.concat(
      ["README.md", "docs/security-tests.md", "package-lock.json"].map((file) =>
        readFileSync(join(root, file)),
      ),
    ),
  );
  const prepared = (count) => timed(() => prepareMasking(secrets(count)));
  const fifty = prepared(50);
  const short = prepareMasking([...secrets(49), { name: "SHORT", value: "q7#z" }]);
  const many = prepared(10_000);
  const megabytes = (masking) => megabytesPerSecond(new Masker(masking), text);
  return [
    ["prepare masking of 50 secrets, ms", fifty.ms],
    ["mask text, 50 secrets, MB a second", megabytes(fifty.result)],
    ["mask text, 50 secrets, one of them of 4 characters, MB a second", megabytes(short)],
    ["prepare masking of 10,000 secrets, ms", many.ms],
    ["mask text, 10,000 secrets, MB a second", megabytes(many.result)],
    ["memory that masking 1 GB adds, MB", growth(new Masker(fifty.result), text)],
  ];
}

/** Time on the processor: others that are busy on this machine do not count. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

function chunksOf(buffer) {
  return Array.from({ length: Math.ceil(buffer.length / CHUNK) }, (_, i) =>
    buffer.subarray(i * CHUNK, (i + 1) * CHUNK),
  );
}

function timed(work) {
  const startedAt = cpuMs();
  const result = work();
  return { ms: cpuMs() - startedAt, result };
}

function megabytesPerSecond(masker, chunks) {
  const startedAt = cpuMs();
  let bytes = 0;
  while (cpuMs() - startedAt < MS) {
    bytes += writeAll(masker, chunks);
  }
  return bytes / 1e3 / (cpuMs() - startedAt);
}

function growth(masker, chunks) {
  const before = process.memoryUsage().rss;
  for (let bytes = 0; bytes < GIGABYTE; ) bytes += writeAll(masker, chunks);
  return Math.max(0, process.memoryUsage().rss - before) / 1e6;
}

function writeAll(masker, chunks) {
  for (const chunk of chunks) masker.write(chunk);
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
