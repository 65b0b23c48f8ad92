import { expect, test } from "vitest";
import { printable, table } from "./printable";

test("nothing from elsewhere can move the cursor, recolour the screen or turn text around", () => {
  const hostile = "a\u001b[2Jb\u0007c\rd\u009b31me\u202egfe\u2066\u0000\n";
  expect(printable(hostile)).toBe("a�[2Jb�c�d�31me�gfe���");
  expect(printable("Grüße, 世界 👍")).toBe("Grüße, 世界 👍");
});

test("a table keeps its columns and cleans its cells", () => {
  expect(
    table(
      ["NAME", "X"],
      [
        ["a\u001b", "1"],
        ["long-name", ""],
      ],
    ),
  ).toBe("NAME       X\na�         1\nlong-name\n");
});
