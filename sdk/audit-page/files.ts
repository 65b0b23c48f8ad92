const CHECKPOINT_BYTES_MAX = 65_536;

/** The bytes of a file, part by part. Ends when it is told to. */
export async function* partsOf(file: Blob, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal?.aborted) return;
    yield value;
  }
}

/** A checkpoint: the whole file, or that of a file of evidence, which has it in its first line. */
export async function checkpointIn(file: Blob): Promise<string> {
  const text = await file.slice(0, CHECKPOINT_BYTES_MAX).text();
  try {
    const { checkpoint } = JSON.parse(text.split("\n", 1)[0] ?? "");
    return typeof checkpoint === "string" ? checkpoint : text;
  } catch {
    return text;
  }
}
