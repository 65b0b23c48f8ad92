/** For a choice that was left empty. */
export const NO_SECRET_CHOSEN = "Choose a stored secret.";

/** Says nothing of what came instead: it may be a key that somebody tried to type in. */
export const CHOOSE_SECRET = "Choose a stored secret: a key or a password cannot be typed in here.";
export const SCHEME_ALONE =
  "Credentials cannot be typed here: choose a stored secret. Before it, only a scheme such as “Bearer ” with its space.";
export const SECRET_ADDRESS =
  "Whoever knows this address may post to it, so it is a secret itself, and addresses are kept readable. Call the service under an address without a secret, with a stored token.";

/** Words that end the name of what grants access: `X-Auth-Token`, `clientsecret`, `PHPSESSID`. */
const ENDINGS =
  /(?:auth|authorization|authentication|tokens?|secrets?|passwords?|passwd|passphrase|passcode|credentials?|signatures?|cookies?|assertion|(?:api|access|secret|private|signing|shared|license|master|encryption)keys?|(?:session|sess|access|(?:access|api)key)id)$/;
/** The same, too short to be looked for inside of other words: `monkey`, `compass` and `design` are none. */
const WORDS = /^(?:key|pass|pwd|pw|psk|creds?|jwt|sas|sig|hmac|bearer|session|xsrf|csrf)$/;
/** Behind such a word they say which one it is: `X-Hub-Signature-256`, `accessKeyId`, `token_v2`. */
const WHICH =
  /^(?:|v|ids?|sha|ed|base|hex|value|plain|raw|hash|digest|primary|secondary|current|live|test|prod|production)$/;
/** Names that end like one and grant nothing: what orders, counts and finds things. */
const HARMLESS =
  /(?:^|-)(?:(?:idempotency|dedupe|deduplication|partition|routing|sort|sorting|order|group|cache|primary|foreign|row|object|issue|project|public|publishable)-keys?|(?:max|min|num|total)(?:-[a-z]+)*-tokens)$/;

/** How issued credentials begin. Each is looked for wherever a word begins, whatever the name. */
const ISSUED: readonly string[] = [
  "sr_live_[\\w-]{4}", // Strongroom
  "(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8}", // Stripe
  "whsec_[A-Za-z0-9+/=]{8}", // Standard Webhooks
  "sk-(?:proj-|ant-|or-)?[\\w-]{16}", // OpenAI, Anthropic
  "gh[pousr]_[A-Za-z0-9]{8}",
  "github_pat_\\w{8}",
  "gl(?:pat|dt|rt|ptt|cbt|ft|soat|agent|imt)-[\\w-]{8}", // GitLab
  "xox[a-z](?:\\.xox[a-z])?-[\\w-]{8}", // Slack
  "xapp-[\\w-]{8}",
  "(?:AKIA|ASIA)[A-Z0-9]{12}", // AWS
  "AIza[\\w-]{16}", // Google
  "ya29\\.[\\w-]{8}",
  "GOCSPX-[\\w-]{8}",
  "eyJ[\\w-]{8,}\\.", // JSON Web Token
  "SG\\.[\\w-]{16}", // SendGrid
  "npm_[A-Za-z0-9]{16}",
  "pypi-[\\w-]{16}",
  "hf_[A-Za-z0-9]{16}",
  "do[opr]_v1_[a-f0-9]{8}", // DigitalOcean
  "shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{8}", // Shopify
  "sq0[a-z]{3}-[\\w-]{8}", // Square
  "hv[sbr]\\.[\\w-]{8}", // Vault
  "dp\\.[a-z]{2,6}\\.[\\w-]{8}", // Doppler
  "dapi[a-f0-9]{16}", // Databricks
  "dckr_[a-z]{3}_[\\w-]{8}",
  "(?:lin_api|ntn|glsa|glc|sntrys|sntryu|sbp|pscale_(?:tkn|pw|oauth)|rubygems|figd|PMAK|NRAK|ATATT3)[_-]?[\\w-]{24}",
  "key-[a-f0-9]{32}", // Mailgun
  "AGE-SECRET-KEY-1",
  "-----BEGIN ",
];
const ISSUED_ANYWHERE = new RegExp(`(?<![A-Za-z0-9])(?:${ISSUED.join("|")})`);
/** A scheme and what follows it; a user and password in an address. */
const SAYS_ITSELF = [
  /^\s*(?:basic|bearer|digest|token|negotiate|apikey|ntlm|splunk)\s+\S{8}/i,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
];

/** Addresses whose path alone lets in whoever knows it. */
const SECRET_ADDRESSES: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, /^\/(?:services|workflows|triggers)\/./],
  [/^(?:[a-z]+\.)?discord(?:app)?\.com$/, /^\/api\/(?:v\d+\/)?webhooks\/./],
  [/^(?:.+\.webhook\.office(?:365)?\.com|outlook\.office(?:365)?\.com)$/, /^\/webhook/],
  [/^hooks\.(?:zapier|airtable|ringcentral|glip)\.com$/, /^\/./],
  [/^maker\.ifttt\.com$/, /\/key\/./],
  [/^api\.telegram\.org$/, /^\/(?:file\/)?bot\d+:/],
  [/^hook\.(?:(?:[a-z\d]+\.)?make|integromat)\.com$/, /^\/./],
  [/^open\.(?:feishu\.cn|larksuite\.com)$/, /^\/open-apis\/bot\/(?:v\d+\/)?hook\/./],
  [/^events(?:\.eu)?\.pagerduty\.com$/, /^\/integration\/./],
];

/** Whether a name is one under which credentials are sent. */
export function isCredentialName(name: string): boolean {
  const words = wordsOf(name);
  if (HARMLESS.test(words.join("-"))) return false;
  const end = words.findLastIndex((word) => !WHICH.test(word));
  return ENDINGS.test(words.slice(0, end + 1).join("")) || WORDS.test(words[end] ?? "");
}

/** Such as `x`, `hub`, `signature` and `256` less its digits, of `X-Hub-Signature-256`. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/\d{1,6}$/, ""));
}

/** Whether there is an issued credential in a text, whatever it is called. */
export function holdsIssued(text: string): boolean {
  return ISSUED_ANYWHERE.test(text);
}

/** Whether what is sent under any name says by itself that it is a credential. */
function isTyped(text: string): boolean {
  return holdsIssued(text) || SAYS_ITSELF.some((pattern) => pattern.test(text));
}

/** What is wrong with the text of a header or parameter that has no secret, or null. */
export function textIssue(name: string, text: string): string | null {
  return isCredentialName(name) || isTyped(text) ? CHOOSE_SECRET : null;
}

/** What is wrong with the text before a secret, or null: where the secret is a credential, it is a scheme alone. */
export function prefixIssue(name: string, prefix: string): string | null {
  if (isTyped(prefix)) return CHOOSE_SECRET;
  return isCredentialName(name) && !isScheme(prefix) ? SCHEME_ALONE : null;
}

const SCHEME_LENGTH_MAX = 20;
/** Between the hyphens of `Bearer`, `Klaviyo-API-Key` and `AWS4-HMAC-SHA256`: words as people write them, few digits behind. */
const SCHEME_WORD = /^(?:[A-Z]*[a-z]+)?(?:[A-Z]+[a-z]+)?[A-Z]*\d{0,3}$/;

/** A scheme, the name of what follows, as in `Token token=` and `sha256=`, or nothing. */
function isScheme(prefix: string): boolean {
  if (prefix === "") return true;
  const [, scheme = "", name = ""] =
    /^(?:([A-Za-z][A-Za-z\d-]*) )?(?:([A-Za-z][\w.-]*)=)?$/.exec(prefix) ?? [];
  if (prefix.length > SCHEME_LENGTH_MAX || scheme + name === "") return false;
  const isName = name === "" || isCredentialName(name) || /^(?:sha\d{1,3}|v\d)$/.test(name);
  return isName && scheme.split("-").every((word) => SCHEME_WORD.test(word));
}

/** Why an address cannot be kept: what it says itself lets somebody in; or null. */
export function addressIssue(text: string): string | null {
  if (!URL.canParse(text)) return holdsIssued(text) ? CHOOSE_SECRET : null;
  const url = new URL(text);
  const isSecret = SECRET_ADDRESSES.some(
    ([host, path]) => host.test(url.hostname) && path.test(url.pathname),
  );
  if (isSecret) return SECRET_ADDRESS;
  const names = [...`${url.pathname}${url.hash}`.matchAll(/(?<![\w.-])([\w.-]+)=/g)].map(
    ([, name = ""]) => name,
  );
  const holdsKey =
    url.username + url.password !== "" ||
    [...url.searchParams.keys(), ...names].some(isCredentialName) ||
    [text, ...url.searchParams.values(), decoded(url.pathname)].some(isTyped);
  return holdsKey ? `${CHOOSE_SECRET} Add it under headers and query instead.` : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
