/** Shorter values stand in ordinary text, and a mask there would tell what they are. */
export const MASKED_CHARACTERS_MIN = 4;

/** Words that stand in ordinary output whatever the secrets are: to mask them would hide the output and tell the value. */
const COMMON = new Set(
  [
    "true false yes no on off null none nil undefined nan enabled disabled enable disable auto default",
    "production prod staging stage development develop testing test preview sandbox local localhost global",
    "debug trace verbose info notice warn warning error fatal silent",
    "admin administrator root user guest public private master main latest stable",
    "postgres postgresql mysql mariadb mongodb redis sqlite kafka rabbitmq",
    "http https utf-8 utf8 json text html info@example.com example.com",
    "password passwd secret token changeme change-me",
    "127.0.0.1 0.0.0.0 0:0:0:0:0:0:0:1 http://localhost https://localhost",
  ].flatMap((line) => line.split(" ")),
);

/** A port, a year, a limit, a share: up to five digits, with a sign and decimals or without. */
const PLAIN_NUMBER = /^[+-]?\d{1,5}(\.\d{1,3})?$/;

/**
 * Whether a value is masked: it has four characters or more, and is neither a common word such as `true`, `production` or
 * `localhost`, in whatever case, nor a plain number of up to five digits such as `8080`.
 */
export function isMaskable(value: string | Uint8Array): boolean {
  if (isTooShort(value)) return false;
  if (typeof value !== "string") return true;
  const text = value.trim().toLowerCase();
  return !COMMON.has(text) && !PLAIN_NUMBER.test(text);
}

export function isTooShort(value: string | Uint8Array): boolean {
  return (typeof value === "string" ? [...value] : value).length < MASKED_CHARACTERS_MIN;
}
