// A program of its own that uses the embedded database, for tests that kill it. Started by instance.ts.
import { startEmbedded } from "@/lib/db/embedded/supervisor";

const log = { info: console.error, warn: console.error, error: console.error };

try {
  const server = await startEmbedded({ dataDir: process.argv[2] ?? "", log });
  process.once("SIGTERM", async () => {
    await server.stop();
    process.exit(0);
  });
  console.log(JSON.stringify({ address: server.address }));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  process.exitCode = 1;
}
