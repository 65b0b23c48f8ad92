import type { Settings } from "@/lib/platform/settings";
import { runtime } from "@/lib/runtime/registry";

/** How long whoever reads the text may go by it. It is made anew each time, so that no instance serves an expired one. */
const VALID_MS = 30 * 86_400_000;

/**
 * The `security.txt` of this instance (RFC 9116): whom to tell about a weakness. That is whoever runs it, where the
 * settings say so; the policy says how to tell the project.
 */
export function securityText(
  { origin, securityContact }: Pick<Settings, "origin" | "securityContact">,
  now: Date,
): string {
  const policy = `${origin}/security-policy.txt`;
  const expires = new Date(now.getTime() + VALID_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const fields = [
    ["Contact", securityContact ?? policy],
    ["Expires", expires],
    ["Policy", policy],
    ["Preferred-Languages", "en"],
    ["Canonical", `${origin}/.well-known/security.txt`],
  ];
  return fields.map(([name, value]) => `${name}: ${value}\n`).join("");
}

export function answerSecurityText(): Response {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return new Response(securityText(runtime().settings, new Date()), { headers });
}
