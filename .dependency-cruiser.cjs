/** The layers, top to bottom: imports run downwards only. Types are free: they are gone when the program runs. */
const PURE = "^lib/.+/(model|schema|policy)\\.ts$";
const STORES = "^lib/.+/store\\.ts$";
const USE_CASES = "^lib/.+/(service|worker|jobs)\\.ts$";
const EDGES = "^lib/((web|api)/|.+/(actions|loaders)\\.ts$)";
/** The ways in, above all features: they put features together. */
const ENTRY = "^(app|components|lib/(web|api|runtime|admin))/";
const FRAMEWORK = "^node_modules/(next|react|react-dom|next-auth)/";
const DATABASE = "^(lib/db/|node_modules/(pg|@prisma)/)";

/**
 * What the server is made of, from the ground up: each imports those before it only, so there are no circles between them.
 * Edges are above all of them, since what people see is put together there.
 */
const FEATURES = [
  ...["platform", "crypto", "db", "net", "jobs", "names", "instances"],
  ...["authorization", "seals", "keys", "audit", "accounts", "organisation", "backup"],
  ...[
    "projects",
    "secrets",
    "connections",
    "pools",
    "allowlist",
    "databases",
    "shared-mappings",
    "declarations",
    "rotation",
    "api-keys",
    "leases",
    "triggers",
    "managers",
  ],
  ...[
    "auth",
    "personal-keys",
    "value-links",
    "people",
    "grants",
    "ssh",
    "requests",
    "imports",
    "notices",
    "single-sign-on",
    "credentials",
    "home",
    "metrics",
    "tracing",
    "instance-state",
    "docs",
  ],
];

const TESTS = "\\.(test|fixture)\\.tsx?$";

const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: TESTS, ...from },
  to: { dependencyTypesNot: ["type-only"], ...to },
});

module.exports = {
  forbidden: [
    {
      ...rule(
        "no-circles",
        "Two files import each other. Move what both need into a file of its own, named after it.",
        {},
        { circular: true },
      ),
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...FEATURES.map((feature, i) =>
      rule(
        `features-in-order (${feature})`,
        `lib/${feature} imports what stands on it. Move what both need below, or let lib/runtime hand it in, as secret-users.ts does.`,
        { path: `^lib/${feature}/`, pathNot: [EDGES, TESTS] },
        { path: [ENTRY, `^lib/(${FEATURES.slice(i + 1).join("|") || "-"})/`] },
      ),
    ),
    rule(
      "features-are-listed",
      "A folder of lib is a feature or a way in. Add it to FEATURES, where it belongs in the order.",
      {},
      { path: "^lib/[^/]+/", pathNot: [ENTRY, `^lib/(${FEATURES.join("|")})/`] },
    ),
    rule(
      "root-knows-no-feature",
      "What lies in lib itself is for every feature. Import types at most.",
      { path: "^lib/[^/]+\\.ts$" },
      { path: "^lib/[^/]+/", pathNot: "^lib/platform/" },
    ),
    rule(
      "pure-stays-pure",
      "A model, schema or policy decides and does nothing. Load what it needs in the service and pass it in.",
      { path: PURE },
      { path: [STORES, USE_CASES, EDGES, DATABASE, FRAMEWORK, "^lib/(runtime|keys)/"] },
    ),
    rule(
      "stores-only-query",
      "A store holds queries. Decide in the service, and pass the store what was decided.",
      { path: STORES },
      { path: [USE_CASES, EDGES, FRAMEWORK, "^(lib/runtime|app|components)/"] },
    ),
    rule(
      "stores-belong-to-their-feature",
      "Another feature's rows are reached through its service. (Names, seals, jobs and accounts are rows of several features.)",
      { path: "^lib/([^/]+)/", pathNot: "^lib/runtime/" },
      { path: STORES, pathNot: "^lib/($1|names|seals|jobs|accounts)/" },
    ),
    rule(
      "use-cases-know-no-edge",
      "A use case works for every way in. Take what it needs from Ctx or from a parameter.",
      { path: USE_CASES, pathNot: ["^lib/runtime/", TESTS] },
      { path: [EDGES, FRAMEWORK, "^(lib/runtime|app|components)/"] },
    ),
    rule(
      "edges-call-use-cases",
      "An action, loader or route parses, builds a Ctx and calls one use case. Put the query behind a service.",
      { path: EDGES },
      { path: [STORES, "^lib/db/(client|sql|transaction)\\.ts$", "^node_modules/(pg|@prisma)/"] },
    ),
    rule(
      "pages-decide-nothing",
      "A page or route builds its context with lib/web and calls one use case, loader or action. Put the rest there.",
      { path: "^app/", pathNot: "^app/api/auth/" },
      { path: [STORES, DATABASE, "^lib/(crypto|keys|runtime)/"] },
    ),
    rule(
      "components-know-no-server",
      "A component knows actions, schemas and model types. Give it data as props, or call an action.",
      { path: "^components/" },
      {
        path: [STORES, USE_CASES, DATABASE, "^lib/(crypto|keys|runtime|platform)/", "^lib/.+/loaders\\.ts$"],
      },
    ),
    rule(
      "nothing-imports-pages",
      "Routes are the top. Move what is shared to components/ or lib/.",
      { path: "^(lib|components)/" },
      { path: "^app/" },
    ),
    rule(
      "lib-knows-no-component",
      "The server does not know what people see. Move what is shared to a model.",
      { path: "^lib/" },
      { path: "^components/" },
    ),
    rule(
      "one-client-of-next-auth",
      "Only lib/auth, lib/single-sign-on and their components speak next-auth. Ask lib/web/context for who is signed in.",
      { pathNot: "^(lib/auth|lib/single-sign-on|components/auth|app/api/auth)/|\\.test\\.tsx?$" },
      { path: "^node_modules/next-auth/" },
    ),
    rule(
      "one-link",
      "Links are made by components/ui/link: Next's own fetch what they lead to as soon as they are seen.",
      { path: "^(app|components)/", pathNot: "^components/ui/(link|link-pending)\\.tsx$" },
      { path: "^node_modules/next/link\\.js$" },
    ),
    rule(
      "generated-client-stays-in-db",
      "Import Db and Tx from lib/db/client; the generated client may change its shape.",
      { pathNot: "^lib/db/|\\.test\\.tsx?$" },
      { path: "^lib/db/generated/" },
    ),
    rule(
      "clients-stand-alone",
      "The CLI and the SDK reach the server over HTTP. Neither imports it.",
      { path: "^(cli|sdk)/" },
      { path: "^(lib|app|components)/" },
    ),
    rule(
      "server-knows-no-client",
      "Of the clients the server uses the masking and the reader of .env files alone (docs/decisions/008). Move what both need there, or do without.",
      { path: "^(lib|app|components)/" },
      { path: "^(cli|sdk)/", pathNot: "^sdk/src/(masking|env-file)/" },
    ),
    rule(
      "masking-is-a-leaf",
      "The masking is used by server and clients alike. Pass it what it needs as an argument.",
      { path: "^sdk/src/masking/" },
      { path: "^(lib|app|components|cli|sdk|node_modules)/", pathNot: "^sdk/src/masking/" },
    ),
    rule(
      "env-file-is-a-leaf",
      "The reader of .env files is used by server and clients alike. Pass it what it needs as an argument.",
      { path: "^sdk/src/env-file/" },
      { path: "^(lib|app|components|cli|sdk|node_modules)/", pathNot: "^sdk/src/env-file/" },
    ),
    rule(
      "no-tests-in-the-program",
      "Tests import the program, never the other way round.",
      { path: "^(lib|app|components)/" },
      { path: "^(test|e2e)/|\\.(test|fixture)\\.tsx?$" },
    ),
  ],
  options: {
    doNotFollow: { path: ["node_modules", "lib/db/generated"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
