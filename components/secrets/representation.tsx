import type { SecretMeta } from "@/lib/secrets/model";

/** All that is ever shown of a stored value: a mask of constant length, the start of what is stored, the fingerprint. */
export function Representation({ secret }: { readonly secret: SecretMeta }) {
  return (
    <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
      <dt className="text-muted">Value</dt>
      <dd>
        <MaskedValue secret={secret} />
      </dd>
      <dt className="text-muted">Fingerprint</dt>
      <dd className="font-mono">{secret.fingerprint ?? "None"}</dd>
      <dt className="text-muted">Version</dt>
      <dd className="tabular-nums">{secret.version}</dd>
    </dl>
  );
}

/** A mask of constant length and the start of what is stored. */
export function MaskedValue({ secret }: { readonly secret: SecretMeta }) {
  return (
    <span className="font-mono text-sm break-all">
      <span aria-hidden>••••••••••••</span>
      <span className="sr-only">Encrypted</span> <span className="text-faint">{secret.representation}…</span>
    </span>
  );
}
