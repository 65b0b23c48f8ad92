import { openFigures } from "@/lib/metrics/figures";
import { type Metrics, openMetrics } from "@/lib/metrics/metrics";
import { newId } from "@/lib/platform/ids";
import type { Settings } from "@/lib/platform/settings";
import type { Handler } from "@/lib/web/gateway";
import { guardFor, guardResponse, NO_PAGE_POLICY } from "@/lib/web/gateway-headers";
import { metricsAnswerer } from "@/lib/web/metrics-answer";
import type { Closers } from "./closers";
import { drain, listen, makeServer } from "./http";
import type { Runtime } from "./registry";

export interface MetricsEndpoint {
  /** For the port of everything else; undefined where metrics have a port of their own, or are nowhere. */
  readonly handler: Handler | undefined;
  /** Counts from now on, once the program has booted. */
  begin(runtime: Runtime): Promise<void>;
}

/** Listens on the port for metrics, if there is one. Throws an Error of one line when it is taken. */
export async function openMetricsEndpoint(settings: Settings, closers: Closers): Promise<MetricsEndpoint> {
  const { port, token } = settings.metrics;
  if (port === null && token === null) return { handler: undefined, begin: async () => {} };
  let metrics: Metrics | null = null;
  const answer = metricsAnswerer({ token, metrics: () => metrics });
  if (port !== null) {
    const guard = guardFor(settings.origin, NO_PAGE_POLICY);
    const server = makeServer(settings, "production", (req, res) => {
      guardResponse(res, guard, newId(), false);
      answer(req, res).catch(() => res.destroy());
    });
    await listen(server, { host: settings.host, port }, "STRONGROOM_METRICS_PORT");
    closers.add("metrics server", () => drain(server));
  }
  return {
    handler: port === null ? answer : undefined,
    begin: async ({ services }) => {
      const { pool, audit } = services;
      const figures = openFigures({ ...services, dataDir: settings.dataDir });
      const opened = await openMetrics({ pool, audit, figures });
      metrics = opened;
      closers.add("metrics", async () => opened.close());
    },
  };
}
