import type { ReactNode } from "react";
import { Breakable } from "@/components/ui/breakable";
import type { Configuration, Filled, Level, NamedSecret } from "@/lib/allowlist/configuration/model";
import { isPlainHttp, readableWithoutTls } from "@/lib/allowlist/configuration/plain-http";
import type { EndpointPageData } from "@/lib/allowlist/loaders";
import { NO_NAME } from "@/lib/allowlist/references/model";
import { counted } from "@/lib/counted";
import { inBytes } from "@/lib/quantity";
import { cipherFacts, type Fact, levelFacts } from "./cipher-facts";
import { READING_LABELS } from "./cipher-labels";
import { Cleartext } from "./no-tls";

type Named = Configuration<NamedSecret>;

/** What a reference stands at, for a sentence. */
export function pathLabel(configuration: Named, path: string): string {
  const [part, at = ""] = path.split(".");
  if (part === "headers") return `the header ${configuration.headers[Number(at)]?.name ?? at}`;
  if (part === "query") return `the query parameter ${configuration.query[Number(at)]?.name ?? at}`;
  if (part === "signature") return "the signing key";
  if (part === "ca") return "the certificate authority";
  const side = part === "encryption" ? "the request" : "the answer";
  if (path.endsWith(".salt")) return `the salt of the key of ${side}`;
  return path.endsWith(".iv.iv") ? `the initialisation vector of ${side}` : `the key of ${side}`;
}

/** A secret, pool or connected app by its name: never more. */
export function SecretName({ secret, pool, connection }: NamedSecret) {
  if (secret === undefined)
    return (
      <>
        <span className="text-muted">{pool === undefined ? "the token of" : "the pool"}</span>{" "}
        <code className="font-mono text-sm wrap-anywhere">
          <Breakable text={pool ?? connection} />
        </code>
      </>
    );
  if (secret === NO_NAME) return <span className="text-danger-ink">a secret that is not here any more</span>;
  return (
    <code className="font-mono text-sm wrap-anywhere">
      <Breakable text={secret} />
    </code>
  );
}

/** A configuration as a list of what it does, part by part. */
export function ConfigurationSummary({ endpoint }: Pick<EndpointPageData, "endpoint">) {
  const { configuration, url } = endpoint;
  const isPlain = isPlainHttp(url);
  const isCleartext = isPlain ? readableWithoutTls(configuration) : [];
  const answerCipher = configuration.decryption?.cipher ?? configuration.encryption?.cipher;
  const { headers, query, encryption, decryption, signature, ca, answer, timeoutSeconds } = configuration;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
      <Line label="Data is sent as">{CONTENT_TYPES[configuration.contentType]}</Line>
      <Line label="Headers">
        <FilledList items={headers} isCleartext={isCleartext} />
      </Line>
      <Line label="Query">
        <FilledList items={query} isCleartext={isCleartext} />
      </Line>
      <Line label="Encryption">
        {encryption ? (
          <>
            {levelLabel(encryption)}, with {encryption.cipher.method}
            <FactList
              facts={[...cipherFacts(encryption.cipher), ...levelFacts(encryption, encryption.cipher)]}
            />
          </>
        ) : (
          <None>{isPlain ? "None (no TLS)" : "None beyond TLS"}</None>
        )}
      </Line>
      <Line label="Answer">
        {decryption ? (
          <>
            {levelLabel(decryption)},{" "}
            {decryption.cipher ? `with ${decryption.cipher.method}` : "the same way as the request"}
            {decryption.previousVersionDays > 0 &&
              `. An old key opens answers for ${counted(decryption.previousVersionDays, "day")} more`}
            <FactList
              facts={[
                ...(decryption.cipher ? cipherFacts(decryption.cipher) : []),
                ...(answerCipher ? levelFacts(decryption, answerCipher) : []),
              ]}
            />
          </>
        ) : (
          <None>Not encrypted</None>
        )}
        <p className="text-sm text-muted">{seenHeaders(answer.headers)}</p>
      </Line>
      <Line label="Signature">
        {signature ? (
          <>
            {signature.scheme === "strongroom" ? (
              <>
                HMAC-SHA256 in <code className="font-mono text-sm">{signature.header}</code>
              </>
            ) : (
              "Standard Webhooks"
            )}
            , with <SecretName {...signature.from} /> read as {READING_LABELS[signature.reading]}
          </>
        ) : (
          <None>None</None>
        )}
      </Line>
      <Line label="Trusts">
        {ca && !isPlain ? (
          <>
            only the authority in <SecretName {...ca} />
          </>
        ) : (
          <None>
            {isPlain ? "Nobody: without TLS nothing proves who answers" : "The usual public authorities"}
          </None>
        )}
      </Line>
      <Line label="Limits">
        {counted(timeoutSeconds, "second")}, answers up to {inBytes(answer.bytesMax)}
      </Line>
    </dl>
  );
}

const CONTENT_TYPES = { json: "JSON", form: "Form data", text: "Plain text" } as const;

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted max-sm:-mb-2">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

function None({ children }: { readonly children: string }) {
  return <span className="text-muted">{children}</span>;
}

interface FilledListProps {
  readonly items: readonly Filled<NamedSecret>[];
  /** Those whose secret travels in cleartext. */
  readonly isCleartext: readonly Filled<NamedSecret>[];
}

function FilledList({ items, isCleartext }: FilledListProps) {
  if (items.length === 0) return <None>None</None>;
  return (
    <ul className="flex flex-col gap-1">
      {items.map(({ name, value }, at) => (
        <li key={name}>
          <code className="font-mono text-sm">{name}</code>:{" "}
          {"text" in value ? (
            <code className="font-mono text-sm">{value.text}</code>
          ) : (
            <>
              {value.prefix !== "" && (
                <code className="font-mono text-sm whitespace-pre-wrap">{value.prefix}</code>
              )}
              <span className="text-muted">from</span> <SecretName {...value.from} />
            </>
          )}{" "}
          {isCleartext.some((item) => item === items[at]) && <Cleartext />}
        </li>
      ))}
    </ul>
  );
}

function levelNoun({ in: where, paths }: Extract<Level, { level: "fields" }>): string {
  return `${where === "query" ? "query parameter" : "field"}${paths.length === 1 ? "" : "s"}`;
}

function levelLabel(level: Level): string {
  if (level.level === "fields") {
    return `The ${levelNoun(level)} ${level.paths.join(", ")}`;
  }
  if (level.as === "text") return "The whole body, as text";
  return "The whole body, in JSON";
}

/** Part by part, so that whoever only looks can tell what arrives. */
function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <ul className="mt-1 flex flex-col gap-0.5 text-sm">
      {facts.map(({ label, secret, code, text }) => (
        <li key={label}>
          <span className="text-muted">{label}:</span> {secret && <SecretName {...secret} />}{" "}
          {code !== undefined && <code className="font-mono break-all whitespace-pre-wrap">{code}</code>}
          {text}
        </li>
      ))}
    </ul>
  );
}

function seenHeaders(names: readonly string[]): string {
  if (names.length === 0) return "Callers see no header.";
  return `Callers see the ${names.length === 1 ? "header" : "headers"} ${names.join(", ")}.`;
}
