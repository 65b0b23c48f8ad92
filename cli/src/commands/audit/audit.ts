import type { Command } from "commander";
import type { Act } from "../../program";
import type { Shell } from "../../shell";
import { verifyFile } from "./verify";

export function addAuditCommands(program: Command, shell: Shell, act: Act): void {
  const audit = program.command("audit").description("the audit log, without its server");
  audit
    .command("verify")
    .argument("<file>", "evidence or a plain export as JSON Lines, or - for standard input")
    .description("check a file of the audit log; exits with 1 when it is not as it was signed")
    .option("-c, --checkpoint <file>", "an older checkpoint, or older evidence, that the log has to continue")
    .option("-k, --key <verifier key>", "the log's key, from somewhere else than the file")
    .option("--events", "also list the events")
    .option("--json", "as JSON")
    .action((file, options) => act(() => verifyFile(shell, file, options)));
}
