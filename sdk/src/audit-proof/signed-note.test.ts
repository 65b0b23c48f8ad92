import { describe, expect, it } from "vitest";
import { parseCheckpoint } from "./checkpoint";
import { testLog } from "./evidence.fixture";
import { parseProof } from "./proof-text";
import { isSignedBy, parseNote } from "./signed-note";
import { originOf, parseVerifierKey } from "./verifier-key";

/** Notes and keys that Go's golang.org/x/mod/sumdb/note is tested with. */
const PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const BY_PETER =
  "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const BY_ENOCH =
  "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

async function isSigned(note: string, verifierKey: string): Promise<boolean> {
  const [parsed, key] = [parseNote(note), parseVerifierKey(verifierKey)];
  if (!parsed || !key) throw new Error("cannot be read");
  return isSignedBy(parsed, key);
}

describe("a verifier key", () => {
  it("is taken whole, and in its one spelling", () => {
    expect(parseVerifierKey(PETER)?.name).toBe("PeterNeumann");
    for (let from = 0; from < PETER.length; from++) {
      for (let to = from; to <= PETER.length; to++) {
        if (from > 0 || to < PETER.length) expect(parseVerifierKey(PETER.slice(from, to))).toBeNull();
      }
    }
    const bytes = Buffer.from(PETER);
    for (let at = 0; at < bytes.length; at++) {
      bytes.writeUInt8(bytes.readUInt8(at) + 1, at);
      expect(parseVerifierKey(bytes.toString("latin1"))).toBeNull();
      bytes.writeUInt8(bytes.readUInt8(at) - 1, at);
    }
  });

  it.each([
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  ])("of another length or algorithm is refused: %s", (key) => expect(parseVerifierKey(key)).toBeNull());

  it("names a log by its public key", () => {
    const { verifierKey, origin } = testLog();
    const key = parseVerifierKey(verifierKey);
    expect(key && originOf(key)).toBe(origin);
  });
});

describe("a signed note", () => {
  it("is known by each key that signed it, and by no other", async () => {
    expect(await isSigned(`${TEXT}\n${BY_PETER}${BY_ENOCH}`, PETER)).toBe(true);
    expect(await isSigned(`${TEXT}\n${BY_PETER}${BY_ENOCH}`, ENOCH)).toBe(true);
    expect(await isSigned(`${TEXT}\n${BY_PETER}`, ENOCH)).toBe(false);
    expect(await isSigned(`${TEXT.replace("problem", "problems")}\n${BY_PETER}`, PETER)).toBe(false);
    expect(await isSigned(`${TEXT}\n${BY_PETER.replace("PeterNeumann", "CarmenSandiego")}`, PETER)).toBe(
      false,
    );
    expect(await isSigned(`${TEXT}\n${BY_PETER.replace("x08g", "xxxx")}`, PETER)).toBe(false);
  });

  it("with one signature of a key that is not its own is not that key's", async () => {
    const spoilt = BY_PETER.replace("ZJku", "ABCD");
    expect(await isSigned(`${TEXT}\n${BY_PETER}${spoilt}`, PETER)).toBe(false);
    expect(await isSigned(`${TEXT}\n${BY_ENOCH}${spoilt}`, ENOCH)).toBe(true);
  });

  it.each<[string, string]>([
    ["no signature", TEXT],
    ["none after the empty line", `${TEXT}\n`],
    ["no newline at its end", `${TEXT}\n${BY_PETER.slice(0, -1)}`],
    ["a control character", `\u0001${TEXT}\n${BY_PETER}`],
    ["half a character", `\ud800${TEXT}\n${BY_PETER}`],
    ["a name with a space", `${TEXT}\n${BY_PETER.replace("PeterNeumann", "Bad Name")}`],
    ["a line that is no signature", `${TEXT}\n${BY_PETER}Unexpected line.\n`],
    ["a hyphen for the dash", `${TEXT}\n${BY_PETER.replace("\u2014", "-")}`],
    ["base64 without padding", `${TEXT}\n${BY_PETER.replace("=\n", "\n")}`],
    ["base64 in another spelling", `${TEXT}\n${BY_PETER.replace("JnAM=", "JnAN=")}`],
    ["too many signatures", `${TEXT}\n${BY_PETER.repeat(101)}`],
    ["more than 64 KiB", `${TEXT.repeat(1_000)}\n${BY_PETER}`],
  ])("is none with %s", (_, note) => expect(parseNote(note)).toBeNull());
});

describe("a checkpoint", () => {
  const root = Buffer.alloc(32, 1);
  const text = testLog().checkpointOf({ size: 109_482, root });
  const changed = (from: string, to: string) => parseCheckpoint(text.replace(from, to));

  it("says origin, size and root; lines after them are passed over", () => {
    expect(parseCheckpoint(text)).toMatchObject({ origin: testLog().origin, size: 109_482 });
    expect(changed("AQE=\n", "AQE=\nextension\n")?.size).toBe(109_482);
  });

  it.each([
    ["109482", "0109482"],
    ["109482", "-1"],
    ["109482", "1e3"],
    ["109482", "99999999999999999999"],
    ["AQE=\n", "AQE\n"],
    ["AQEB", ""],
    ["AQE=\n", "AQE=\n\nafter an empty line\n"],
    ["strongroom", "\nstrongroom"],
  ])("is none with %j turned to %j", (from, to) => expect(changed(from, to)).toBeNull());
});

describe("the text of a proof", () => {
  const hash = `${Buffer.alloc(32, 7).toString("base64")}\n`;
  const proof = `c2sp.org/tlog-proof@v1\nindex 7\n${hash}${hash}\nthe checkpoint\n`;
  const changed = (from: string, to: string) => parseProof(proof.replace(from, to));

  it("says index, hashes and checkpoint, with or without extra data", () => {
    expect(parseProof(proof)).toMatchObject({ index: 7, checkpoint: "the checkpoint\n" });
    expect(changed("index", "extra QUJD\nindex")?.hashes).toHaveLength(2);
    expect(parseProof("c2sp.org/tlog-proof@v1\nindex 0\n\nc\n")).toEqual({
      index: 0,
      hashes: [],
      checkpoint: "c\n",
    });
  });

  it.each([
    ["@v1", "@v2"],
    ["index 7", "index 07"],
    ["index 7", "index -7"],
    ["index 7\n", ""],
    ["index", "extra ?\nindex"],
    ["Bwc=", ""],
    [`${hash}\n`, hash],
    [hash, hash.repeat(65)],
  ])("is none with %j turned to %j", (from, to) => expect(changed(from, to)).toBeNull());
});
