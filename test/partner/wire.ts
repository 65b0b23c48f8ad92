import { Agent, request } from "node:http";

/** A client that sends exactly what it is given, and reads what comes. */
export function plainClient() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    close: () => agent.destroy(),
    send: (
      method: string,
      url: string,
      headers: readonly (readonly [string, string])[],
      body: Buffer | null,
    ): Promise<{ status: number; contentType: string | null; body: Buffer }> =>
      new Promise((resolve, reject) => {
        const length = body ? [["content-length", String(body.length)] as const] : [];
        const all = [["host", new URL(url).host] as const, ...headers, ...length];
        const req = request(url, { method, agent, headers: all.flat() }, (res) => {
          const chunks: Buffer[] = [];
          res.on("data", (chunk: Buffer) => chunks.push(chunk));
          res.on("end", () => {
            const contentType = res.headers["content-type"] ?? null;
            resolve({ status: res.statusCode ?? 0, contentType, body: Buffer.concat(chunks) });
          });
          res.on("error", reject);
        });
        req.on("error", reject);
        req.end(body ?? undefined);
      }),
  };
}

/** Where in the traffic something is that must not be there: as it is, or in one of the usual spellings. */
export function findIn(
  traffic: Buffer,
  hidden: { texts: readonly string[]; keys: readonly Buffer[] },
): string[] {
  const all = [...hidden.texts.map((text) => Buffer.from(text)), ...hidden.keys];
  return all.flatMap((bytes) =>
    spellingsOf(bytes)
      .filter((spelling) => traffic.includes(spelling))
      .map((spelling) => spelling.toString("latin1")),
  );
}

/** Base64 has three spellings of what stands inside of something longer, without the letters that the borders share. */
function spellingsOf(bytes: Buffer): Buffer[] {
  const inside = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const kept = text.slice(shift === 0 ? 0 : shift + 1, -1);
    return [kept, kept.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(kept)];
  });
  const hex = bytes.toString("hex");
  const texts = [hex, hex.toUpperCase(), ...inside, encodeURIComponent(bytes.toString("latin1"))];
  return [bytes, ...texts.map((text) => Buffer.from(text))];
}
