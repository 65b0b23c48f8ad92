import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseShare, rowsOfShare, type Share, textOfShare, wrongRow } from "./share-text";

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = bytes(4).map((id) => Buffer.from(id).toString("hex"));
const small = fc.integer({ min: 1, max: 20 });
const shares: fc.Arbitrary<Share> = fc.record({
  ...{ sheetId: hex, keyId: hex, number: small, count: small, threshold: small },
  bytes: bytes(33),
});

const share: Share = {
  ...{ sheetId: "0f9e8d7c", keyId: "ab12cd34", number: 2, count: 5, threshold: 3 },
  bytes: Uint8Array.from(randomBytes(33)),
};
const text = textOfShare(share);
const groups = rowsOfShare(share).flat();
const complaint = (typed: string) => {
  try {
    parseShare(typed);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const withGroup = (index: number, group: string) =>
  groups.map((one, i) => (i === index ? group : one)).join(" ");
const nameOf = (index: number) => `group ${(index % 5) + 1} of row ${Math.floor(index / 5) + 1}`;

test("a share is four rows of five groups, and comes back as it was", () => {
  fc.assert(
    fc.property(shares, (one) => {
      expect(rowsOfShare(one).map((row) => row.map((group) => group.length))).toEqual(
        Array(4).fill([5, 5, 5, 5, 5]),
      );
      expect(parseShare(textOfShare(one))).toEqual(one);
    }),
  );
});

test("small letters, missing or other separators and look-alikes are read as what was meant", () => {
  const sloppy = text.toLowerCase().replaceAll("-", " \n").replaceAll("1", "l").replaceAll("0", "o");
  expect(parseShare(sloppy)).toEqual(share);
  expect(parseShare(text.replaceAll("-", "").replaceAll("1", "I"))).toEqual(share);
});

describe("what is typed wrong is found, by row and group:", () => {
  test("any other sign in the stead of any sign", () => {
    for (const [index, group] of groups.entries())
      for (let at = 0; at < group.length; at += 1)
        for (const sign of [...SIGNS, "U", "?", "é"]) {
          if (sign === group[at]) continue;
          const typed = withGroup(index, group.slice(0, at) + sign + group.slice(at + 1));
          expect(complaint(typed)).toBe(`${nameOf(index)} is typed wrong`);
        }
  });

  test("any two signs of a group that changed places", () => {
    for (const [index, group] of groups.entries())
      for (let a = 0; a < 5; a += 1)
        for (let b = a + 1; b < 5; b += 1) {
          const signs = [...group];
          [signs[a], signs[b]] = [signs[b] ?? "", signs[a] ?? ""];
          if (signs.join("") === group) continue;
          expect(complaint(withGroup(index, signs.join("")))).toBe(`${nameOf(index)} is typed wrong`);
        }
  });

  test("groups and rows that changed places", () => {
    for (let index = 0; index < 19; index += 1) {
      const swapped = [...groups];
      [swapped[index], swapped[index + 1]] = [swapped[index + 1] ?? "", swapped[index] ?? ""];
      expect(complaint(swapped.join(" "))).toBe(`${nameOf(index)} is typed wrong`);
    }
    const [first = [], second = [], ...rest] = rowsOfShare(share);
    expect(complaint([second, first, ...rest].flat().join(" "))).toBe("group 1 of row 1 is typed wrong");
  });

  test("a sign, a group or a row that is missing or is there twice", () => {
    expect(complaint(text.slice(0, -1))).toBe("group 5 of row 4 is typed wrong, and 1 are missing");
    expect(complaint(groups.slice(0, 15).join(" "))).toBe("a share has 100 signs, and 25 are missing");
    expect(complaint([...groups, groups[19]].join(" "))).toMatch(
      /^what follows the last group .* 5 are too many$/,
    );
    expect(complaint("")).toMatch(/100 are missing/);
  });

  test("several groups that fit by chance, by the sum over all of them", () => {
    const other = rowsOfShare({ ...share, bytes: Uint8Array.from(randomBytes(33)) }).flat();
    expect(complaint(withGroup(9, other[9] ?? ""))).toBe(
      "several groups are typed wrong: compare every group with the sheet",
    );
  });
});

test("a row is checked as soon as it is typed", () => {
  const [first = [], second = []] = rowsOfShare(share);
  expect(wrongRow(first.join(" "))).toBeNull();
  expect(wrongRow([...first, ...second].join(" "))).toBeNull();
  expect(wrongRow(second.join(" "))).toBe("group 1 of row 1 is typed wrong");
  expect(wrongRow(first.slice(1).join(" "))).toBe("group 1 of row 1 is typed wrong");
  expect(wrongRow(first.slice(0, 4).join(" "))).toBe("a row has five groups of five signs");
});

test("a message repeats nothing of what was typed", () => {
  for (const [index, group] of groups.entries())
    expect(complaint(withGroup(index, `${group.slice(0, 4)}?`))).not.toContain(group.slice(0, 4));
});
