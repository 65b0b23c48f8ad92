import type { Token } from "marked";
import { searchTextOf, searchWords } from "@/lib/secrets/search-text";
import { type DocsPage, docsPath, headingId } from "./model";
import type { DocsText } from "./pages";

/** A section that a search found. */
export interface DocsHit {
  readonly href: string;
  /** Title of the page. */
  readonly title: string;
  /** Heading of the section; the title again for what stands above the first one. */
  readonly heading: string;
  /** Text around the first word that was found. */
  readonly excerpt: string;
}

const HITS_MAX = 30;
const EXCERPT_CHARS = 200;

interface Section {
  readonly page: DocsPage;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

/** The sections that hold all words of a search, those with a word in a heading first. */
export function searchDocs(texts: readonly DocsText[], search: string): readonly DocsHit[] {
  const words = searchWords(search);
  if (words.length === 0) return [];
  return texts
    .flatMap(sectionsOf)
    .map((section) => ({ section, score: scoreOf(section, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, HITS_MAX)
    .map(({ section }) => hitOf(section, words));
}

/** 0 unless all words are there; else 1 and one for each word that the title or the heading has. */
function scoreOf({ title, heading, text }: Section, words: readonly string[]): number {
  const head = folded(`${title} ${heading}`);
  const all = `${head} ${folded(text)}`;
  if (!words.every((word) => all.includes(word))) return 0;
  return 1 + words.filter((word) => head.includes(word)).length;
}

function sectionsOf({ page, title, tokens }: DocsText): Section[] {
  const sections: { page: DocsPage; title: string; heading: string; text: string }[] = [];
  for (const token of tokens) {
    if (token.type === "heading") sections.push({ page, title, heading: plainText(token), text: "" });
    else {
      const last = sections.at(-1);
      if (last) last.text += `${plainText(token)} `;
    }
  }
  return sections;
}

function hitOf({ page, title, heading, text }: Section, words: readonly string[]): DocsHit {
  const at = Math.max(0, ...words.map((word) => folded(text).indexOf(word)));
  const from = Math.max(0, text.lastIndexOf(" ", at - EXCERPT_CHARS / 4) + 1);
  const excerpt = text.slice(from, from + EXCERPT_CHARS).trim();
  const href = heading === title ? docsPath(page) : `${docsPath(page)}#${headingId(heading)}`;
  return { href, title, heading, excerpt: `${from > 0 ? "… " : ""}${excerpt} …` };
}

function folded(text: string): string {
  return searchTextOf({ name: text, description: "" });
}

/** A token's text without markup, all blanks single. */
export function plainText(token: Token): string {
  return textIn(token).replaceAll(/\s+/g, " ").trim();
}

function textIn(token: Token): string {
  if (token.type === "space") return " ";
  if (token.type === "table") {
    const rows: { tokens: Token[] }[][] = [token.header, ...token.rows];
    return rows
      .flat()
      .map(({ tokens }) => tokens.map(textIn).join(""))
      .join(" ");
  }
  if (token.type === "list") return token.items.map(textIn).join(" ");
  if ("tokens" in token && token.tokens) return token.tokens.map(textIn).join("");
  return "text" in token ? String(token.text) : "";
}
