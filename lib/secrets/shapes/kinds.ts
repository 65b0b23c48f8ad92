/** What a value looks like, by how it begins. What is shorter than the shortest of these is a text. */
const TOKENS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["GitHub token", /^(gh[opsur]_|github_pat_)/],
  ["GitLab token", /^glpat-/],
  ["Stripe key", /^(sk|rk|pk)_(live|test)_/],
  ["webhook secret", /^whsec_/],
  ["AWS access key id", /^(AKIA|ASIA)[A-Z0-9]{16}$/],
  ["Slack token", /^xox[abeprs]-/],
  ["Google API key", /^AIza/],
  ["Anthropic key", /^sk-ant-/],
  ["OpenAI key", /^sk-/],
  ["SendGrid key", /^SG\./],
  ["npm token", /^npm_/],
  ["JWT", /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/],
];
const TOKEN_LENGTH_MIN = 16;

/** The kind of a value that is no JSON. */
export function kindOf(text: string): string {
  if (text.length < TOKEN_LENGTH_MIN) return "text";
  const pem = /^\s*-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text);
  if (pem) return `PEM (${pem[1]?.includes("PRIVATE KEY") ? "private key" : pemNoun(pem[1])})`;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i.test(text)) return "URL";
  return TOKENS.find(([, pattern]) => pattern.test(text))?.[0] ?? "text";
}

function pemNoun(label = ""): string {
  if (label.includes("CERTIFICATE")) return "certificate";
  return label.includes("PUBLIC KEY") ? "public key" : "other";
}

/** Names of members that are the same everywhere and so tell nothing of a value. Any other may be part of one. */
export const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  ...["type", "kind", "version", "name", "id", "key", "secret", "token", "url", "uri", "endpoint", "region"],
  ...["host", "hostname", "port", "user", "username", "password", "database", "dbname", "schema", "engine"],
  ...["access_key", "access_key_id", "secret_access_key", "session_token", "account", "email", "scope"],
  ...["access_token", "refresh_token", "id_token", "api_key", "apiKey", "client_id", "client_secret"],
  ...["client_email", "private_key", "private_key_id", "public_key", "project_id", "auth_uri", "token_uri"],
  ...["issuer", "audience", "cert", "certificate", "ca", "passphrase", "keys", "expires_at", "tenant_id"],
]);
