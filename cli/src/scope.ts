import type { Command } from "commander";
import { connectionOf } from "./credentials/connection";
import type { Login } from "./credentials/login";
import { findManifest, type Manifest } from "./manifest";
import { openServer, type Server } from "./server";
import type { Shell } from "./shell";

export interface ScopeOptions {
  readonly project?: string;
  readonly environment?: string;
}

/** A server, and the project and environment to ask it about. */
export interface Scope {
  readonly server: Server;
  readonly connection: Login;
  /** Empty when the key says it all. */
  readonly query: { readonly project?: string; readonly environment?: string };
  readonly manifest: Manifest | null;
}

/** Adds the choice of a place to a command, for keys that are not bound to one. */
export function placed(command: Command): Command {
  return command
    .option("-p, --project <slug>", "project, for a key of the whole organisation (STRONGROOM_PROJECT)")
    .option(
      "-e, --environment <slug>",
      "environment, for a key of all environments (STRONGROOM_ENVIRONMENT)",
    );
}

/** Where a command works: options beat the environment variables, and these what the manifest says. */
export async function openScope(shell: Shell, options: ScopeOptions): Promise<Scope> {
  const manifest = findManifest(shell.folder);
  const connection = await connectionOf(shell);
  const project = options.project ?? shell.env.STRONGROOM_PROJECT ?? manifest?.project;
  const environment = options.environment ?? shell.env.STRONGROOM_ENVIRONMENT ?? manifest?.environment;
  const query = { ...(project && { project }), ...(environment && { environment }) };
  return { server: openServer(shell, connection), connection, query, manifest };
}
