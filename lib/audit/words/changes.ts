import { counted } from "@/lib/counted";
import { durationText } from "@/lib/quantity";
import type { AUDIT_KINDS } from "../model";
import { CONNECTIONS } from "./connections";
import {
  capital,
  type Detail,
  fieldOf,
  fromTo,
  line,
  listed,
  type Maybe,
  named,
  numberOf,
  quoted,
  shown,
  type Wording,
} from "./detail";
import { IMPORTS } from "./imports";
import { LEASE_SOURCES } from "./leases";
import { MANAGERS, readIn } from "./managers";
import { NOTICE_CHANNELS } from "./notices";
import { POOLS } from "./pools";
import { REQUESTS } from "./requests";
import { ROTATIONS } from "./rotations";
import { SSH_AUTHORITY } from "./ssh";
import { SYNCS } from "./syncs";
import { TRIGGERS } from "./triggers";

/** Events that change secrets, projects and settings. */
export const CHANGES: Readonly<Record<(typeof AUDIT_KINDS)["change"]["actions"][number], Wording>> = {
  ...SSH_AUTHORITY,
  "secret.created": {
    label: "Created",
    sentence: (name) => `Created ${name}`,
    details: (d) => [
      typeof d.description === "string" ? d.description : "",
      classesOf(d),
      line("Copied from", d.copiedFrom),
      ...readIn(d),
    ],
  },
  "secret.rotated": {
    label: "Value replaced",
    sentence: (name, d) => `Replaced the value of ${name}${versionIn(d)}`,
    details: (d) => [line("Copied from", d.copiedFrom), ...readIn(d), ...sameValue(d)],
  },
  "secret.described": {
    label: "Description changed",
    sentence: (name) => `Changed the description of ${name}`,
    details: (d) => [fromTo(d.from, d.to)],
  },
  "secret.renamed": {
    label: "Renamed",
    sentence: (_, d) => `Renamed ${shown(d.from)} to ${shown(d.to)}`,
    details: (d) => [fromTo(d.from, d.to)],
  },
  "secret.classified": {
    label: "Category or readers changed",
    sentence: (name) => `Changed the category or readers of ${name}`,
    details: ({ from, to }) => [
      changed("Category", fieldOf(from, "category"), fieldOf(to, "category"), capital),
      changed("Readable by", fieldOf(from, "audience"), fieldOf(to, "audience"), audienceOf),
    ],
  },
  "secret.restored": {
    label: "Value restored",
    sentence: (name, d) => `Restored version ${shown(d.restoredFrom)} of ${name}`,
    details: (d) => [`Restored from version ${shown(d.restoredFrom)}.`, ...sameValue(d)],
  },
  "secret.deleted": {
    label: "Deleted",
    sentence: (name) => `Deleted ${name}`,
    details: ({ versions }) => [
      versions === 1
        ? "Its only version was erased."
        : `All ${shown(versions)} versions of the value were erased.`,
    ],
  },
  ...POOLS,
  ...REQUESTS,
  ...ROTATIONS,
  ...CONNECTIONS,
  ...LEASE_SOURCES,
  ...MANAGERS,
  ...TRIGGERS,
  ...IMPORTS,
  ...SYNCS,
  "secrets.seeded": {
    label: "Sample secrets created",
    sentence: (_, d) => `Created ${counted(numberOf(d.count), "sample secret")}`,
    details: (d) => [`From ${shown(d.first)} to ${shown(d.last)}.`],
  },
  "mapping.created": {
    label: "Used in a project",
    sentence: (name, d) => `Mapped the shared secret ${shown(d.secret ?? name)} as ${name}`,
    details: mappedAs,
  },
  "mapping.deleted": {
    label: "Mapping removed",
    sentence: (name, d) => `Removed the mapping of the shared secret ${shown(d.secret ?? name)} as ${name}`,
    details: mappedAs,
  },
  "declarations.changed": {
    label: "Declarations changed",
    sentence: (name) => `Changed the declarations of ${name}`,
    details: (d) => [
      line("Added or changed", d.set),
      line("Removed", d.removed),
      `Now ${shown(d.required)} required and ${shown(d.optional)} optional.`,
    ],
  },
  "allowlist.created": {
    label: "Endpoint added",
    sentence: (name) => `Added the endpoint ${name}`,
    details: (d) => [
      `${shown(d.method)} ${shown(d.url)}`,
      line("Secrets", d.secrets, listed),
      line("Request encryption", d.encryption),
      line("Response encryption", d.decryption),
      line("Signing", d.signature),
      d.isActive === false ? "Inactive." : "",
    ],
  },
  "allowlist.changed": {
    label: "Endpoint changed",
    sentence: (name) => `Changed the endpoint ${name}`,
    details: (d) => [
      changedField("Method", d.method),
      changedField("URL", d.url),
      changedField("Description", d.description, quoted),
      changedField("Active", d.isActive),
      line("Changed parts of the configuration", d.configuration),
      line("Secrets added", d.secretsAdded),
      line("Secrets removed", d.secretsRemoved),
    ],
  },
  "allowlist.deleted": {
    label: "Endpoint deleted",
    sentence: (name) => `Deleted the endpoint ${name}`,
    details: (d) => [`${shown(d.method)} ${shown(d.url)}`],
  },
  "allowlist.verified": {
    label: "Endpoint verified",
    sentence: (name) => `Verified the endpoint ${name}`,
    details: (d) => [`It returned the challenge with status ${shown(d.status)}.`],
  },
  "allowlist.markedVerified": {
    label: "Endpoint marked as verified",
    sentence: (name) => `Marked the endpoint ${name} as verified`,
    details: () => ["Without a challenge."],
  },
  "project.created": {
    label: "Project created",
    sentence: (name) => `Created the project ${name}`,
    details: (d) => [line("Name", d.name, quoted)],
  },
  "environment.created": {
    label: "Environment created",
    sentence: (name, d) => `Created the environment ${name} of ${shown(d.project)}`,
    details: (d) => [line("Name", d.name, quoted)],
  },
  "settings.changed": {
    label: "Settings changed",
    sentence: () => "Changed the settings",
    details: (d) => Object.entries(d).map(([field, change]) => changedSetting(field, change)),
  },
  ...NOTICE_CHANNELS,
};

const SETTINGS: Readonly<Record<string, string>> = {
  name: "Organisation name",
  requiresSecondFactor: "Second factor required",
  sessionSecondsMax: "Longest session",
  idleSecondsMax: "Longest idle time",
  passwordSignIn: "Sign-in by password",
  signInBanner: "Sign-in banner",
  allowedPrivateHosts: "Allowed private hosts",
  personalKeyDaysMax: "Longest personal key, in days",
};

function changedSetting(field: string, change: Maybe): string {
  const text = field.endsWith("SecondsMax") ? durationOf : quoted;
  return changedField(named(SETTINGS, field), change, text);
}

function changedField(label: string, change: Maybe, text: (value: Maybe) => string = shown): string {
  if (change === undefined) return "";
  return changed(label, fieldOf(change, "from"), fieldOf(change, "to"), text);
}

function changed(label: string, from: Maybe, to: Maybe, text: (value: Maybe) => string): string {
  return from === to ? "" : `${label}: ${fromTo(from, to, text)}`;
}

function durationOf(value: Maybe): string {
  return typeof value === "number" ? durationText(value) : shown(value);
}

function versionIn({ version }: Detail): string {
  return version === undefined ? "" : ` (version ${shown(version)})`;
}

function sameValue({ sameValueAs }: Detail): string[] {
  return typeof sameValueAs === "number" ? [`Same value as version ${sameValueAs}.`] : [];
}

function classesOf({ category, audience }: Detail): string {
  return [line("Category", category, capital), line("Readable by", audience, audienceOf)]
    .filter(Boolean)
    .join(" ");
}

function audienceOf(audience: Maybe): string {
  return audience === "all" ? "All API keys" : capital(audience);
}

function mappedAs({ project, environment, name }: Detail): string[] {
  return [`${shown(project)}, ${shown(environment)}, as ${quoted(name)}`];
}
