import { encode, entriesOf, type Fields } from "./action";
import type { Answer } from "./http";
import type { Instance } from "./instance";

/** The fields that a form of a page already holds, found by the name of one of its controls. */
export function hiddenFields(html: string, control: string): [string, string][] {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((one) => one.includes(`name="${control}"`) && one.includes("$ACTION"));
  if (!form) throw new Error(`the page has no form with a control ${control}`);
  const inputs = form.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? [];
  return inputs.flatMap((input): [string, string][] => {
    const name = attribute(input, "name");
    return name === null ? [] : [[name, attribute(input, "value") ?? ""]];
  });
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescaped(value);
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };
  return text.replaceAll(/&(#x27|\w+);/g, (whole, name: string) => named[name] ?? whole);
}

/** Fills in a form of a page and posts it as a browser without scripts does. */
export async function postForm(
  instance: Instance,
  args: {
    readonly headers: Readonly<Record<string, string>>;
    readonly path: string;
    readonly control: string;
    readonly fields: Fields;
    /** Where the post says that it comes from; ours unless told, left out when empty. */
    readonly origin?: string;
  },
): Promise<Answer> {
  const page = await instance.ask("nobody", { path: args.path, headers: args.headers });
  const form = new FormData();
  const filled = new Set(Object.keys(args.fields));
  for (const [name, value] of hiddenFields(page.text, args.control))
    if (!filled.has(name)) form.append(name, value);
  for (const [name, value] of entriesOf(args.fields)) form.append(name, value);
  const { body, type } = await encode(form);
  const { origin = instance.origin } = args;
  const headers = { ...args.headers, ...(origin === "" ? {} : { origin }), "content-type": type };
  return instance.ask("nobody", { method: "POST", path: args.path, headers, body });
}
