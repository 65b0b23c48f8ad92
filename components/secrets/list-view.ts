export const LIST_VIEW_COOKIE = "strongroom-list";

/** The columns that can be chosen, those first that stay longest as the window gets narrow. */
export const LIST_COLUMNS = [
  ["description", "Description"],
  ["updated", "Last updated"],
  ["created", "Created"],
  ["category", "Category"],
  ["used", "Last used"],
  ["replaced", "Value replaced"],
  ["audience", "Readable by"],
] as const;

export type ListColumn = (typeof LIST_COLUMNS)[number][0];
export type Density = "comfortable" | "compact";

/** How someone wants to see the list, on this device. */
export interface ListView {
  readonly density: Density;
  /** In the order of `LIST_COLUMNS`. */
  readonly columns: readonly ListColumn[];
}

const ONE_YEAR_SECONDS = 31_536_000;

/** What the cookie says; what it does not say is as usual. */
export function listViewOf(cookie: string | undefined): ListView {
  const columns = LIST_COLUMNS.map(([column]) => column);
  if (cookie === undefined)
    return { density: "comfortable", columns: columns.filter((column) => column !== "audience") };
  const [density, ...chosen] = cookie.split(".");
  return {
    density: density === "compact" ? "compact" : "comfortable",
    columns: columns.filter((column) => chosen.includes(column)),
  };
}

/** Keeps it for this device. Browser only. */
export function keepListView({ density, columns }: ListView): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  const value = [density, ...columns].join(".");
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store needs https, and this program also runs without
  document.cookie = `${LIST_VIEW_COOKIE}=${value}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax${secure}`;
}

/** From which width of the window each of the chosen columns is shown: as many as fit. On a phone the first two. */
const FROM = [
  "",
  "",
  "max-md:hidden",
  "max-lg:hidden",
  "max-[90rem]:hidden",
  "max-[104rem]:hidden",
  "max-[118rem]:hidden",
];

/** The class that hides a column where there is no room for it; null when it was not chosen. */
export function shownFrom({ columns }: ListView, column: ListColumn): string | null {
  const at = columns.indexOf(column);
  return at < 0 ? null : (FROM[at] ?? "");
}
