import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey, shownKeyId } from "./master-key";

const HEX = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

test("64 hex digits are a key, in either case, with an id that is not the key", () => {
  const key = parseMasterKey(HEX, "here");
  expect(parseMasterKey(HEX.toUpperCase(), "here").id).toBe(key.id);
  expect(key.id).toMatch(/^[0-9a-f]{64}$/);
  expect(key.id).not.toContain(HEX.slice(0, 8));
  expect(shownKeyId(key.id)).toMatch(/^[0-9a-f]{8}…$/);
  expect(parseMasterKey(newMasterKeyText(), "here").id).not.toBe(key.id);
});

test("a key shows itself neither printed nor serialised", () => {
  const key = parseMasterKey(HEX, "here");
  expect(inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)).not.toMatch(/0011|"0":|<Buffer/);
});

describe("refused with one line that does not repeat it:", () => {
  const refused: [string, string, RegExp][] = [
    ["empty", "", /here: .* 0 characters/],
    ["31 bytes", HEX.slice(2), /62 characters/],
    ["33 bytes", `${HEX}00`, /66 characters/],
    ["a line end", `${HEX}\n`, /65 characters/],
    ["another letter", `${HEX.slice(1)}g`, /not all hex/],
    ["a full-width digit", `${HEX.slice(1)}１`, /not all hex/],
    ["zeros", "0".repeat(64), /zeros/],
  ];
  test.each(refused)("%s", (_, text, message) => {
    expect(() => parseMasterKey(text, "here")).toThrow(message);
    expect(() => parseMasterKey(text, "here")).not.toThrow(/112233|\n/);
  });
});
