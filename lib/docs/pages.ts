import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { lexer, type Tokens, type TokensList } from "marked";
import { DOCS_PAGES, type DocsPage, docsFile } from "./model";

/** A page of the documentation, read and taken apart. */
export interface DocsText {
  readonly page: DocsPage;
  readonly title: string;
  readonly tokens: TokensList;
}

const FOLDER = join(process.cwd(), "docs");

/** The files belong to the version that runs: each is read once. */
const texts = new Map<DocsPage, Promise<DocsText>>();

export function readDocs(page: DocsPage): Promise<DocsText> {
  const known = texts.get(page);
  if (known) return known;
  const reading = read(page);
  texts.set(page, reading);
  reading.catch(() => texts.delete(page));
  return reading;
}

/** All pages, in reading order. */
export function readAllDocs(): Promise<readonly DocsText[]> {
  return Promise.all(DOCS_PAGES.map(readDocs));
}

async function read(page: DocsPage): Promise<DocsText> {
  const tokens = lexer(await readFile(join(FOLDER, docsFile(page)), "utf8"));
  const first = tokens.find((token): token is Tokens.Heading => token.type === "heading");
  return { page, title: (first?.text ?? page).replaceAll("`", ""), tokens };
}

/** A picture of the documentation as PNG; null when there is none of this name. */
export async function readDocsImage(name: string): Promise<Buffer | null> {
  if (!/^[a-z-]+\.png$/.test(name)) return null;
  return readFile(join(FOLDER, "images", name)).catch(() => null);
}
