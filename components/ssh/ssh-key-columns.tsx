import type { Column } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SshKeyMeta } from "@/lib/ssh/model";

const NAMES: Readonly<Record<string, string>> = {
  "ssh-ed25519": "Ed25519",
  "ssh-rsa": "RSA",
  "sk-ssh-ed25519@openssh.com": "Ed25519 on a security key",
  "sk-ecdsa-sha2-nistp256@openssh.com": "ECDSA on a security key",
};

/** What a public key is: how it is commented, its type and size, its fingerprint. */
export const KEY: Column<SshKeyMeta> = {
  title: "Key",
  className: "min-w-64",
  cell: ({ comment, type, bits, fingerprint }) => (
    <>
      <span className="font-medium wrap-anywhere">{comment || "No comment"}</span>
      <span className="block text-sm text-muted">
        {NAMES[type] ?? "ECDSA"}, {bits.toLocaleString("en")} bits
      </span>
      <code className="block font-mono text-xs break-all text-muted">{fingerprint}</code>
    </>
  ),
};

export const ADDED: Column<SshKeyMeta> = {
  title: "Added",
  className: "w-36 text-sm",
  cell: ({ createdAt, expiresAt }) => (
    <>
      <Time value={createdAt} />
      {expiresAt && (
        <span className="block text-muted">
          Ends <Time value={expiresAt} as="day" />
        </span>
      )}
    </>
  ),
};

export const LAST_USED: Column<SshKeyMeta> = {
  title: "Last used",
  className: "w-32 text-sm",
  cell: ({ lastUsedAt }) =>
    lastUsedAt ? <Time value={lastUsedAt} /> : <span className="text-muted">Never</span>,
};
