/** Why an address cannot be called, in words, or null. */
export function urlMistake(
  text: string,
  { allowedPrivateHosts }: { readonly allowedPrivateHosts: readonly string[] },
): string | null {
  const url = URL.parse(text);
  if (!url) return "This is not an address. Enter one such as https://api.example.com/v1.";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && allowedPrivateHosts.includes(url.host))) {
    return "Only https:// is called.";
  }
  return null;
}
