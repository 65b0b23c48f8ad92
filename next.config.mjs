/**
 * Not TypeScript: reading that at the start loads Next's compiler, which costs 25 MB and a quarter of a second.
 * @type {import("next").NextConfig}
 */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // The optimiser fetches and decodes what a request names; nothing here needs it.
  images: { unoptimized: true },
  // By default the development server prints the arguments of server actions, and those hold values.
  logging: { serverFunctions: false, browserToTerminal: false },
  devIndicators: false,
  // A page of its own, which runs from the disk: opened from here, the policy of our pages would keep its script from running.
  headers: async () => [
    {
      source: "/audit-verify.html",
      headers: [{ key: "Content-Disposition", value: 'attachment; filename="strongroom-audit-verify.html"' }],
    },
  ],
  // Machines that build the same sources make the same build, so instances can stand behind one address.
  generateBuildId: () => process.env.BUILD_ID ?? null,
  // `npm run check` looks at types; starting the program must not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@aws-sdk/client-secrets-manager",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pg",
    "pino",
  ],
  experimental: {
    // The build is not written to while the program runs.
    isrFlushToDisk: false,
    authInterrupts: true,
    serverActions: { bodySizeLimit: "1mb" },
    // Files of a few KB compress badly, and each is a request.
    turbopackChunking: { minChunkSize: 200_000 },
    // Leaves out what nobody uses of Next's own code.
    turbopackCjsTreeShaking: true,
    turbopackCrossModuleConstants: true,
    // For links that prefetch; ours do not (docs/performance.md).
    optimisticRouting: false,
    prefetchInlining: false,
    varyParams: false,
  },
};

export default config;
