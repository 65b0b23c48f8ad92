import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeEvidence } from "@/lib/audit/evidence/service";
import { indexLog } from "@/lib/audit/indexing/service";
import { signerOf } from "@/lib/audit/tree/service";
import { download } from "@/lib/web/download";
import { testContext } from "@/test/context";

const SOURCE = fileURLToPath(new URL("evidence.go", import.meta.url));
/** Where Debian's golang-golang-x-mod-dev puts sources. */
const GO_PATH = "/usr/share/gocode";
const hasGo =
  existsSync(join(GO_PATH, "src/golang.org/x/mod/sumdb/tlog")) && spawnSync("go", ["version"]).status === 0;

if (!hasGo)
  process.stdout.write("skipped: evidence is checked by Go (needs golang-go and golang-golang-x-mod-dev)\n");

describe.runIf(hasGo)("Go's verifier of transparency logs, which nobody here wrote", () => {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-go-"));
  const program = join(folder, "evidence");
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => {
    const env = {
      ...process.env,
      GO111MODULE: "off",
      GOPATH: GO_PATH,
      GOCACHE: join(folder, "cache"),
    };
    const built = spawnSync("go", ["build", "-o", program, SOURCE], { env, encoding: "utf8" });
    expect([built.status, built.stderr]).toEqual([0, ""]);
  });

  it("takes evidence of this program, and no tampered one", async () => {
    const { ctx } = await testContext();
    const record = (count: number) =>
      ctx.audit.record(
        ctx,
        Array.from({ length: count }, (_, n) => ({
          action: "secret.rotated" as const,
          detail: { n, why: "Ü" },
        })),
      );
    await record(777);
    const { size: older } = await indexLog(ctx);
    await record(300);
    const { lines: rows, end } = await makeEvidence(ctx, {}, String(older));
    const file = await download(ctx, { fileName: "e", format: "jsonl", columns: [], rows, end }).text();
    const checked = (input: string, key = signerOf(ctx).verifierKey) =>
      spawnSync(program, [key], { input, encoding: "utf8" }).stdout;
    const size = older + 300;
    expect(checked(file)).toBe(`intact: ${size} events of ${size}\n`);
    const lines = file.split("\n");
    const leaf = String(JSON.parse(lines[500] ?? "").leaf);
    const altered = `${leaf.slice(0, 300)}${leaf[300] === "A" ? "B" : "A"}${leaf.slice(301)}`;
    expect(checked(file.replace(leaf, altered))).toMatch(/^broken: /);
    expect(
      checked(file.replace(String(JSON.parse(lines.at(-3) ?? "").hashes?.[0]), altered.slice(0, 44))),
    ).toMatch(/^broken: /);
    expect(checked(lines.toSpliced(500, 1).join("\n"))).toMatch(/^broken: /);
    const { verifierKey } = signerOf((await testContext()).ctx);
    expect(checked(file, verifierKey)).toMatch(/^broken: /);
  });
});
