import { counted } from "./counted";

const NO_BREAK = "\u00a0";
const decimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en", {
  style: "percent",
  maximumFractionDigits: 1,
  roundingMode: "floor",
});

/** A duration in words, to the second: `12 hours`, `1 hour 30 minutes`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: readonly [number, string][] = [
    [Math.floor(whole / 3_600), "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ];
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit));
  return shown.join(" ") || counted(0, "second");
}

/** `120 ms`, `12.5 s` from ten seconds on. */
export function inMs(durationMs: number): string {
  return durationMs < 10_000
    ? `${decimal.format(Math.round(durationMs))}${NO_BREAK}ms`
    : `${decimal.format(durationMs / 1_000)}${NO_BREAK}s`;
}

/** A share of 1 as `99.9%`, never rounded up: only all is `100%`. */
export function inPercent(share: number): string {
  return percent.format(share);
}

/** The size of a file, a database or a disk: `0.8 KB`, `12.3 MB`, `270.6 GB`. */
export function inSize(bytes: number): string {
  if (bytes < 1_000_000) return `${decimal.format(bytes / 1_000)}${NO_BREAK}KB`;
  if (bytes < 1_000_000_000) return `${decimal.format(bytes / 1_000_000)}${NO_BREAK}MB`;
  return `${decimal.format(bytes / 1_000_000_000)}${NO_BREAK}GB`;
}

/** A limit in binary units: `64 KiB`, `1 MiB`. */
export function inBytes(bytes: number): string {
  const isWholeMiB = bytes % 1_048_576 === 0;
  return `${decimal.format(bytes / (isWholeMiB ? 1_048_576 : 1_024))}${NO_BREAK}${isWholeMiB ? "MiB" : "KiB"}`;
}
