import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DOCS_PAGES, docsFile, docsLink, headingId } from "./model";
import { readAllDocs } from "./pages";
import { plainText, searchDocs } from "./search";

/** What is about developing the program itself. */
const FOR_DEVELOPERS = ["architecture.md", "fault-tests.md", "security-tests.md"];

const texts = await readAllDocs();

test("every file is a page, except those for developers", () => {
  const files = readdirSync("docs").filter((file) => file.endsWith(".md"));
  expect(DOCS_PAGES.map(docsFile).sort()).toEqual(files.filter((f) => !FOR_DEVELOPERS.includes(f)).sort());
});

test("every link between pages leads to a heading that is there", () => {
  const headings = new Map(
    texts.map(({ page, tokens }) => [
      `/docs/${page}`,
      new Set(tokens.filter(({ type }) => type === "heading").map((token) => headingId(plainText(token)))),
    ]),
  );
  const broken = DOCS_PAGES.flatMap((page) =>
    [...readFileSync(`docs/${docsFile(page)}`, "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, href = ""]) => docsLink(href))
      .filter((href): href is string => href !== null && !href.startsWith("https:"))
      .map((href) => (href.startsWith("#") ? `/docs/${page}${href}` : href))
      .filter((href) => {
        const [path = "", id] = href.split("#");
        return id !== undefined && !headings.get(path)?.has(id);
      }),
  );
  expect(broken).toEqual([]);
});

test("a link out of the documentation has to be https, and others lead nowhere", () => {
  expect(docsLink("people.md#roles")).toBe("/docs/people#roles");
  expect(docsLink("api.md")).toBe("/docs/rest-api");
  expect(docsLink("https://example.com/")).toBe("https://example.com/");
  for (const href of [
    "decisions/011-sealed-rows.md",
    "../SECURITY.md",
    "javascript:alert(1)",
    "//example.com",
  ])
    expect(docsLink(href)).toBeNull();
});

test("a search finds the sections that hold all words, those with them in a heading first", () => {
  const [first] = searchDocs(texts, "shared SECRET");
  expect(first).toMatchObject({ title: "Shared secrets" });
  for (const { heading, title, excerpt } of searchDocs(texts, "webhook signature"))
    expect(`${title} ${heading} ${excerpt}`).not.toBe("");
  expect(searchDocs(texts, "webhook signature").length).toBeGreaterThan(0);
  expect(searchDocs(texts, "no-such-word-anywhere-xyz")).toEqual([]);
  expect(searchDocs(texts, " ")).toEqual([]);
});
