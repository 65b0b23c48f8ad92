import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prepareMasking } from "./masking.js";
import { maskingStream } from "./masking-stream.js";

const masking = prepareMasking([
  { name: "TOKEN", value: "pa55word-of-ada" },
  { name: "SHORT", value: "pa55" },
]);

/** A stream and what came out of it so far. */
function opened() {
  const stream = maskingStream(masking);
  let out = "";
  stream.on("data", (chunk: Uint8Array) => {
    out += Buffer.from(chunk).toString();
  });
  return { stream, out: () => out };
}

describe("a stream that is masked", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());
  const sleep = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it("lets a prompt appear at once", () => {
    const { stream, out } = opened();
    stream.write("Password: ");
    expect(out()).toBe("Password: ");
  });

  it("lets a prompt appear within 50 ms though its end could begin a secret", async () => {
    const { stream, out } = opened();
    stream.write("Stop");
    stream.write("pa");
    expect(out()).toBe("Stop");
    await sleep(50);
    expect(out()).toBe("Stoppa");
  });

  it("leaks at most three characters when a secret is written slowly", async () => {
    const { stream, out } = opened();
    for (const char of "pa55word-of-ada") {
      stream.write(char);
      await sleep(45);
    }
    stream.end();
    await sleep(5);
    expect(out()).toBe("pa5<secret:short><secret:token>");
  });

  it("gives what it holds at the end", async () => {
    const { stream, out } = opened();
    stream.end("no line end pa5");
    await sleep(1);
    expect(out()).toBe("no line end pa5");
  });

  it("keeps back-pressure: it takes no more than a reader reads", () => {
    const stream = maskingStream(masking);
    let written = 0;
    while (stream.write(new Uint8Array(16_384)) && written < 100) written += 1;
    expect(written).toBeLessThan(10);
    stream.destroy();
  });
});
