import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { parseShare, type Share, textOfShare } from "./share-text";
import { combineShares, splitMasterKey } from "./shares";
import { sheetPages } from "./sheet";

const hex = newMasterKeyText();
const key = parseMasterKey(hex, "test");
const three = { count: 5, threshold: 3 };
const [one, two, four] = await Promise.all([0, 1, 2].map(() => splitMasterKey(key, three)));
const at = (sheet: readonly Share[] | undefined, ...numbers: number[]) =>
  numbers.flatMap((number) => sheet?.filter((share) => share.number === number) ?? []);
const complaint = (shares: readonly Share[]) =>
  combineShares(shares).then(
    ({ id }) => id,
    (error: Error) => error.message,
  );

test("any shares make the key again, as many as are needed or more, in any order, also typed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }).chain((threshold) =>
        fc.record({
          threshold: fc.constant(threshold),
          order: fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: threshold }),
        }),
      ),
      async ({ threshold, order }) => {
        const made = await splitMasterKey(key, { count: 7, threshold });
        const typed = at(made, ...order).map((share) => parseShare(textOfShare(share)));
        const again = await combineShares(typed);
        expect([again.id, again.key.export().toString("hex")]).toEqual([key.id, hex]);
      },
    ),
    { numRuns: 30 },
  );
});

describe("what is wrong with shares is said:", () => {
  test("one or several too few", async () => {
    expect(await complaint(at(one, 1, 2))).toBe("2 of 3 shares: one is missing");
    expect(await complaint(at(one, 4))).toBe("1 of 3 shares: 2 are missing");
    expect(await complaint([])).toMatch(/^0 of the shares/);
  });

  test("shares of two or three sheets, and which is of which", async () => {
    expect(await complaint([...at(one, 1, 4), ...at(two, 2)])).toBe(
      `shares of different recovery sheets are mixed: shares 1 and 4 of sheet ${one?.[0]?.sheetId}, share 2 of sheet ${two?.[0]?.sheetId}`,
    );
    expect(await complaint([...at(one, 1), ...at(two, 2), ...at(four, 3)])).toMatch(/share 3 of sheet /);
  });

  test("the same share twice, also beside enough others", async () => {
    expect(await complaint(at(one, 1, 2, 2))).toBe("share 2 is there twice: another one is needed");
    expect(await complaint(at(one, 1, 2, 3, 2))).toMatch(/^share 2 is there twice/);
  });

  test("a share that was made up: the key that comes out is another one", async () => {
    const [first, ...rest] = at(one, 1, 2, 3);
    if (!first) throw new Error("no share");
    const forged = { ...first, bytes: first.bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) };
    expect(await complaint([forged, ...rest])).toMatch(
      /do not make master key .{8}…: one of them was not made/,
    );
  });
});

test("one share fewer than needed fits every key: it tells nothing", async () => {
  // For each value of the missing third share another key comes out, so all of the 256 first bytes do.
  const [first, second, third] = at(one, 1, 2, 3);
  if (!first || !second || !third) throw new Error("no shares");
  const { combine } = await import("shamir-secret-sharing");
  const firstBytes = new Set<number | undefined>();
  for (let byte = 0; byte < 256; byte += 1) {
    const guess = third.bytes.map((value, i) => (i === 0 ? byte : value));
    firstBytes.add((await combine([first.bytes, second.bytes, guess]))[0]);
  }
  expect(firstBytes.size).toBe(256);
});

test("the pages to print have each share once, load nothing and run nothing", () => {
  const texts = {
    organisation: `<script>"A" & Co</script>`,
    origin: "https://x.example",
    madeAt: new Date(0),
  };
  const html = sheetPages(one ?? [], texts);
  expect(html.match(/<section>/g)).toHaveLength(5);
  for (const share of one ?? [])
    for (const group of textOfShare(share).split("-")) expect(html).toContain(`<td>${group}</td>`);
  expect(html).not.toContain(hex);
  expect(html).not.toMatch(/<script|<link|<img|src=|url\(|@import/);
  expect(html).toContain(`default-src 'none'`);
  expect(html).toContain("&#60;script&#62;&#34;A&#34; &#38; Co");
});
