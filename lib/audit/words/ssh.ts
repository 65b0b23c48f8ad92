import { line, shown, type Wording } from "./detail";

type RuleOrKey = `sshKey.${"added" | "removed"}` | `sshRule.${"created" | "deleted"}`;

/** Events about public keys of people, and about who may enter which hosts. */
export const SSH_ACCESS: Readonly<Record<RuleOrKey, Wording>> = {
  "sshKey.added": {
    label: "SSH key added",
    sentence: (name) => `Added the SSH key ${name}`,
    details: (d) => [line("Type", d.type), line("Fingerprint", d.fingerprint)],
  },
  "sshKey.removed": {
    label: "SSH key removed",
    sentence: (name) => `Removed the SSH key ${name}`,
    details: (d) => [line("Of", d.person), line("Fingerprint", d.fingerprint)],
  },
  "sshRule.created": {
    label: "SSH rule added",
    sentence: (name, d) => `Let ${name} enter ${shown(d.hosts)} as ${shown(d.user)}`,
    details: (d) => [line("Until", d.until)],
  },
  "sshRule.deleted": {
    label: "SSH rule removed",
    sentence: (name, d) => `No longer let ${name} enter ${shown(d.hosts)} as ${shown(d.user)}`,
  },
};

export const SSH_AUTHORITY: Readonly<Record<"sshAuthority.created", Wording>> = {
  "sshAuthority.created": {
    label: "SSH authority made",
    sentence: (name) => `Made the key that signs SSH certificates of ${name}`,
    details: (d) => [line("Fingerprint", d.fingerprint)],
  },
};

export const SSH_CERTIFICATES: Readonly<Record<"sshCertificate.issued", Wording>> = {
  "sshCertificate.issued": {
    label: "SSH certificate issued",
    sentence: (name) => `Got an SSH certificate for ${name}`,
    details: (d) => [
      line("Serial number", d.serial),
      line("For the key", d.key),
      line("Until", d.until),
      line("From the address", d.sourceAddress),
      line("Also allowed", d.extensions),
    ],
  },
};
