import type { components } from "./api/generated.js";
import { failure } from "./errors.js";
import type { Connection } from "./http/connection.js";
import { booleanIn, listIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";

type Schemas = components["schemas"];

/** An app that is connected, or is to be, and how it stands. */
export type ConnectedApp = Schemas["Connection"];
export type AccessToken = Schemas["AccessToken"];

const PROVIDERS = ["github", "gitlab", "google", "slack", "microsoft", "discovery", "custom"] as const;
const OWNERS = ["project", "person"] as const;
const STATES = ["notConnected", "connected", "failing", "reconnect"] as const;

/** Apps of other providers that were connected. Needs `connections:use`, and `list` that or `admin`. */
export class Connections {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * An access token that is good for a minute at least: ask each time rather than keep it. Throws `conflict` when a person has to
   * connect the app first.
   */
  async token(name: string): Promise<AccessToken> {
    if (typeof name !== "string" || name === "") throw failure("usage", "Give the name of a connection.");
    const path = `/connections/${encodeURIComponent(name)}/token`;
    const { json } = await this.#connection.call({ method: "GET", path });
    const record = recordIn(json);
    return { accessToken: textIn(record, "accessToken"), expiresAt: orNull(record, "expiresAt", textIn) };
  }

  /** All of them within the key's reach. */
  list(): Promise<ConnectedApp[]> {
    return listOf(itemsOf(this.#connection, { path: "/connections", query: {} }, appIn));
  }
}

function appIn(json: unknown): ConnectedApp {
  const record = recordIn(json);
  const texts = (field: string) => listIn(record, field, (item) => textIn({ item }, "item"));
  return {
    project: textIn(record, "project"),
    environment: textIn(record, "environment"),
    name: textIn(record, "name"),
    provider: oneOf(record, "provider", PROVIDERS),
    host: textIn(record, "host"),
    owner: oneOf(record, "owner", OWNERS),
    state: oneOf(record, "state", STATES),
    scopes: texts("scopes"),
    scopesGranted: texts("scopesGranted"),
    scopesMissing: texts("scopesMissing"),
    expiresAt: orNull(record, "expiresAt", textIn),
    refreshed: booleanIn(record, "refreshed"),
    connectedAt: orNull(record, "connectedAt", textIn),
    lastUsedAt: orNull(record, "lastUsedAt", textIn),
    error: orNull(record, "error", textIn),
  };
}
