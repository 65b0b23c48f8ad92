import { describe, expect, it } from "vitest";
import { publicFiles } from "./build";
import { ask } from "./http";
import { startInstance } from "./instance";

const { port, origin } = await startInstance({ withPeople: false });
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
};
const get = (path: string, headers = {}) => ask(port, { path, headers });

describe("what anybody gets, without a session", () => {
  it.each(publicFiles())(
    "%s has its type, every header of protection, and is looked up anew",
    async (path) => {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers["content-type"]?.toLowerCase()).toBe(TYPES[path.split(".").pop() ?? ""]);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["cache-control"]).toBe("public, max-age=0");
      expect(headers["set-cookie"]).toBeUndefined();
      expect((await get(path, { "if-none-match": headers.etag })).status).toBe(304);
      expect((await ask(port, { path, method: "POST", headers: { origin } })).status).toBe(405);
    },
  );

  it("the page that verifies evidence is for the disk: no browser opens it as a page of ours", async () => {
    const { headers } = await get("/audit-verify.html");
    expect(headers["content-disposition"]).toBe('attachment; filename="strongroom-audit-verify.html"');
  });

  it("robots are told to stay away from everything", async () => {
    expect((await get("/robots.txt")).text).toBe("User-agent: *\nDisallow: /\n");
  });

  it("the manifest names icons that are there, in the size that it says, and the page names it", async () => {
    const { icons } = JSON.parse((await get("/manifest.webmanifest")).text);
    const sizes = await Promise.all(
      icons.map(async ({ src, sizes, purpose }: Record<string, string>) => {
        const file = Buffer.from(await (await fetch(`http://127.0.0.1:${port}${src}`)).arrayBuffer());
        const isPng = file.subarray(1, 4).toString() === "PNG";
        const real = isPng ? `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}` : "any";
        return [real === sizes, real, purpose ?? "any"];
      }),
    );
    expect(sizes).toEqual([
      [true, "192x192", "any"],
      [true, "512x512", "any"],
      [true, "512x512", "maskable"],
      [true, "any", "any"],
    ]);
    const { text } = await get("/setup");
    for (const link of ["/manifest.webmanifest", "/icons/apple-touch-icon.png", "/icon.svg", "/favicon.ico"])
      expect(text).toContain(`href="${link}"`);
    expect(text).toContain('name="theme-color"');
  });

  it("security.txt says whom to tell, and is not about to expire", async () => {
    const { status, headers, text } = await get("/.well-known/security.txt");
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    const [contact] = /(?<=^Contact: ).+$/m.exec(text) ?? [];
    expect(contact).toBe(`${origin}/security-policy.txt`);
    const [expires = ""] = /(?<=^Expires: ).+$/m.exec(text) ?? [];
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect([days > 29, days < 31]).toEqual([true, true]);
  });
});
