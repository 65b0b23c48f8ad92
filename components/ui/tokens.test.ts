import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Without what paper has: black on white. */
const [css = ""] = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8").split(
  "@media print",
);

/** The colours of both themes by token, as `globals.css` gives them. */
function palette(): Record<"light" | "dark", Map<string, string>> {
  const themes = { light: new Map<string, string>(), dark: new Map<string, string>() };
  for (const [, name = "", light = "", dark = light] of css.matchAll(
    /--color-([a-z-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6})\))?;/g,
  )) {
    themes.light.set(name, light);
    themes.dark.set(name, dark);
  }
  return themes;
}

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one = "", other = ""): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ["canvas", "surface", "raised", "sunken", "hover"];
const TEXTS = ["ink", "muted", "faint", "accent-ink", "danger-ink", "warning-ink", "success-ink"];
const PAIRS = [
  ...TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)),
  ...["accent", "danger", "warning", "success"].flatMap(
    (meaning) =>
      [
        [`${meaning}-ink`, `${meaning}-soft`],
        ["ink", `${meaning}-soft`],
      ] as const,
  ),
  ...["accent", "accent-hover", "danger", "danger-hover"].map((fill) => ["on-accent", fill] as const),
];

test.each(["light", "dark"] as const)(
  "every text is readable on every surface it may lie on, %s theme",
  (theme) => {
    const colors = palette()[theme];
    const faint = PAIRS.filter(([text, ground]) => contrast(colors.get(text), colors.get(ground)) < 4.5);
    expect(colors.size).toBeGreaterThan(25);
    expect(faint).toEqual([]);
  },
);

test.each(["light", "dark"] as const)("a field is seen by its border alone, %s theme", (theme) => {
  const colors = palette()[theme];
  for (const ground of ["canvas", "surface", "raised", "sunken"]) {
    expect(contrast(colors.get("field"), colors.get(ground))).toBeGreaterThanOrEqual(3);
  }
});
