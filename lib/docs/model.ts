import { DOCS_PATH } from "./address";

/** The documentation's parts, in reading order: files of `docs/` without their ending. Those for developers are not among them. */
export const DOCS_PARTS = [
  {
    title: "Start",
    pages: ["getting-started", "home", "recipes"],
  },
  { title: "Secrets", pages: ["secrets", "env-files", "shared-secrets", "declarations"] },
  { title: "Rotation", pages: ["rotation", "rotation-databases", "leases"] },
  {
    title: "Credentials",
    pages: ["credentials", "connections", "managers", "pools", "ssh", "triggers", "import", "syncs"],
  },
  { title: "Apps and CI", pages: ["api-keys", "cli", "sdk", "rest-api", "masking"] },
  { title: "Allowlist", pages: ["allowlist", "allowlist-formats"] },
  {
    title: "People",
    pages: [
      "people",
      "roles",
      "access",
      "approvals",
      "signing-in",
      "passkeys",
      "single-sign-on",
      "audit",
      "notifications",
    ],
  },
  {
    title: "Operating",
    pages: [
      "install",
      "proxies",
      "operating",
      "several-instances",
      "threat-model",
      "backup",
      "monitoring",
      "settings",
      "master-key",
      "keys",
      "sealed-rows",
      "performance",
    ],
  },
] as const;

export type DocsPage = (typeof DOCS_PARTS)[number]["pages"][number];

export const DOCS_PAGES: readonly DocsPage[] = DOCS_PARTS.flatMap(({ pages }) => [...pages]);

/** The address of a page of the documentation. `/docs/api` is the reference, which is made from the API's description. */
export function docsPath(page: DocsPage): string {
  return `${DOCS_PATH}/${page}`;
}

export function isDocsPage(text: string): text is DocsPage {
  return DOCS_PAGES.some((page) => page === text);
}

/** The file of a page in `docs/`. */
export function docsFile(page: DocsPage): string {
  return page === "rest-api" ? "api.md" : `${page}.md`;
}

/**
 * Where a link of one of the files leads in the app: to another page, a place on one, or out. Null for what the app does not
 * serve, such as a decision record.
 */
export function docsLink(href: string): string | null {
  if (/^https:\/\//.test(href) || href.startsWith("#")) return href;
  const [, file, hash = ""] = /^([\w.-]+\.md)(#.*)?$/.exec(href) ?? [];
  const page = DOCS_PAGES.find((one) => docsFile(one) === file);
  return page ? `${docsPath(page)}${hash}` : null;
}

/** The id of a heading, as GitHub makes it, so that links work in both places. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
