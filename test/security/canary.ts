import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Bytes that somebody could read, and what to call the place. */
export interface Location {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A text that occurs nowhere else. Only letters and digits, so that no escaping changes it. */
export function newMarker(): string {
  return `canary${randomBytes(10).toString("hex")}`;
}

/** Every form in which a marker may stand somewhere: raw, in both cases, hex, URL, UTF-16 and base64. */
export function formsOf(marker: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(marker);
  const hex = bytes.toString("hex");
  const percent = hex.replaceAll(/../g, "%$&");
  return new Map([
    ["raw", marker],
    ["upper case", marker.toUpperCase()],
    ["hex", hex],
    ["upper-case hex", hex.toUpperCase()],
    ["URL", percent],
    ["upper-case URL", percent.toUpperCase()],
    ["UTF-16", Buffer.from(marker, "utf16le").toString("latin1")],
    ["reversed", [...marker].reverse().join("")],
    ...[0, 1, 2].map((shift): [string, string] => [`base64 at ${shift}`, base64Core(bytes, shift)]),
  ]);
}

/** The characters of a base64 text that only these bytes decide, when `shift` bytes more stand before them. */
function base64Core(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

/** One sentence for each place and form in which the marker stands. */
export function sightings(locations: Iterable<Location>, marker: string): string[] {
  const forms = [...formsOf(marker)].map(([form, text]) => ({ form, needle: Buffer.from(text, "latin1") }));
  const found: string[] = [];
  for (const { name, bytes } of locations) {
    for (const { form, needle } of forms) {
      const at = bytes.indexOf(needle);
      if (at >= 0) found.push(`${name}: ${form}, in ${excerpt(bytes, at, needle.length)}`);
    }
  }
  return found;
}

function excerpt(bytes: Buffer, at: number, length: number): string {
  return JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + length + 40).toString("latin1"));
}

/** Every file below a folder; links and sockets are left alone. */
export function* filesBelow(folder: string): Generator<Location> {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const stats = lstatSync(path);
    if (stats.isDirectory()) yield* filesBelow(path);
    else if (stats.isFile()) yield { name: path, bytes: readFileSync(path) };
  }
}
