const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names of the placeholders in a template, such as `id` of `https://api.example.com/keys/{{id}}`. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
}

/** The template of an address with a text in its placeholders, which stays one segment or parameter whatever it holds. */
export function filledUrl(template: string, text: string): string {
  return template.replaceAll(PLACEHOLDER, () => encodeURIComponent(text).replaceAll(".", "%2E"));
}

/** The template of a JSON body with a text in its placeholders, each of which stands within a JSON string. */
export function filledBody(template: string, text: string): string {
  return template.replaceAll(PLACEHOLDER, () => JSON.stringify(text).slice(1, -1));
}
