/** Bundles the CLI to one file. */
export function buildCli(output?: string): Promise<void>;
