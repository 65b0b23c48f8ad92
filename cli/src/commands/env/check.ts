import { variableOf } from "@/sdk/src/process/take-over-names";
import { Failure, usage } from "../../failure";
import type { JsonRecord } from "../../json";
import { connectionOf, hopelessNames, MANIFEST, type Manifest } from "../../manifest";
import { printable } from "../../printable";
import { openScope, type Scope, type ScopeOptions } from "../../scope";
import { everyItem, everyPage } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface CheckOptions extends ScopeOptions {
  readonly declare?: true;
  readonly json?: true;
}

interface Finding {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isSet: boolean;
  /** Why no secret can ever have this name, or null. */
  readonly mistake: string | null;
}

/** Compares the manifest with what is set. Exits with 1 when something required is missing. */
export async function checkEnv(shell: Shell, options: CheckOptions): Promise<number> {
  const scope = await openScope(shell, options);
  const { manifest } = scope;
  if (!manifest) throw usage(`there is no ${MANIFEST} here or in a folder above`);
  if (options.declare) await declare(shell, scope, manifest);
  const findings = await findingsOf(scope, manifest);
  const missing = findings.filter(({ isRequired, isSet }) => isRequired && !isSet);
  if (options.json) shell.output.write(`${JSON.stringify({ manifest: manifest.path, names: findings })}\n`);
  else shell.output.write(findings.map((finding) => `${lineOf(finding)}\n`).join(""));
  if (missing.length > 0)
    note(
      shell,
      `${missing.length} of ${findings.filter(({ isRequired }) => isRequired).length} required names are missing`,
    );
  return missing.length > 0 ? 1 : 0;
}

async function findingsOf(scope: Scope, manifest: Manifest): Promise<Finding[]> {
  // Shared secrets are mapped in under a name of this environment.
  const [own, mapped] = await Promise.all([
    everyItem(scope, "/secrets"),
    everyItem(scope, "/shared-mappings"),
  ]);
  const present = new Set([...own, ...mapped].map(({ name }) => variableOf(String(name))));
  const { required, optional, triggers } = manifest;
  const apps = await connectedApps(scope, [...required, ...optional]);
  const issues = new Map(hopelessNames(manifest).map(({ name, reason }) => [name, reason]));
  const found = (isRequired: boolean) => (name: string) => ({
    name,
    isRequired,
    isSet: connectionOf(name) === null ? present.has(variableOf(name)) : apps.has(connectionOf(name)),
    mistake: issues.get(name) ?? null,
  });
  const named = new Set([...required, ...optional].map(variableOf));
  // A trigger without its secret takes nothing.
  const signing = [...new Set(triggers.map(({ secretEnv }) => secretEnv))];
  return [
    ...[...required, ...signing.filter((name) => !named.has(variableOf(name)))].map(found(true)),
    ...optional.map(found(false)),
  ];
}

/** The apps that are connected, asked for where a name wants one. A key that may not know of them is told so. */
async function connectedApps(scope: Scope, names: readonly string[]): Promise<ReadonlySet<unknown>> {
  if (names.every((name) => connectionOf(name) === null)) return new Set();
  const apps = await everyPage(scope, "/connections", {});
  const isGood = ({ state }: JsonRecord) => state === "connected" || state === "failing";
  return new Set(apps.filter(isGood).map(({ name }) => name));
}

function lineOf({ name, isRequired, isSet, mistake }: Finding): string {
  const state = isSet ? "set" : isRequired ? "missing" : "not set";
  const more = mistake === null ? "" : `: can never get a value, ${mistake}`;
  return `${state.padEnd(8)} ${isRequired ? "required" : "optional"}  ${printable(name)}${more}`;
}

/** Tells the server all names, also those that can never get a value: its page says so too. */
async function declare(shell: Shell, { server, query }: Scope, manifest: Manifest): Promise<void> {
  const { required, optional, triggers } = manifest;
  try {
    const body = { required, optional, ...(triggers.length > 0 && { triggers }) };
    await server.ask("PUT", "/declarations", { query, body });
    note(shell, "the server knows what the manifest declares");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, `--declare: ${error.message}`);
  }
}
