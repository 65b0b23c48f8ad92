import { encode } from "uqr";
import { expect, test } from "vitest";
import { qrOf } from "./qr";

test("the path draws exactly the dark squares", () => {
  const text = "otpauth://totp/A:b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const { size, path } = qrOf(text);
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let dx = 0; dx < Number(width); dx += 1) {
      const row = drawn[Number(y)];
      if (row) row[Number(x) + dx] = true;
    }
  }
  expect(drawn).toEqual(encode(text, { ecc: "M", border: 4 }).data);
});
