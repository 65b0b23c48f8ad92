import { expect, it } from "vitest";
import { readSettings } from "@/lib/platform/settings";
import { securityText } from "./security-text";

const now = new Date("2026-11-29T00:00:00.123Z");
const STRONGROOM_URL = "https://secrets.example.com";

it("names whoever runs the instance, and never expires", () => {
  const STRONGROOM_SECURITY_CONTACT = "mailto:security@example.com";
  expect(securityText(readSettings({ STRONGROOM_URL, STRONGROOM_SECURITY_CONTACT }), now)).toBe(
    [
      "Contact: mailto:security@example.com",
      "Expires: 2026-12-29T00:00:00Z",
      "Policy: https://secrets.example.com/security-policy.txt",
      "Preferred-Languages: en",
      "Canonical: https://secrets.example.com/.well-known/security.txt",
      "",
    ].join("\n"),
  );
});

it("leads to the policy where nobody is named", () => {
  expect(securityText(readSettings({ STRONGROOM_URL }), now)).toContain(
    "Contact: https://secrets.example.com/security-policy.txt\n",
  );
});

it.each([
  "security@example.com",
  "http://example.com",
  "javascript:alert(1)",
  "mailto:a\nExpires: 1",
  "https:",
])("takes no contact that is not one: %j", (contact) => {
  expect(() => readSettings({ STRONGROOM_SECURITY_CONTACT: contact })).toThrow(
    "STRONGROOM_SECURITY_CONTACT must be",
  );
});
