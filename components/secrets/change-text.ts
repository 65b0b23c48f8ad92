import type { ChangeEntry } from "@/lib/secrets/changes/model";
import { AUDIENCE_NAMES, CATEGORY_NAMES } from "@/lib/secrets/model";

/** What an event of the change log says, as a heading and the details under it. */
export interface ChangeText {
  readonly title: string;
  readonly details: readonly string[];
}

type Detail = ChangeEntry["detail"];

const TEXTS: Readonly<Record<string, (detail: Detail) => ChangeText>> = {
  "secret.created": (d) => ({ title: "Created", details: texts(d.description) }),
  "secret.rotated": (d) => ({ title: "Value replaced", details: sameValue(d) }),
  "secret.restored": (d) => ({ title: `Restored from version ${d.restoredFrom}`, details: sameValue(d) }),
  "secret.described": (d) => ({ title: "Description changed", details: [fromTo(d.from, d.to)] }),
  "secret.renamed": (d) => ({ title: "Renamed", details: [fromTo(d.from, d.to)] }),
  "secret.classified": (d) => ({ title: "Category or audience changed", details: classification(d) }),
  "secret.revealed": () => ({ title: "Value revealed", details: [] }),
  "secret.used": (d) => used(d),
  "secret.compared": (d) => ({
    title: "Same value given again",
    details: [`It was compared with version ${d.version}, and no version was made.`],
  }),
  "mapping.created": (d) => ({ title: "Mapped into a project", details: [mappedAs(d)] }),
  "mapping.deleted": (d) => ({ title: "Mapping removed", details: [mappedAs(d)] }),
  "secret.deleted": (d) => ({
    title: "Deleted",
    details: [`All ${d.versions} versions of the value were erased.`],
  }),
};

/** An event in words; one that this version of the program does not know is shown by its name. */
export function changeText({ action, detail }: ChangeEntry): ChangeText {
  const text = Object.hasOwn(TEXTS, action) ? TEXTS[action] : undefined;
  return text ? text(detail) : { title: action, details: [] };
}

/** For what a value was used inside of the program: it was shown to nobody. */
function used({ purpose }: Detail): ChangeText {
  if (purpose !== "fitCheck") return { title: "Value used", details: [] };
  return {
    title: "Checked for an endpoint",
    details: [
      "Whether its length and kind fit how an allowlist endpoint encrypts. The value was shown to nobody.",
    ],
  };
}

/** The version that the event made, if it made one. */
export function versionOf({ detail }: ChangeEntry): number | null {
  return typeof detail.version === "number" ? detail.version : null;
}

function sameValue({ sameValueAs }: Detail): string[] {
  return typeof sameValueAs === "number" ? [`Same value as version ${sameValueAs}.`] : [];
}

function fromTo(from: unknown, to: unknown): string {
  return `${shown(from)} → ${shown(to)}`;
}

function shown(text: unknown): string {
  return text === "" ? "(empty)" : `“${String(text)}”`;
}

function mappedAs({ project, environment, name }: Detail): string {
  return `${String(project)}, ${String(environment)}, as ${shown(name)}`;
}

function texts(text: unknown): string[] {
  return typeof text === "string" && text !== "" ? [text] : [];
}

function classification({ from, to }: Detail): string[] {
  return [fromTo(classNamesOf(from), classNamesOf(to))];
}

function classNamesOf(classes: unknown): string {
  const { category, audience } = Object(classes);
  const names = [nameIn(CATEGORY_NAMES, category), nameIn(AUDIENCE_NAMES, audience)];
  return names.join(", ");
}

function nameIn(names: Readonly<Record<string, string>>, key: unknown): string {
  const known = String(key);
  return Object.hasOwn(names, known) ? (names[known] ?? known) : known;
}
