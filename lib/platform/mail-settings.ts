import { isIP } from "node:net";

/** The mail server that letters go out through. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `always`: TLS from the first byte. `starttls`: before anything is said. `never`: a server on this very machine. */
  readonly tls: "always" | "starttls" | "never";
  readonly login: { readonly user: string; readonly password: string } | null;
}

const LOOPBACK = /^(localhost|127\.[\d.]+|::1)$/;
/** One plain address: what may stand in a header without quoting. */
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$/;

/** Reads `smtp://` (STARTTLS, port 587) and `smtps://` (TLS, port 465) addresses; null for anything else. */
export function parseMailUrl(text: string): MailSettings | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const isPlain = ["", "/"].includes(pathname) && search === "" && hash === "";
  if (!/^smtps?:$/.test(protocol) || hostname === "" || !isPlain) return null;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isTls = protocol === "smtps:";
  const tls = isTls ? "always" : LOOPBACK.test(host) ? "never" : "starttls";
  const login = loginOf(username, password);
  return login === undefined ? null : { host, port: Number(port) || (isTls ? 465 : 587), tls, login };
}

function loginOf(username: string, password: string): MailSettings["login"] | undefined {
  if (username === "") return null;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** A plain address that letters may come from, or null. */
export function parseMailAddress(text: string): string | null {
  return ADDRESS.test(text) ? text : null;
}

/** Whom letters come from when nobody said: whoever signs in to the mail server, else this instance by its own host. */
export function defaultSender(mail: MailSettings, origin: string): string {
  const user = mail.login && parseMailAddress(mail.login.user);
  if (user) return user;
  const { hostname } = new URL(origin);
  return `strongroom@${isIP(hostname.replace(/^\[(.*)\]$/, "$1")) ? "localhost" : hostname}`;
}
