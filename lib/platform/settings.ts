/** How this instance was told to run; read once at the start from the environment. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Public origin, without a trailing slash: cookies, links and origin checks go by it. */
  readonly origin: string;
  readonly dataDir: string;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly logLevel: "debug" | "info" | "warn" | "error";
}
