import { PassThrough, type Transform } from "node:stream";
import type { Shell } from "../shell";
export function openMasking(_shell: Shell, _values: Readonly<Record<string, string>>): () => Transform {
  return () => new PassThrough();
}
