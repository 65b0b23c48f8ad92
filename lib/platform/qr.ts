import { encode } from "uqr";

/** Light squares around the code, as the standard has it (ISO/IEC 18004, section 5.3.8). */
const BORDER = 4;

/** A text as a QR code: each run of dark squares of a row becomes one rectangle of the path. */
export function qrOf(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const path = data.flatMap((row, y) =>
    runsOf(row).map(({ x, width }) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  return { size, path: path.join("") };
}

function runsOf(row: readonly boolean[]): { readonly x: number; readonly width: number }[] {
  const dark = row.map((isDark) => (isDark ? "#" : " ")).join("");
  return [...dark.matchAll(/#+/g)].map((run) => ({ x: run.index, width: run[0].length }));
}
