/** How many public keys a person may have, and may add at once. */
export const SSH_KEYS_MAX = 50;
export const SSH_KEY_COMMENT_LENGTH_MAX = 120;
/** How long what is pasted may be. */
export const SSH_KEYS_TEXT_MAX = 65_536;
/** A project cannot have more of them. */
export const SSH_RULES_MAX = 500;
/** So many keys are shown of those that hosts of a project let in. */
export const SSH_KEYS_SHOWN_MAX = 500;
export const SSH_HOSTS_MAX = 50;
export const SSH_HOST_LENGTH_MAX = 253;
export const SSH_LOGIN_LENGTH_MAX = 32;

/** How long certificates are good for. */
export const CERTIFICATE_SECONDS = { min: 60, max: 3_600, usual: 600 } as const;

/** What a certificate may let somebody do on a host, beside running programs. */
export const CERTIFICATE_EXTENSIONS = [
  "agent-forwarding",
  "port-forwarding",
  "pty",
  "user-rc",
  "x11-forwarding",
] as const;
export type CertificateExtension = (typeof CERTIFICATE_EXTENSIONS)[number];

/** All that is shown of a person's public key. */
export interface SshKeyMeta {
  readonly id: string;
  /** As OpenSSH calls it, such as `ssh-ed25519`. */
  readonly type: string;
  readonly bits: number;
  /** `SHA256:` and base64. */
  readonly fingerprint: string;
  readonly comment: string;
  readonly createdAt: string;
  /** When the personal key ends through which it was added, and it with it; null: it was added in the dashboard. */
  readonly expiresAt: string | null;
  /** When it was shown to a host that lets it in, to the minute. */
  readonly lastUsedAt: string | null;
}

/** A public key that hosts of a project let in, and whose it is. */
export interface AdmittedSshKey extends SshKeyMeta {
  readonly email: string;
  readonly name: string;
}

/** Whom a rule names. */
export type SshSubject =
  | { readonly kind: "person"; readonly id: string; readonly email: string; readonly name: string }
  | { readonly kind: "group"; readonly id: string; readonly slug: string; readonly name: string }
  | { readonly kind: "apiKey"; readonly id: string; readonly name: string };

export interface SshRuleMeta {
  readonly id: string;
  readonly subject: SshSubject;
  /** Names of hosts; `*` stands for any part of one. */
  readonly hosts: readonly string[];
  /** The user of the host. */
  readonly user: string;
  /** ISO 8601, UTC; null: for good. */
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  /** When somebody entered by it, to the minute. */
  readonly lastUsedAt: string | null;
}

/** The line by which hosts trust the certificates of a project. */
export interface SshAuthorityMeta {
  /** As it stands in a file: type, key and comment. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

const PRIVATE = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|PuTTY-User-Key-File-\d/;

/** What a text with a private key is answered with. */
export const PRIVATE_KEY_ISSUE =
  "This is a private key, which nobody but its owner may see. It was not kept. Take it as lost: make a new pair with ssh-keygen, remove this one wherever it lets somebody in, and paste the new .pub file.";

/** Whether a text has a private key in it. Such a text is not sent, and not kept. */
export function hasPrivateKey(text: string): boolean {
  return PRIVATE.test(text);
}

/** Whether a host's name fits one of a rule, in which `*` stands for any part. Both are in lower case. */
export function fitsHost(pattern: string, host: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return pattern === host;
  if (!host.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = host.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return host.length - last.length >= at && host.endsWith(last);
}

/** What stands in a certificate, and on a host that keeps a file of it: whoever has it enters that host as that user. */
export function principalOf(user: string, host: string): string {
  return `${user}@${host}`;
}

/** The same for one person or API key, which a host asks for at each log-in: so it ends with them. */
export function ownPrincipalOf(user: string, host: string, subjectId: string): string {
  return `${principalOf(user, host)}/${subjectId}`;
}
