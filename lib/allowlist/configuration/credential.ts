/** For a choice that was left empty. */
export const NO_SECRET_CHOSEN = "Choose a stored secret.";

/** Says nothing of what came instead: it may be a key that somebody tried to type in. */
export const CHOOSE_SECRET = "Choose a stored secret: a key or a password cannot be typed in here.";

/** Parts of names that are given to what grants access: `X-Api-Key`, `access_token`, `clientSecret`. */
const NAMES = /(^|[-_.])(authorization|auth|key|apikey|token|secret|password|passwd|signature|sig|cookie)$/;
/** Text that says by itself what it is: a scheme and what follows it, a token of three parts, a private key. */
const TEXTS = [/^(basic|bearer|digest|token|negotiate)\s+\S{8}/i, /^eyJ[\w-]+\.[\w-]+\./, /-----BEGIN /];

/** Whether a header or parameter, by its name or what was typed into it, is one that only a stored secret may fill. */
export function looksLikeCredential(name: string, text: string): boolean {
  return isCredentialName(name) || TEXTS.some((pattern) => pattern.test(text));
}

/** Whether a name is one under which credentials are sent. */
export function isCredentialName(name: string): boolean {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
  return NAMES.test(words);
}
