// Made from docs/openapi.json by scripts/api-types.mjs.
export interface paths {
    readonly "/allowlist": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the outside endpoints that may be called from here
         * @description What they are called and where they lead; nothing of their configuration. Needs the permission `allowlist:send` or `admin`.
         */
        readonly get: operations["get_allowlist"];
        readonly put?: never;
        /**
         * Register an endpoint
         * @description It is sent to once it is verified. Wherever a key or a password belongs, name a stored secret that the key may read: `{"secret": "NAME"}`. Needs the permission `admin`.
         */
        readonly post: operations["post_allowlist"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/allowlist/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read an endpoint with its configuration, in which secrets stand by name
         * @description Needs the permission `admin`.
         */
        readonly get: operations["get_allowlist_name"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete an endpoint for ever; its sends stay in the audit log
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_allowlist_name"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an endpoint
         * @description What is left out stays as it is; a configuration is given whole. With `revision`, only if nobody changed it since. Another method or address takes its verification away. Needs the permission `admin`.
         */
        readonly patch: operations["patch_allowlist_name"];
        readonly trace?: never;
    };
    readonly "/allowlist/{name}/send": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send data to an endpoint, with secrets that the caller never sees
         * @description Encrypted, signed and with the headers that its configuration says. Answers 200 whatever the endpoint's own status is. With a header `Idempotency-Key` the same request is sent once within a day: later ones get the same answer, with `Idempotency-Replayed: true`. Needs the permission `allowlist:send`.
         */
        readonly post: operations["post_allowlist_name_send"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/allowlist/{name}/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send an endpoint a challenge, which it has to echo
         * @description A `POST` of `{"type": "strongroom.challenge", "challenge": …}` with none of its secrets. It is verified when it answers with the challenge as text, or as `challenge` of a JSON object. Needs the permission `admin`.
         */
        readonly post: operations["post_allowlist_name_verify"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List API keys, newest first; never a key itself
         * @description A key of the whole organisation gets the keys of a project with `project`, else those of its own kind. Needs the permission `admin`.
         */
        readonly get: operations["get_api_keys"];
        readonly put?: never;
        /**
         * Make an API key that may do no more than this one
         * @description Needs the permission `admin`.
         */
        readonly post: operations["post_api_keys"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api-keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke an API key for ever
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_api_keys_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the audit log, newest first
         * @description A key that is bound to a project or environment reads what is about that one; a narrowed one is refused. Events about secrets of another audience are left out, and so are the names of such secrets in events about several. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/checkpoint": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the last checkpoint: the signed end of the log
         * @description A signed note (c2sp.org/tlog-checkpoint): origin, number of events, root of the tree over them, signature. A new one is made every minute in which there were events, and after 1,000 of them. Only for keys that may read the whole log. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_checkpoint"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/consistency": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Prove that the log only grew between two sizes
         * @description The hashes of RFC 6962, 2.1.2. Only for keys that may read the whole log. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_consistency"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/evidence": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Take events along with their proofs, for somebody who has only the public key
         * @description JSON Lines: a signed checkpoint, each event with its proof, newest first, and a line that signs all of it; docs/audit.md has the format, and `strongroom audit verify` checks it. At most 10,000 events. It is on record as `audit.exported`. Only for keys that may read the whole log; what a key may not know of is left out. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_evidence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit log, newest first
         * @description A key that is bound to a project or environment reads what is about that one; a narrowed one is refused. Events about secrets of another audience are left out, and so are the names of such secrets in events about several. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_export"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/head": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the end of the audit log's chain, to note it down elsewhere
         * @description Only for keys of the whole organisation. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_head"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/key": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the public key that checkpoints are checked with
         * @description It stays the same when the master key is rotated. Only for keys that may read the whole log. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_key"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/proof": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Prove that an event is in the log
         * @description A proof with its checkpoint (c2sp.org/tlog-proof); as JSON, with the event itself, for `Accept: application/json`. Only for keys that may read the whole log. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_proof"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/audit/tile/{level}/{tile}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a tile of the tree
         * @description At most 256 hashes of 32 bytes, at the paths of c2sp.org/tlog-tiles. Only for keys that may read the whole log. Needs the permission `audit:read`.
         */
        readonly get: operations["get_audit_tile_level_tile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connections": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List connected apps, and how they stand
         * @description Needs the permission `connections:use` or `admin`.
         */
        readonly get: operations["get_connections"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connections/{name}/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the access token of a connected app
         * @description It is refreshed before if it is about to end. Conflict: a person has to connect the app first. Ask each time rather than keep it. Needs the permission `connections:use`.
         */
        readonly get: operations["get_connections_name_token"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/declarations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read what the project's manifest declares, and which of it has a value here
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_declarations"];
        /**
         * Replace what the project's manifest declares
         * @description Its triggers are made or changed where they are not as it says; those that it no longer has are left. They need a secret that is stored, and an environment. Needs the permission `declarations:write`.
         */
        readonly put: operations["put_declarations"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/device/code": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Begin the sign-in of a machine through a browser
         * @description RFC 8628. A person types `user_code` at `verification_uri` and confirms.
         */
        readonly post: operations["post_device_code"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/device/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Fetch the personal key of a machine that was confirmed
         * @description RFC 8628. Asked every `interval` seconds until there is an answer; the key is given once.
         */
        readonly post: operations["post_device_token"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Stream change events, as server-sent events
         * @description `secret.changed` has `{name, version, change, shared}`, with `version` null when the name is gone and `renamedFrom` after a renaming; `shared` says whether it is a secret of `platform`. `ping` comes when the stream begins and every 20 seconds. `trigger.fired` has `{trigger, delivery}`, for a key with `triggers:read`. `reset` says to read everything again. The `id` of each is where to go on: a stream that is opened with `Last-Event-ID` begins with what was missed. Needs the permission `secrets:read`.
         */
        readonly get: operations["get_events"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/grants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the grants of a project, in the order they were made
         * @description A key of one environment gets those in that environment. Needs the permission `admin`.
         */
        readonly get: operations["get_grants"];
        readonly put?: never;
        /**
         * Grant a Member, or a group, access to secrets
         * @description An API key names only an environment or a secret that it may know of: it needs `secrets:list` too. When it ends is said by `expires` (`30d`, a day, a moment or `never`) or by `expiresAt`. Needs the permission `admin`.
         */
        readonly post: operations["post_grants"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/grants/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a grant at once
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_grants_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/groups": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List groups by slug
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly get: operations["get_groups"];
        readonly put?: never;
        /**
         * Make a group
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly post: operations["post_groups"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/groups/{slug}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a group, with what it was granted
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly delete: operations["delete_groups_slug"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/groups/{slug}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the people in a group, by address
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly get: operations["get_groups_slug_members"];
        readonly put?: never;
        /**
         * Put a person into a group, by their address
         * @description Only for keys of the whole organisation. As a Member they have from then on what the group was granted. Needs the permission `admin`.
         */
        readonly post: operations["post_groups_slug_members"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/groups/{slug}/members/{person}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Take a person out of a group, by their address
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly delete: operations["delete_groups_slug_members_person"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/imports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the newest imports
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_imports"];
        readonly put?: never;
        /**
         * Import secrets from an external manager
         * @description What lies there is read and planned first, and stored then; with `dryRun` it waits in between. A key needs `secrets:write` too. Values are compared by keyed fingerprints, on record, and appear in no answer. It is done in the background, as whoever asked: `GET /imports/{id}` tells how far it is. Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_imports"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/imports/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How far an import is
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_imports_id"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Stop an import: what is stored stays
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly delete: operations["delete_imports_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/imports/{id}/entries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What was planned for each text, or came of it
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_imports_id_entries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/imports/{id}/run": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Store what was planned, or go on where an import failed
         * @description Only for whoever began it. Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_imports_id_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/lease-sources": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List what can be leased from
         * @description Needs the permission `leases:create` or `admin`.
         */
        readonly get: operations["get_lease_sources"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/lease-sources/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read where a lease source makes users, and with which rights
         * @description Needs the permission `admin`.
         */
        readonly get: operations["get_lease_sources_name"];
        /**
         * Say where a lease source makes users, and with which rights
         * @description Needs the permission `admin`.
         */
        readonly put: operations["put_lease_sources_name"];
        readonly post?: never;
        /**
         * Take a lease source away, once its leases have ended
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_lease_sources_name"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/leases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List leases, newest first
         * @description Of a key without `admin`: its own. Needs the permission `leases:create` or `admin`.
         */
        readonly get: operations["get_leases"];
        readonly put?: never;
        /**
         * Get a user of a database that lives for minutes
         * @description The password is in this answer alone. An answer that is lost costs a user, which is dropped when its time is over. Needs the permission `leases:create`.
         */
        readonly post: operations["post_leases"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/leases/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a lease at once: its user is dropped
         * @description Of a key without `admin`: one of its own. Needs the permission `leases:create` or `admin`.
         */
        readonly delete: operations["delete_leases_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/leases/{id}/renew": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have a lease of this key end later
         * @description Needs the permission `leases:create`.
         */
        readonly post: operations["post_leases_id_renew"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/managers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the external managers of an environment
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_managers"];
        readonly put?: never;
        /**
         * Say where an external manager is, and which secret to sign in with
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_managers"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/managers/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Take an external manager away, once no secret's value lives in it
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly delete: operations["delete_managers_name"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an external manager
         * @description What is left out stays. The kind and the name stay. Needs the permission `managers:write` or `admin`.
         */
        readonly patch: operations["patch_managers_name"];
        readonly trace?: never;
    };
    readonly "/managers/{name}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign in to an external manager, and look whether it has what is configured
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_managers_name_test"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The current key’s details
         * @description For every key.
         */
        readonly get: operations["get_me"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke the personal key of this request
         * @description For signing out. API keys of machines are revoked by those who manage them. For every key.
         */
        readonly delete: operations["delete_me"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/people": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the people with an account, by address
         * @description Only for keys of the whole organisation. People come, go and get their roles through people: no key may change them. Needs the permission `admin`.
         */
        readonly get: operations["get_people"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pools": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List pools, with their members and how they are
         * @description Needs the permission `pools:use` or `admin`.
         */
        readonly get: operations["get_pools"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pools/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read what a pool is, and how its members are
         * @description Needs the permission `pools:use` or `admin`.
         */
        readonly get: operations["get_pools_name"];
        /**
         * Create or change a pool
         * @description A member that stays keeps its state. An API key names only members that it may read: it needs `secrets:read` too. Needs the permission `admin`.
         */
        readonly put: operations["put_pools_name"];
        readonly post?: never;
        /**
         * Delete a pool; its secrets stay
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_pools_name"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pools/{name}/put-back": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * End every limit and refusal of a member
         * @description Needs the permission `admin`.
         */
        readonly post: operations["post_pools_name_put_back"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pools/{name}/report": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Say how a member fared
         * @description `limited` takes it out for a while, `refused` until its secret gets a new version, `ok` ends a limit that this key reported. Counts only from a key that took the current version within the last hour: else 409. Needs the permission `pools:use`.
         */
        readonly post: operations["post_pools_name_report"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pools/{name}/take": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Read the value of one member
         * @description Leaves one audit event. 503 with the code `poolExhausted` when no member can be used now. Needs the permission `pools:use`.
         */
        readonly post: operations["post_pools_name_take"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/projects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the projects that this key sees, with their environments
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_projects"];
        readonly put?: never;
        /**
         * Make a project, with the environments production, staging and development
         * @description Only for keys of the whole organisation. Needs the permission `admin`.
         */
        readonly post: operations["post_projects"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/projects/{project}/environments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List a project's environments that this key sees
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_projects_project_environments"];
        readonly put?: never;
        /**
         * Make an environment
         * @description Needs the permission `admin`.
         */
        readonly post: operations["post_projects_project_environments"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/projects/{project}/environments/{environment}/policy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Say how many approvals changes in an environment need
         * @description What makes the policy weaker needs approval itself. Needs the permission `admin`.
         */
        readonly put: operations["put_projects_project_environments_environment_policy"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/projects/{project}/policies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List how many approvals changes need, environment by environment
         * @description Needs the permission `admin`.
         */
        readonly get: operations["get_projects_project_policies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/requests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the requests that this key made, the latest first
         * @description For every key.
         */
        readonly get: operations["get_requests"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/requests/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a request that this key made: whether its change was approved
         * @description For every key.
         */
        readonly get: operations["get_requests_id"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/requests/{id}/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Withdraw a request that this key made
         * @description Requests are approved and rejected by people, in the dashboard. For every key.
         */
        readonly post: operations["post_requests_id_withdraw"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List rotations, newest first, or what is due
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_rotations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read how far a rotation is
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_rotations_id"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go back to the old value, which is still current
         * @description Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_rotations_id_cancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Say that by hand was done what failed: the old value is revoked, or the way back is gone as far as it is wanted
         * @description Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_rotations_id_confirm"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Try the phase that failed again
         * @description Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_rotations_id_retry"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * End the grace time at once
         * @description Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_rotations_id_revoke"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rotations/{id}/undo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make the old value current again, within the grace time
         * @description Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_rotations_id_undo"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List and search secrets by name, without values
         * @description Holds the environment's own secrets, not the shared ones that are mapped into it. Needs the permission `secrets:list`.
         */
        readonly get: operations["get_secrets"];
        readonly put?: never;
        /**
         * Store a value: a new secret, or a new version of the one that has the name
         * @description The value that the secret has already makes no new version, as far as it is compared: not if it has less than 8 bytes, nor after 20 comparisons of the secret within an hour. What is left out of description, category and audience stays as it is. Needs the permission `secrets:write`.
         */
        readonly post: operations["post_secrets"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a secret's metadata
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_secrets_name"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a secret and all of its versions for ever
         * @description Needs the permission `secrets:delete`.
         */
        readonly delete: operations["delete_secrets_name"];
        readonly options?: never;
        /**
         * Ask whether a secret exists, of the environment itself or shared
         * @description Needs the permission `secrets:list`.
         */
        readonly head: operations["head_secrets_name"];
        /**
         * Change a secret's name, description, category or audience
         * @description Needs the permission `secrets:write`.
         */
        readonly patch: operations["patch_secrets_name"];
        readonly trace?: never;
    };
    readonly "/secrets/{name}/access": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the grants by which Members reach a secret
         * @description Owners, Super Admins and Auditors see every secret without one. Needs the permission `admin`.
         */
        readonly get: operations["get_secrets_name_access"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/ask": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask somebody without an account for a value
         * @description The value becomes a new version or, where there is no secret of the name, a new secret. For people, through a personal key, who may store it themselves. Needs the permission `secrets:write`.
         */
        readonly post: operations["post_secrets_name_ask"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a secret's change log, newest first; also of one that was deleted
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_secrets_name_changes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/reveal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Read one value
         * @description Leaves one audit event. Also gives shared secrets, under the name that they are mapped to here. Needs the permission `secrets:read`.
         */
        readonly post: operations["post_secrets_name_reveal"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Begin to rotate a secret at once
         * @description Answers when the rotation is begun: `GET /rotations/{id}` says how far it is. Needs the permission `secrets:rotate`.
         */
        readonly post: operations["post_secrets_name_rotate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/rotation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read how a secret is rotated, and its rotation that is under way or was last
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_secrets_name_rotation"];
        /**
         * Say how a secret is rotated
         * @description Needs the permission `admin`.
         */
        readonly put: operations["put_secrets_name_rotation"];
        readonly post?: never;
        /**
         * Have a secret rotated by nobody
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_secrets_name_rotation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/versions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List a secret's versions, newest first, without values
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_secrets_name_versions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/{name}/versions/{n}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make an old value current again, as a new version
         * @description Needs the permission `secrets:write`.
         */
        readonly post: operations["post_secrets_name_versions_n_restore"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/secrets/import": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Store many secrets: all of them or none
         * @description At most 1,000 in a body of 1 MiB. A name that becomes the same variable as a secret that is there means that secret. What cannot be stored is named in `errors`, each as `secrets.3.name`, all at once. With `dryRun` nothing is stored, and no value is compared with a stored one. Needs the permission `secrets:write`.
         */
        readonly post: operations["post_secrets_import"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/shared-mappings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the names here that stand for shared secrets
         * @description Needs the permission `secrets:list`.
         */
        readonly get: operations["get_shared_mappings"];
        readonly put?: never;
        /**
         * Let a name here stand for a shared secret
         * @description The key has to know of that secret: only keys of the whole organisation do. Needs the permission `admin`.
         */
        readonly post: operations["post_shared_mappings"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/shared-mappings/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Take a mapping away; the shared secret stays
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_shared_mappings_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/authority": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The public key that signs the certificates of a project, for TrustedUserCAKeys
         * @description A project has it from its first rule on. Needs the permission `ssh:read` or `admin`.
         */
        readonly get: operations["get_ssh_authority"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/authorized-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who may enter a host at this moment, as sshd reads it
         * @description The key of a sandbox asks for the sandbox of that name alone, and may leave `host` out. `fingerprint` is noted as the key that was shown; the answer is the same. Needs the permission `ssh:read`.
         */
        readonly get: operations["get_ssh_authorized_keys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/certificates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Get a certificate by which to enter a host for minutes
         * @description For a person through a personal key, and for an API key with `ssh:read` that a rule names. It ends with the rule at the latest. Needs the permission `ssh:read`.
         */
        readonly post: operations["post_ssh_certificates"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List one’s own public keys
         * @description For personal keys: no API key has any. For every key.
         */
        readonly get: operations["get_ssh_keys"];
        readonly put?: never;
        /**
         * Add public keys of one’s own, each on a line
         * @description All or none of them. They end with the personal key through which they were added. For every key.
         */
        readonly post: operations["post_ssh_keys"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove a public key of one’s own
         * @description For every key.
         */
        readonly delete: operations["delete_ssh_keys_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/rules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List who may enter which hosts
         * @description Needs the permission `admin`.
         */
        readonly get: operations["get_ssh_rules"];
        readonly put?: never;
        /**
         * Let a person, a group or an API key enter hosts
         * @description Hosts belong to the whole project: a key of one environment may not. Needs the permission `admin`.
         */
        readonly post: operations["post_ssh_rules"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ssh/rules/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a rule at once
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_ssh_rules_id"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/syncs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the syncs of an environment, and how they stand
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_syncs"];
        readonly put?: never;
        /**
         * Write secrets of an environment to an external manager from now on
         * @description No two syncs write to one place, and what a Strongroom wrote is imported by none: so none feeds another. Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_syncs"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/syncs/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How a sync stands
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_syncs_name"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Take a sync away: what it wrote stays where it is
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly delete: operations["delete_syncs_name"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change or pause a sync
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly patch: operations["patch_syncs_name"];
        readonly trace?: never;
    };
    readonly "/syncs/{name}/entries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What a sync knows of each place
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly get: operations["get_syncs_name_entries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/syncs/{name}/run": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Run a sync now
         * @description Needs the permission `managers:write` or `admin`.
         */
        readonly post: operations["post_syncs_name_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/triggers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List which webhooks are taken
         * @description Needs the permission `triggers:read` or `admin`.
         */
        readonly get: operations["get_triggers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/triggers/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read which webhooks a trigger takes, and what follows
         * @description Needs the permission `triggers:read` or `admin`.
         */
        readonly get: operations["get_triggers_name"];
        /**
         * Say which webhooks a trigger takes, and what follows
         * @description They are sent to `/hooks/{project}/{name}`. The secret is read whenever one comes: its current version, and the one before in its grace time. Needs the permission `admin`.
         */
        readonly put: operations["put_triggers_name"];
        readonly post?: never;
        /**
         * Take a trigger away, with its deliveries
         * @description Needs the permission `admin`.
         */
        readonly delete: operations["delete_triggers_name"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/triggers/{name}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the deliveries of a trigger, newest first
         * @description Needs the permission `triggers:read` or `admin`.
         */
        readonly get: operations["get_triggers_name_deliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/triggers/{name}/deliveries/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read what a delivery brought
         * @description Needs the permission `triggers:read`.
         */
        readonly get: operations["get_triggers_name_deliveries_id"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/triggers/{name}/deliveries/{id}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have what a delivery brought come again
         * @description Needs the permission `admin`.
         */
        readonly post: operations["post_triggers_name_deliveries_id_replay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/values": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read many values at once
         * @description All that the key sees, or those that `names` lists: then every one of them has to be there. One audit event for the lot; none for an answer of 304. Needs the permission `secrets:read`.
         */
        readonly get: operations["get_values"];
        readonly put?: never;
        /**
         * Read many values at once, by names that are too many for an address
         * @description Like `GET /values` with `names`: one read, one audit event, the same `ETag`. Needs the permission `secrets:read`.
         */
        readonly post: operations["post_values"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly AccessToken: {
            readonly accessToken: string;
            /** @description Null: it does not end by itself. */
            readonly expiresAt: string | null;
        };
        readonly AllowlistAnswer: {
            /** @description Decrypted: JSON where it is (of up to 100,000 values), text else, base64 for what is neither, null for nothing. Secrets of the endpoint are replaced by `<secret:NAME>`, with the name as it is stored. */
            readonly body: unknown;
            /** @constant */
            readonly bodyEncoding?: "base64";
            /** @description How long the endpoint took. */
            readonly durationMs: number;
            /** @description Those that its configuration lets through. */
            readonly headers: {
                readonly [key: string]: string;
            };
            /** @description The endpoint's own. */
            readonly status: number;
            /** @description There when a secret of the endpoint could be guessed from its answers: then `headers` is empty and `body` null. */
            readonly withheld?: {
                readonly bodyBytes: number;
                readonly reason: string;
            };
        };
        readonly AllowlistCipher: {
            /**
             * @default base64
             * @enum {string}
             */
            readonly encoding: "base64" | "base64url" | "hex";
            /**
             * @default {
             *       "from": "prepended"
             *     }
             */
            readonly iv: {
                /** @constant */
                readonly from: "prepended";
            } | {
                /** @constant */
                readonly from: "field";
            } | {
                /** @constant */
                readonly from: "secret";
                readonly iv: components["schemas"]["SecretByName"];
                /** @enum {string} */
                readonly reading: "hex" | "base64" | "utf8";
            };
            readonly key: {
                /** @default null */
                readonly derivation: ({
                    /** @constant */
                    readonly function: "PBKDF2-SHA256";
                    /** @default 600000 */
                    readonly iterations: number;
                    readonly salt: components["schemas"]["SecretByName"];
                } | {
                    /** @constant */
                    readonly function: "HKDF-SHA256";
                    /** @default  */
                    readonly info: string;
                    readonly salt: components["schemas"]["SecretByName"];
                }) | null;
                readonly from: components["schemas"]["SecretByName"];
                /** @enum {string} */
                readonly reading: "hex" | "base64" | "utf8" | "pem";
            };
            /** @enum {string} */
            readonly method: "AES-256-GCM" | "AES-256-CBC" | "AES-128-GCM" | "AES-128-CBC" | "RSA-OAEP-256" | "RSA-OAEP-256+A256GCM" | "JWE dir+A256GCM" | "JWE RSA-OAEP-256+A256GCM";
        };
        readonly AllowlistConfiguration: {
            /**
             * @default {
             *       "headers": [
             *         "content-type"
             *       ],
             *       "bytesMax": 1048576
             *     }
             */
            readonly answer: {
                /** @default 1048576 */
                readonly bytesMax: number;
                /**
                 * @default [
                 *       "content-type"
                 *     ]
                 */
                readonly headers: readonly string[];
            };
            /** @default null */
            readonly ca: components["schemas"]["SecretByName"] | null;
            /**
             * @default json
             * @enum {string}
             */
            readonly contentType: "json" | "form" | "text";
            /** @default null */
            readonly decryption: ({
                /** @default null */
                readonly cipher: components["schemas"]["AllowlistCipher"] | null;
                /**
                 * @default body
                 * @constant
                 */
                readonly in: "body";
                /** @default _iv */
                readonly ivSuffix: string;
                /** @constant */
                readonly level: "fields";
                readonly paths: readonly string[];
                /** @default 0 */
                readonly previousVersionDays: number;
                /**
                 * @default text
                 * @enum {string}
                 */
                readonly valuesAs: "text" | "json";
            } | ({
                /** @constant */
                readonly as: "text";
                /** @default null */
                readonly cipher: components["schemas"]["AllowlistCipher"] | null;
                /** @constant */
                readonly level: "body";
                /** @default 0 */
                readonly previousVersionDays: number;
            } | {
                /** @constant */
                readonly as: "json";
                /** @default null */
                readonly cipher: components["schemas"]["AllowlistCipher"] | null;
                /**
                 * @default {
                 *       "ciphertext": "data",
                 *       "iv": "iv",
                 *       "tag": null,
                 *       "key": null
                 *     }
                 */
                readonly fields: {
                    /** @default data */
                    readonly ciphertext: string;
                    /** @default iv */
                    readonly iv: string;
                    /** @default null */
                    readonly key: string | null;
                    /** @default null */
                    readonly tag: string | null;
                };
                /** @constant */
                readonly level: "body";
                /** @default 0 */
                readonly previousVersionDays: number;
            })) | null;
            /** @default null */
            readonly encryption: ({
                readonly cipher: components["schemas"]["AllowlistCipher"];
                /**
                 * @default body
                 * @enum {string}
                 */
                readonly in: "body" | "query";
                /** @default _iv */
                readonly ivSuffix: string;
                /** @constant */
                readonly level: "fields";
                readonly paths: readonly string[];
                /**
                 * @default text
                 * @enum {string}
                 */
                readonly valuesAs: "text" | "json";
            } | ({
                /** @constant */
                readonly as: "text";
                readonly cipher: components["schemas"]["AllowlistCipher"];
                /** @constant */
                readonly level: "body";
            } | {
                /** @constant */
                readonly as: "json";
                readonly cipher: components["schemas"]["AllowlistCipher"];
                /**
                 * @default {
                 *       "ciphertext": "data",
                 *       "iv": "iv",
                 *       "tag": null,
                 *       "key": null
                 *     }
                 */
                readonly fields: {
                    /** @default data */
                    readonly ciphertext: string;
                    /** @default iv */
                    readonly iv: string;
                    /** @default null */
                    readonly key: string | null;
                    /** @default null */
                    readonly tag: string | null;
                };
                /** @constant */
                readonly level: "body";
            })) | null;
            /** @default [] */
            readonly headers: readonly {
                readonly name: string;
                readonly value: {
                    readonly text: string;
                } | {
                    readonly from: components["schemas"]["SecretByName"];
                    /** @default  */
                    readonly prefix: string;
                } | {
                    readonly from: components["schemas"]["PoolByName"];
                    /** @default  */
                    readonly prefix: string;
                } | {
                    readonly from: components["schemas"]["ConnectionByName"];
                    /** @default  */
                    readonly prefix: string;
                };
            }[];
            /** @default [] */
            readonly query: readonly {
                readonly name: string;
                readonly value: {
                    readonly text: string;
                } | {
                    readonly from: components["schemas"]["SecretByName"];
                    /** @default  */
                    readonly prefix: string;
                } | {
                    readonly from: components["schemas"]["PoolByName"];
                    /** @default  */
                    readonly prefix: string;
                } | {
                    readonly from: components["schemas"]["ConnectionByName"];
                    /** @default  */
                    readonly prefix: string;
                };
            }[];
            /** @default null */
            readonly signature: {
                readonly from: components["schemas"]["SecretByName"];
                /** @default X-Strongroom-Signature */
                readonly header: string;
                /**
                 * @default utf8
                 * @enum {string}
                 */
                readonly reading: "hex" | "base64" | "utf8";
                /** @enum {string} */
                readonly scheme: "strongroom" | "standard-webhooks";
            } | null;
            /** @default 10 */
            readonly timeoutSeconds: number;
        };
        readonly AllowlistEndpoint: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly description: string;
            readonly id: string;
            readonly isActive: boolean;
            /** @enum {string} */
            readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Part of the URL that callers use. It never changes. */
            readonly name: string;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
            readonly url: string;
            /** @description How it was shown to be the right one; null: it is not sent to yet. */
            readonly verified: {
                /** Format: date-time */
                readonly at: string;
                readonly by: string;
                /** @enum {string} */
                readonly how: "challenge" | "byHand";
            } | null;
        };
        readonly ApiKey: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly environment: string | null;
            readonly expiresAt: string | null;
            readonly id: string;
            /** @enum {string} */
            readonly kind: "agent" | "tool" | "sandbox" | "service";
            readonly lastUsedAt: string | null;
            readonly lastUsedIp: string | null;
            readonly name: string;
            readonly permissions: readonly ("secrets:list" | "secrets:read" | "secrets:write" | "secrets:delete" | "secrets:rotate" | "pools:use" | "leases:create" | "managers:write" | "ssh:read" | "connections:use" | "triggers:read" | "allowlist:send" | "declarations:write" | "audit:read" | "admin")[];
            readonly project: string | null;
            readonly publicId: string;
            readonly revokedAt: string | null;
            readonly revokedBy: string | null;
            /** @description Current names of the secrets that it is limited to; null: all in its scope. */
            readonly secrets: readonly string[] | null;
            /** @description Whether its changes need no approval where an environment asks for some. */
            readonly skipsApproval: boolean;
            /** @enum {string} */
            readonly status: "active" | "expired" | "revoked";
            /** @description Names that an older version narrowed it to, and that stood for no secret. They open nothing. */
            readonly unresolvedNames: readonly string[];
        };
        readonly AskedValue: {
            /** Format: date-time */
            readonly expiresAt: string;
            /** @description Where the value is given, once, without an account. It is in this answer alone. */
            readonly url: string;
        };
        readonly AuditConsistency: {
            readonly hashes: readonly string[];
        };
        readonly AuditEvent: {
            readonly action: string;
            readonly actor: string;
            readonly actorId: string | null;
            readonly actorKind: string;
            /** Format: date-time */
            readonly at: string;
            readonly detail: {
                readonly [key: string]: unknown;
            };
            readonly environment: string | null;
            readonly hash: string;
            readonly ip: string | null;
            readonly name: string | null;
            readonly project: string | null;
            readonly requestId: string | null;
            readonly secretId: string | null;
            readonly seq: number;
            readonly userAgent: string | null;
        };
        readonly AuditHead: {
            readonly hash: string;
            readonly seq: number;
        };
        readonly AuditKey: {
            /** @constant */
            readonly algorithm: "Ed25519";
            readonly keyName: string;
            /** @description Base64. */
            readonly publicKey: string;
            readonly verifierKey: string;
        };
        readonly AuditProof: {
            readonly checkpoint: string;
            readonly hashes: readonly string[];
            /** @description Number of the event, less one. */
            readonly index: number;
            readonly leaf: {
                /** @description Base64 of the salt and the canonical event: what is hashed after 0x00. */
                readonly bytes: string;
                readonly event: {
                    readonly [key: string]: unknown;
                };
            };
            readonly size: number;
        };
        readonly Change: {
            readonly action: string;
            /** Format: date-time */
            readonly at: string;
            readonly by: string;
            readonly detail: {
                readonly [key: string]: unknown;
            };
            readonly seq: number;
        };
        readonly ChangedSecret: {
            readonly name: string;
        };
        readonly ChangePolicy: {
            /** @description 0: changes need no approval. */
            readonly approvals: number;
            /** @description A group whose members approve beside Owners and Super Admins. */
            readonly approvers: string | null;
            readonly environment: string;
        };
        readonly ChangeRequest: {
            readonly approvals: {
                readonly count: number;
                readonly needed: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly endedAt: string | null;
            readonly endedBy: string | null;
            readonly environment: string | null;
            /** Format: date-time */
            readonly expiresAt: string;
            readonly id: string;
            /** @description An Owner made the change without approvals. */
            readonly isEmergency: boolean;
            /** @enum {string} */
            readonly kind: "secrets" | "mapping" | "endpoint" | "rotation" | "policy" | "access";
            readonly project: string | null;
            readonly requestedBy: string;
            /** @enum {string} */
            readonly state: "open" | "applied" | "rejected" | "withdrawn" | "expired";
            readonly title: string;
        };
        readonly ConfiguredAllowlistEndpoint: {
            /** @description As it was given, with what was left out. A secret that the key may not know of has an empty name. */
            readonly configuration: unknown;
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly description: string;
            readonly id: string;
            readonly isActive: boolean;
            /** @enum {string} */
            readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Part of the URL that callers use. It never changes. */
            readonly name: string;
            /** @description Goes up with every change. */
            readonly revision: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
            readonly url: string;
            /** @description How it was shown to be the right one; null: it is not sent to yet. */
            readonly verified: {
                /** Format: date-time */
                readonly at: string;
                readonly by: string;
                /** @enum {string} */
                readonly how: "challenge" | "byHand";
            } | null;
        };
        readonly Connection: {
            readonly connectedAt: string | null;
            readonly environment: string;
            readonly error: string | null;
            /** @description When the access token ends; null: not by itself. */
            readonly expiresAt: string | null;
            /** @description Where its tokens come from. */
            readonly host: string;
            readonly lastUsedAt: string | null;
            readonly name: string;
            /**
             * @description `person`: it ends with whoever connected it.
             * @enum {string}
             */
            readonly owner: "project" | "person";
            readonly project: string;
            /** @enum {string} */
            readonly provider: "github" | "gitlab" | "google" | "slack" | "microsoft" | "discovery" | "custom";
            /** @description Whether it is refreshed by itself. */
            readonly refreshed: boolean;
            /** @description What was asked for. */
            readonly scopes: readonly string[];
            readonly scopesGranted: readonly string[];
            readonly scopesMissing: readonly string[];
            /**
             * @description `failing`: refreshing is tried again; `reconnect`: a person has to connect it.
             * @enum {string}
             */
            readonly state: "notConnected" | "connected" | "failing" | "reconnect";
        };
        /** @description Each send uses an access token of the connected app. */
        readonly ConnectionByName: {
            readonly connection: string;
        };
        readonly CreatedApiKey: {
            readonly apiKey: components["schemas"]["ApiKey"];
            /** @description The key itself. It is shown here and never again. */
            readonly key: string;
            readonly warnings: readonly string[];
        };
        readonly CreatedGrant: {
            readonly id: string;
            /** @description How many secrets fit the pattern now, 1,001 where there are more; null: there was none. */
            readonly matches: number | null;
        };
        readonly CreatedGroup: {
            readonly slug: string;
        };
        readonly CreatedLease: {
            /** Format: date-time */
            readonly expiresAt: string;
            readonly id: string;
            /** @description What to connect with. It is shown here and never again. */
            readonly values: {
                readonly database: string;
                readonly host: string;
                readonly password: string;
                readonly port: number;
                readonly url: string;
                readonly username: string;
            };
        };
        readonly CreatedMapping: {
            readonly id: string;
            readonly name: string;
        };
        readonly CreatedProject: {
            readonly slug: string;
        };
        readonly Declaration: {
            /** @description Why the name can never get a value. */
            readonly mistake: string | null;
            readonly name: string;
            /** @enum {string} */
            readonly requirement: "required" | "optional";
            /**
             * @description Whether the name has a value in this environment.
             * @enum {string}
             */
            readonly status: "set" | "missing";
        };
        readonly DueSecret: {
            readonly environment: string;
            readonly isOverdue: boolean;
            readonly name: string;
            /** Format: date-time */
            readonly nextAt: string;
            readonly project: string;
            readonly rotator: string;
        };
        readonly Environment: {
            readonly name: string;
            readonly slug: string;
        };
        readonly ExternalManager: {
            /** @description Such as https://vault.example.com:8200. */
            readonly address: unknown;
            /**
             * @description The credential is the token, or the secret id of the AppRole.
             * @default {
             *       "method": "token"
             *     }
             */
            readonly auth: {
                /** @constant */
                readonly method: "token";
            } | {
                /** @constant */
                readonly method: "appRole";
                /**
                 * @description Where the AppRole method is mounted.
                 * @default approle
                 */
                readonly mount: string;
                readonly roleId: string;
            };
            /**
             * @description PEM of the authorities to trust instead of the usual ones.
             * @default
             */
            readonly ca: string;
            /**
             * @description For how long a value is not asked for again.
             * @default 60
             */
            readonly cacheSeconds: number;
            /** @description The secret to sign in with; null: it is not here any more. */
            readonly credential: string | null;
            /** @constant */
            readonly kind: "vault";
            /**
             * @description Of the KV engine.
             * @default detect
             * @enum {string}
             */
            readonly kvVersion: "1" | "2" | "detect";
            /**
             * @description Where the KV engine is mounted.
             * @default secret
             */
            readonly mount: string;
            readonly name: string;
            /**
             * @description Of Vault Enterprise, HCP or OpenBao; empty for none.
             * @default
             */
            readonly namespace: "" | string;
            /** @description Why one of them cannot be read now; null: all can. */
            readonly problem: string | null;
            /** @description How many secrets have their values there. */
            readonly secrets: number;
            /**
             * @description For how long it is given out while the manager cannot be reached.
             * @default 3600
             */
            readonly staleSeconds: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        } | {
            /**
             * @description PEM of the authorities to trust instead of the usual ones.
             * @default
             */
            readonly ca: string;
            /**
             * @description For how long a value is not asked for again.
             * @default 60
             */
            readonly cacheSeconds: number;
            /** @description The secret to sign in with; null: it is not here any more. */
            readonly credential: string | null;
            /**
             * @description In place of the one of AWS, such as that of a VPC endpoint.
             * @default
             */
            readonly endpoint: unknown;
            /** @constant */
            readonly kind: "aws";
            readonly name: string;
            /** @description Why one of them cannot be read now; null: all can. */
            readonly problem: string | null;
            readonly region: string;
            /** @description How many secrets have their values there. */
            readonly secrets: number;
            /**
             * @description For how long it is given out while the manager cannot be reached.
             * @default 3600
             */
            readonly staleSeconds: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        };
        readonly Grant: {
            /** @enum {string} */
            readonly capability: "see" | "edit" | "set" | "run" | "manage";
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly expiresAt: string | null;
            readonly id: string;
            /** @description Who has it: a person by their address, or a group by its slug. */
            readonly subject: {
                readonly person: string;
            } | {
                readonly group: string;
            };
            /** @description Without secret and pattern: every secret there. */
            readonly target: {
                /** @description Null: every environment of the project. */
                readonly environment: string | null;
                /** @description How names begin, followed by `*`. */
                readonly pattern: string | null;
                readonly project: string;
                /** @description The one secret, by its name now. */
                readonly secret: string | null;
            };
        };
        readonly Group: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            /** @description How many. */
            readonly grants: number;
            readonly id: string;
            /** @description How many. */
            readonly members: number;
            readonly name: string;
            readonly slug: string;
        };
        readonly GroupMember: {
            /**
             * Format: date-time
             * @description When they were added to the group.
             */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly email: string;
            readonly id: string;
            readonly name: string;
            /**
             * @description Who put them there: an admin, or single sign-on by the claim that groups are filled from.
             * @enum {string}
             */
            readonly source: "admin" | "claim";
        };
        readonly HeldChange: {
            readonly request: {
                /** @description How many people have to approve it. */
                readonly approvals: number;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly id: string;
                readonly title: string;
                /** @description Where people decide it. */
                readonly url: string;
            };
        };
        readonly Import: {
            /** @description Of texts by what was planned (`new`, `changed`, `same`, `refused`), then by what came of it (`created`, `replaced`, or `waiting` in a change request). */
            readonly counts: {
                readonly changed: number;
                readonly created: number;
                readonly new: number;
                readonly refused: number;
                readonly replaced: number;
                readonly same: number;
                readonly waiting: number;
            };
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly endedAt: string | null;
            readonly environment: string;
            /** @description Why it failed, or what holds it up. */
            readonly error: string | null;
            readonly id: string;
            readonly manager: string;
            readonly names: string;
            readonly path: string;
            readonly project: string;
            /**
             * @description `reading` what is there, then `planned`: it waits to be run; `storing` what was planned. `failed`: it can be run again and goes on where it was.
             * @enum {string}
             */
            readonly state: "reading" | "planned" | "storing" | "done" | "failed" | "stopped";
            /** @description Paths that were found and not read yet. */
            readonly unread: number;
        };
        readonly ImportedSecrets: {
            readonly dryRun: boolean;
            /** @description In the order in which they were given. */
            readonly secrets: readonly {
                /** @description As it is stored, which may be spelled otherwise than it was given. */
                readonly name: string;
                /** @enum {string} */
                readonly outcome: "created" | "replaced" | "unchanged";
                /** @description The current version; with `dryRun` the one that would be. */
                readonly version: number;
            }[];
        };
        readonly ImportEntry: {
            /** @description Empty where the path holds one text. */
            readonly field: string;
            /** @description What the secret is called. */
            readonly name: string;
            readonly path: string;
            /** @description Why it is refused. */
            readonly reason: string | null;
            /** @enum {string} */
            readonly state: "new" | "changed" | "same" | "refused" | "created" | "replaced" | "waiting";
            /** @description How many were stored. */
            readonly versions: number | null;
        };
        readonly Lease: {
            /** @description How often dropping the user failed. */
            readonly attempts: number;
            /** Format: date-time */
            readonly createdAt: string;
            /** @description The name of the API key. */
            readonly createdBy: string;
            readonly endedAt: string | null;
            readonly endReason: ("expired" | "revoked" | "keyEnded" | "failed" | "abandoned" | "forgotten") | null;
            readonly environment: string;
            readonly error: string | null;
            /** Format: date-time */
            readonly expiresAt: string;
            readonly id: string;
            /**
             * Format: date-time
             * @description No renewal goes further.
             */
            readonly maxAt: string;
            readonly project: string;
            readonly source: string;
            /**
             * @description `attention`: its user could not be dropped again and again.
             * @enum {string}
             */
            readonly state: "making" | "active" | "ending" | "attention" | "ended";
            /** @description In the database. */
            readonly user: string;
        };
        readonly LeaseSource: {
            /**
             * @description PEM of the authorities to trust instead of the usual ones.
             * @default
             */
            readonly ca: string;
            readonly credential: string | null;
            readonly database: string;
            /** @description Of the server; a private one is for an Owner to allow. */
            readonly host: string;
            /** @constant */
            readonly kind: "postgres";
            /**
             * @description How many users there are at once at most.
             * @default 200
             */
            readonly leasesMax: number;
            readonly name: string;
            /** @default 5432 */
            readonly port: number;
            /** @description What gives rights, with {{user}} where the user goes, one statement each. */
            readonly statements: readonly string[];
            /**
             * @description `none` is for hosts that an Owner allowed.
             * @default verify
             * @enum {string}
             */
            readonly tls: "verify" | "none";
            /**
             * @description For leases that ask for no time.
             * @default 900
             */
            readonly ttlSecondsDefault: number;
            /**
             * @description From when it is made, renewals and all.
             * @default 86400
             */
            readonly ttlSecondsMax: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        } | {
            /**
             * @description PEM of the authorities to trust instead of the usual ones.
             * @default
             */
            readonly ca: string;
            readonly credential: string | null;
            /**
             * @description Empty for none.
             * @default
             */
            readonly database: string;
            /** @description Of the server; a private one is for an Owner to allow. */
            readonly host: string;
            /** @constant */
            readonly kind: "mysql";
            /**
             * @description How many users there are at once at most.
             * @default 200
             */
            readonly leasesMax: number;
            readonly name: string;
            /** @default 3306 */
            readonly port: number;
            /** @description What gives rights, with {{user}} where the user goes, one statement each. */
            readonly statements: readonly string[];
            /**
             * @description `none` is for hosts that an Owner allowed.
             * @default verify
             * @enum {string}
             */
            readonly tls: "verify" | "none";
            /**
             * @description For leases that ask for no time.
             * @default 900
             */
            readonly ttlSecondsDefault: number;
            /**
             * @description From when it is made, renewals and all.
             * @default 86400
             */
            readonly ttlSecondsMax: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
            /**
             * @description The host part of the users' accounts.
             * @default %
             */
            readonly userHost: string;
        };
        readonly LeaseSourceEntry: {
            readonly environment: string;
            /** @enum {string} */
            readonly kind: "postgres" | "mysql";
            /** @description How many have not ended. */
            readonly leases: number;
            readonly leasesMax: number;
            readonly name: string;
            readonly project: string;
            readonly ttlSecondsDefault: number;
            readonly ttlSecondsMax: number;
        };
        readonly Me: {
            /** @description Short name; null: every environment. */
            readonly environment: string | null;
            readonly expiresAt: string | null;
            readonly id: string;
            /**
             * @description `person`: a personal key.
             * @enum {string}
             */
            readonly kind: "agent" | "tool" | "sandbox" | "service" | "person";
            readonly name: string;
            /** @description None for a personal key. */
            readonly permissions: readonly ("secrets:list" | "secrets:read" | "secrets:write" | "secrets:delete" | "secrets:rotate" | "pools:use" | "leases:create" | "managers:write" | "ssh:read" | "connections:use" | "triggers:read" | "allowlist:send" | "declarations:write" | "audit:read" | "admin")[];
            /** @description Whom a personal key stands for; what they may do, it does. */
            readonly person: {
                readonly email: string;
                /** @enum {string} */
                readonly role: "owner" | "super_admin" | "auditor" | "member";
            } | null;
            /** @description Short name; null: the whole organisation. */
            readonly project: string | null;
            /** @description Current names of the secrets that it is limited to; null: all in its scope. */
            readonly secrets: readonly string[] | null;
        };
        readonly Person: {
            readonly email: string;
            readonly id: string;
            readonly lastSeenAt: string | null;
            readonly name: string;
            /** @enum {string} */
            readonly role: "owner" | "super_admin" | "auditor" | "member";
            /** @description What they have, by number: nothing to sign in with. */
            readonly secondFactors: {
                readonly authenticator: boolean;
                readonly passkeys: number;
                readonly recoveryCodes: number;
            };
            /** @enum {string} */
            readonly status: "active" | "suspended";
            /** @description How long they have to wait after failed tries. */
            readonly waitsUntil: string | null;
        };
        readonly Pool: {
            readonly description: string;
            /** @description Those that the key could see by itself. */
            readonly members: readonly {
                readonly isOn: boolean;
                /** @description What became of it within 24 hours; some seconds late. */
                readonly lastDay: {
                    readonly limited: number;
                    readonly refused: number;
                    readonly taken: number;
                };
                readonly name: string;
                readonly outUntil: string | null;
                readonly refusedAt: string | null;
                /**
                 * @description `limited` until `outUntil`; `refused` until its secret gets a new version; `absent`: not here any more.
                 * @enum {string}
                 */
                readonly state: "on" | "off" | "limited" | "refused" | "absent";
                readonly version: number;
                readonly weight: number;
            }[];
            readonly name: string;
            /** @enum {string} */
            readonly strategy: "roundRobin" | "leastUsed" | "sticky";
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        };
        /** @description Each send draws a member of the pool. */
        readonly PoolByName: {
            readonly pool: string;
        };
        /** @description RFC 9457 */
        readonly Problem: {
            readonly code: string;
            readonly detail: string;
            readonly errors?: {
                readonly [key: string]: readonly string[];
            };
            /** @description Where what was to be deleted is mapped into. */
            readonly mappedInto?: readonly {
                readonly environment: string;
                readonly name: string;
                readonly project: string;
            }[];
            readonly status: number;
            readonly title: string;
            readonly type: string;
            /** @description Allowlist endpoints that use what was to be deleted. */
            readonly usedBy?: readonly {
                readonly endpoint: string;
                readonly environment: string;
                readonly environmentName: string;
                readonly project: string;
                readonly projectName: string;
            }[];
        };
        readonly Project: {
            readonly environments: readonly components["schemas"]["Environment"][];
            readonly name: string;
            readonly slug: string;
        };
        readonly PutDeclarations: {
            readonly optional: number;
            readonly required: number;
            readonly triggers: number;
            readonly unchanged: boolean;
        };
        readonly ReachingGrant: {
            /** @enum {string} */
            readonly capability: "see" | "edit" | "set" | "run" | "manage";
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly expiresAt: string | null;
            readonly id: string;
            /** @description When the person, or one of the group, changed the secret or read it through a personal key last. Null: never. */
            readonly lastUsedAt: string | null;
            /** @description Who has it: a person by their address, or a group by its slug. */
            readonly subject: {
                readonly person: string;
            } | {
                readonly group: string;
            };
            /** @description Without secret and pattern: every secret there. */
            readonly target: {
                /** @description Null: every environment of the project. */
                readonly environment: string | null;
                /** @description How names begin, followed by `*`. */
                readonly pattern: string | null;
                readonly project: string;
                /** @description The one secret, by its name now. */
                readonly secret: string | null;
            };
        };
        readonly ReceivedDelivery: {
            readonly attempts: number;
            readonly body: string;
            /**
             * @description `base64` for what is not text.
             * @enum {string}
             */
            readonly bodyEncoding: "utf8" | "base64";
            readonly bytes: number;
            /** @description When it is tried next. */
            readonly dueAt: string | null;
            readonly endedAt: string | null;
            readonly headerNames: readonly string[];
            /** @description Name and value of each, as it came. */
            readonly headers: readonly (readonly string[])[];
            readonly id: string;
            /** @description Whether what it brought is still there. */
            readonly kept: boolean;
            /** @description What the sender calls it. */
            readonly messageId: string | null;
            readonly outcome: string | null;
            /** @description Later ones have higher numbers: the `id` of its event in `/events`. */
            readonly position: number;
            /** Format: date-time */
            readonly receivedAt: string;
            /** @description The delivery that somebody had replayed. */
            readonly replayOf: string | null;
            /**
             * @description `told`: subscribers were told, and nothing else follows; `waiting`: what follows is to be done, or tried again.
             * @enum {string}
             */
            readonly state: "told" | "waiting" | "done" | "failed";
        };
        readonly RenewedLease: {
            /** Format: date-time */
            readonly expiresAt: string;
            readonly id: string;
        };
        readonly ReplayedDelivery: {
            readonly id: string;
        };
        readonly ReportedMember: {
            readonly member: string;
            readonly outUntil: string | null;
            /**
             * @description `limited` until `outUntil`; `refused` until its secret gets a new version; `absent`: not here any more.
             * @enum {string}
             */
            readonly state: "on" | "off" | "limited" | "refused" | "absent";
        };
        readonly RestoredSecret: {
            readonly name: string;
            readonly version: number;
        };
        readonly RevealedSecret: {
            readonly name: string;
            /** @description The external manager that the value lives in. */
            readonly source?: {
                readonly manager: string;
                /** @description Since when the manager cannot be read: the value is the one of that time. */
                readonly staleSince: string | null;
                readonly version: string;
            };
            readonly value: string;
            readonly version: number;
        };
        readonly Rotation: {
            /** @description Failures of the phase so far. */
            readonly attempts: number;
            readonly endedAt: string | null;
            readonly environment: string;
            readonly error: string | null;
            readonly fromVersion: number;
            readonly graceEndsAt: string | null;
            readonly id: string;
            readonly name: string;
            /**
             * @description What is done next, or was done last.
             * @enum {string}
             */
            readonly phase: "prepare" | "set" | "test" | "finish" | "wait" | "revoke" | "revert";
            readonly project: string;
            /** Format: date-time */
            readonly startedAt: string;
            readonly startedBy: string;
            /**
             * @description `attention`: it failed too often and waits for a person.
             * @enum {string}
             */
            readonly state: "running" | "attention" | "done" | "cancelled" | "undone";
            /** @description The new version, once it is current. */
            readonly toVersion: number | null;
            /** @enum {string} */
            readonly trigger: "schedule" | "person" | "emergency";
        };
        readonly RotationPolicy: {
            readonly credential: string | null;
            readonly graceSeconds: number;
            readonly isOverdue: boolean;
            readonly last: components["schemas"]["Rotation"] | null;
            readonly nextAt: string | null;
            readonly paused: boolean;
            /** @description The readable half of a key pair that is current. */
            readonly publicKey: string | null;
            readonly rotator: {
                /**
                 * @default letters-digits
                 * @enum {string}
                 */
                readonly format: "letters-digits" | "letters-digits-symbols" | "hex" | "base64" | "uuid";
                /** @constant */
                readonly kind: "random";
                /**
                 * @description Characters; for base64 the bytes that it encodes. A UUID has its own.
                 * @default 32
                 */
                readonly length: number;
            } | {
                /**
                 * @default ed25519
                 * @enum {string}
                 */
                readonly algorithm: "ed25519" | "ecdsa-p256" | "rsa-3072";
                /**
                 * @default pem
                 * @enum {string}
                 */
                readonly format: "pem" | "jwk" | "openssh";
                /** @constant */
                readonly kind: "keyPair";
            } | ({
                /** @constant */
                readonly kind: "http";
                /** @constant */
                readonly preset: "aws-iam";
                readonly userName: string;
            } | {
                /** @description For tokens of an account; those of a user without it. */
                readonly accountId?: string;
                /** @constant */
                readonly kind: "http";
                /** @constant */
                readonly preset: "cloudflare";
            } | {
                /** @constant */
                readonly kind: "http";
                /** @constant */
                readonly preset: "sendgrid";
                /**
                 * @default global
                 * @enum {string}
                 */
                readonly region: "global" | "eu";
            } | {
                readonly accountSid: string;
                /** @constant */
                readonly kind: "http";
                /** @constant */
                readonly preset: "twilio";
            } | {
                /**
                 * @description JSON; `{{name}}` is what the key is called. Empty: without a body.
                 * @default
                 */
                readonly createBody: string;
                /** @description Called with POST to make a key. */
                readonly createUrl: string;
                /**
                 * @default DELETE
                 * @enum {string}
                 */
                readonly deleteMethod: "DELETE" | "POST";
                /** @description Called to delete the key with the id `{{id}}`. */
                readonly deleteUrl: string;
                /**
                 * @description The header that a key is sent in.
                 * @default Authorization
                 */
                readonly header: string;
                /** @description Where its id stands there: text or a whole number. */
                readonly idPointer: string;
                /** @description Where the new key stands in the answer, as a JSON Pointer. */
                readonly keyPointer: string;
                /** @constant */
                readonly kind: "http";
                /**
                 * @description What stands before the key there.
                 * @default Bearer
                 */
                readonly prefix: string;
                /** @constant */
                readonly preset: "custom";
                /** @description Called with GET and the new key: any answer of 2xx is good. */
                readonly testUrl: string;
            }) | {
                /** @constant */
                readonly kind: "webhook";
                readonly url: string;
            } | {
                /**
                 * @description PEM of the authorities to trust instead of the usual ones.
                 * @default
                 */
                readonly ca: string;
                readonly database: string;
                /** @description Of the server; a private one is for an Owner to allow. */
                readonly host: string;
                /** @constant */
                readonly kind: "postgres";
                /** @default 5432 */
                readonly port: number;
                /**
                 * @description `none` is for hosts that an Owner allowed.
                 * @default verify
                 * @enum {string}
                 */
                readonly tls: "verify" | "none";
                /** @description One, whose password changes in location, or two that take turns. */
                readonly users: readonly string[];
                /**
                 * @description What the value is: a URL, a JSON object, or the password alone.
                 * @default url
                 * @enum {string}
                 */
                readonly value: "url" | "json" | "password";
            } | {
                /**
                 * @description PEM of the authorities to trust instead of the usual ones.
                 * @default
                 */
                readonly ca: string;
                /**
                 * @description Empty for none.
                 * @default
                 */
                readonly database: string;
                /** @description Of the server; a private one is for an Owner to allow. */
                readonly host: string;
                /** @constant */
                readonly kind: "mysql";
                /** @default 3306 */
                readonly port: number;
                /**
                 * @description `none` is for hosts that an Owner allowed.
                 * @default verify
                 * @enum {string}
                 */
                readonly tls: "verify" | "none";
                /**
                 * @description The host part of the users' accounts.
                 * @default %
                 */
                readonly userHost: string;
                /** @description One, whose password changes in location, or two that take turns. */
                readonly users: readonly string[];
                /**
                 * @description What the value is: a URL, a JSON object, or the password alone.
                 * @default url
                 * @enum {string}
                 */
                readonly value: "url" | "json" | "password";
            } | {
                /** @constant */
                readonly kind: "manual";
                /**
                 * @description How it is done, for whoever does it.
                 * @default
                 */
                readonly notes: string;
            };
            readonly schedule: ({
                /** @description Counts from when the value was stored last. */
                readonly everyDays: number;
                /**
                 * @description Within how many minutes after its time it starts, so that not all start at once.
                 * @default 60
                 */
                readonly windowMinutes: number;
            } | {
                /** @description Five fields: `0 3 * * 1`. */
                readonly cron: string;
                /**
                 * @description As in `Europe/Vienna`.
                 * @default UTC
                 */
                readonly timeZone: string;
                /**
                 * @description Within how many minutes after its time it starts, so that not all start at once.
                 * @default 60
                 */
                readonly windowMinutes: number;
            }) | null;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        };
        readonly Secret: {
            /** @enum {string} */
            readonly audience: "all" | "agents" | "tools" | "sandboxes";
            /** @enum {string} */
            readonly category: "provider" | "tool" | "custom";
            /** Format: date-time */
            readonly createdAt: string;
            readonly description: string;
            /** @description When the value ends by itself, as far as it says so: a certificate, a JWT. */
            readonly expiresAt: string | null;
            readonly id: string;
            readonly name: string;
            /** @description Where the value lives, when that is in an external manager. */
            readonly source: {
                /**
                 * Format: date-time
                 * @description When it was read last.
                 */
                readonly checkedAt: string;
                readonly field: string;
                readonly label: string;
                readonly manager: string;
                readonly path: string;
                /** @description Why it cannot be read now; null: it can. */
                readonly problem: string | null;
                /** @description As the manager calls what was read last. */
                readonly version: string;
            } | null;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
            /** @description Number of the current version. */
            readonly version: number;
        };
        readonly SecretByName: {
            readonly secret: string;
        };
        readonly SharedMapping: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly id: string;
            /** @description The name here. */
            readonly name: string;
            /** @description The secret of the project platform that it stands for. */
            readonly secret: {
                /** @enum {string} */
                readonly audience: "all" | "agents" | "tools" | "sandboxes";
                /** @enum {string} */
                readonly category: "provider" | "tool" | "custom";
                readonly description: string;
                readonly environment: string;
                readonly id: string;
                readonly name: string;
                /** Format: date-time */
                readonly updatedAt: string;
                readonly updatedBy: string;
                readonly version: number;
            };
        };
        readonly SshCertificate: {
            /** @description The line of a `-cert.pub` file. */
            readonly certificate: string;
            /** Format: date-time */
            readonly expiresAt: string;
            readonly principals: readonly string[];
            readonly serial: string;
        };
        readonly SshKey: {
            readonly bits: number;
            readonly comment: string;
            /** Format: date-time */
            readonly createdAt: string;
            /** @description When the personal key ends through which it was added, and it with it. */
            readonly expiresAt: string | null;
            readonly fingerprint: string;
            readonly id: string;
            /** @description When a host let it in, to the minute. */
            readonly lastUsedAt: string | null;
            readonly type: string;
        };
        readonly SshRule: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            readonly expiresAt: string | null;
            /** @description `*` stands for any part of a name. */
            readonly hosts: readonly string[];
            readonly id: string;
            readonly lastUsedAt: string | null;
            readonly subject: {
                readonly person: string;
            } | {
                readonly group: string;
            } | {
                readonly apiKey: string;
            };
            /** @description The user of the host. */
            readonly user: string;
        };
        readonly StartedRotation: {
            readonly id: string;
        };
        readonly StoredSecret: {
            readonly name: string;
            /** @description Whether the secret was found to have this very value and text already. */
            readonly unchanged: boolean;
            readonly version: number;
        };
        readonly Sync: {
            /** @description Failures in a row. */
            readonly attempts: number;
            /** @description How many entries there are in which state. */
            readonly counts: {
                readonly drift: number;
                readonly foreign: number;
                readonly left: number;
                readonly refused: number;
                readonly written: number;
            };
            /** @description When a run last came to its end. */
            readonly doneAt: string | null;
            readonly environment: string;
            /** @description Why the last run failed. */
            readonly error: string | null;
            /**
             * @description The field under that path; empty: the secret is the whole text.
             * @default {name}
             */
            readonly field: string;
            /**
             * @description What no secret here stands for: leave it; tell of it; or remove it where this sync made it. What others made is never removed.
             * @default leave
             * @enum {string}
             */
            readonly foreign: "leave" | "warn" | "remove";
            /** @default false */
            readonly isPaused: boolean;
            readonly manager: string;
            readonly name: string;
            readonly nextAt: string | null;
            /** @description Where each goes, with `{project}`, `{environment}`, `{name}`, `{variable}` (upper case) or `{lower}` (lower case, hyphens). */
            readonly path: string;
            readonly project: string;
            /**
             * @description Which secrets of the environment.
             * @default {
             *       "kind": "all"
             *     }
             */
            readonly secrets: {
                /** @constant */
                readonly kind: "all";
            } | {
                /** @constant */
                readonly kind: "prefix";
                readonly prefix: string;
            } | {
                /** @constant */
                readonly kind: "names";
                readonly names: readonly string[];
            };
            /**
             * @description `attention`: something was changed there, is not ours or was refused. `failing`: the last run failed, and it is tried again at `nextAt`.
             * @enum {string}
             */
            readonly state: "waiting" | "running" | "inStep" | "attention" | "failing" | "paused";
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
        };
        readonly SyncEntry: {
            readonly error: string | null;
            /** @description Empty where the secret is the whole text. */
            readonly field: string;
            /** @description The secret; null for what none stands for. */
            readonly name: string | null;
            readonly path: string;
            /**
             * @description `drift`: somebody changed there what was written. `foreign`: the sync did not write what lies there. `left`: its secret is gone, and it was left.
             * @enum {string}
             */
            readonly state: "written" | "drift" | "foreign" | "refused" | "left";
            readonly writtenAt: string | null;
        };
        readonly TakenMember: {
            readonly member: string;
            readonly value: string;
            readonly version: number;
        };
        readonly Trigger: {
            readonly action: {
                /** @constant */
                readonly kind: "event";
            } | {
                readonly endpoint: string;
                /** @constant */
                readonly kind: "forward";
            } | {
                /** @constant */
                readonly kind: "rotate";
                readonly secret: string;
            };
            readonly environment: string;
            /** @description When it took a delivery last, to the minute. */
            readonly firedAt: string | null;
            readonly hmac: {
                /**
                 * @default sha256
                 * @enum {string}
                 */
                readonly algorithm: "sha256" | "sha512";
                /**
                 * @description Hex in lower case, base64 with padding.
                 * @default hex
                 * @enum {string}
                 */
                readonly encoding: "hex" | "base64";
                /** @description The header with the signature. */
                readonly header: unknown;
                /**
                 * @description What stands before the signature, as `sha256=`.
                 * @default
                 */
                readonly prefix: string;
                /** @description The header with the seconds since 1970: then `timestamp.body` is what is signed, else the body. */
                readonly timestampHeader?: unknown;
            } | null;
            readonly name: string;
            readonly paused: boolean;
            readonly project: string;
            readonly refusedAt: string | null;
            readonly refusedCount: number;
            /** @enum {string} */
            readonly scheme: "standard-webhooks" | "github" | "stripe" | "slack" | "gitlab" | "shopify" | "hmac";
            /** @description The secret that signatures are checked with; null for one that the key may not know of. */
            readonly secret: string | null;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly updatedBy: string;
            /** @description Where senders reach it. */
            readonly url: string;
        };
        readonly TriggerDelivery: {
            readonly attempts: number;
            readonly bytes: number;
            /** @description When it is tried next. */
            readonly dueAt: string | null;
            readonly endedAt: string | null;
            readonly headerNames: readonly string[];
            readonly id: string;
            /** @description Whether what it brought is still there. */
            readonly kept: boolean;
            /** @description What the sender calls it. */
            readonly messageId: string | null;
            readonly outcome: string | null;
            /** @description Later ones have higher numbers: the `id` of its event in `/events`. */
            readonly position: number;
            /** Format: date-time */
            readonly receivedAt: string;
            /** @description The delivery that somebody had replayed. */
            readonly replayOf: string | null;
            /**
             * @description `told`: subscribers were told, and nothing else follows; `waiting`: what follows is to be done, or tried again.
             * @enum {string}
             */
            readonly state: "told" | "waiting" | "done" | "failed";
        };
        readonly Values: {
            readonly values: {
                readonly [key: string]: string;
            };
            /** @description Another as soon as anything among the values is; the `ETag` without its quotes. */
            readonly version: string;
        };
        readonly Version: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            /** @enum {string} */
            readonly origin: "created" | "rotated" | "restored" | "external";
            readonly restoredFrom: number | null;
            readonly version: number;
        };
    };
    responses: {
        /** @description No API key, or one that is malformed, unknown, revoked or expired. */
        readonly Problem401: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key may not do this. */
        readonly Problem403: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing of the kind, as far as the key may know. */
        readonly Problem404: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It clashes with something that is there, or was changed at the same moment. */
        readonly Problem409: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is at another version than was expected. */
        readonly Problem412: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body, or what was asked for, is too large. */
        readonly Problem413: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Validation error: `errors` names every one of them, by field. */
        readonly Problem422: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests: `Retry-After` says when to try again, in seconds. */
        readonly Problem429: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The endpoint could not be reached, or its answer cannot be used. It may have done what it was asked for. */
        readonly Problem502: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database or the audit log is out of reach. With the code `unavailable` nothing was saved; with `outcomeUnknown` the change may or may not have been. With `poolExhausted` no member of a pool can be taken: `Retry-After` says when one comes back, where one does. */
        readonly Problem503: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The endpoint took longer than it may. */
        readonly Problem504: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly get_allowlist: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
                /** @description Part of a name, address or description. */
                readonly search?: string;
                readonly show?: "all" | "ready" | "inactive" | "unverified";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["AllowlistEndpoint"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_allowlist: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default {} */
                    readonly configuration?: components["schemas"]["AllowlistConfiguration"];
                    /** @default  */
                    readonly description?: string;
                    /** @default true */
                    readonly isActive?: boolean;
                    /**
                     * @default POST
                     * @enum {string}
                     */
                    readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
                    readonly name: string;
                    readonly url: string;
                };
            };
        };
        readonly responses: {
            /** @description Registered. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ConfiguredAllowlistEndpoint"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_allowlist_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The endpoint's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ConfiguredAllowlistEndpoint"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_allowlist_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The endpoint's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly patch_allowlist_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The endpoint's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly configuration?: components["schemas"]["AllowlistConfiguration"];
                    readonly description?: string;
                    readonly isActive?: boolean;
                    /** @enum {string} */
                    readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
                    readonly revision?: number;
                    readonly url?: string;
                };
            };
        };
        readonly responses: {
            /** @description As it is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ConfiguredAllowlistEndpoint"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_allowlist_name_send: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description 1 to 255 visible ASCII characters: with the same one, once within a day. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description The endpoint's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /** @description Any JSON: what the endpoint is to get. */
                    readonly data?: unknown;
                    readonly query?: {
                        readonly [key: string]: string;
                    };
                };
            };
        };
        readonly responses: {
            /** @description The endpoint’s response. */
            readonly 200: {
                headers: {
                    /** @description `true` when it is an answer that was kept. */
                    readonly "Idempotency-Replayed"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AllowlistAnswer"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
        };
    };
    readonly post_allowlist_name_verify: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The endpoint's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Verified. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AllowlistEndpoint"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
        };
    };
    readonly get_api_keys: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
                readonly show?: "kept" | "revoked";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ApiKey"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_api_keys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default * */
                    readonly environment?: string;
                    /** @default never */
                    readonly expires?: string | null;
                    /** @enum {string} */
                    readonly kind: "agent" | "tool" | "sandbox" | "service";
                    readonly name: string;
                    readonly permissions: readonly ("secrets:list" | "secrets:read" | "secrets:write" | "secrets:delete" | "secrets:rotate" | "pools:use" | "leases:create" | "managers:write" | "ssh:read" | "connections:use" | "triggers:read" | "allowlist:send" | "declarations:write" | "audit:read" | "admin")[];
                    readonly project?: string | null;
                    readonly secrets?: readonly string[] | null;
                    readonly skipsApproval?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description The key, this once. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_api_keys_id: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is good for nothing any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit: {
        readonly parameters: {
            readonly query?: {
                readonly action?: "secret.created" | "secret.rotated" | "secret.described" | "secret.renamed" | "secret.classified" | "secret.restored" | "secret.deleted" | "secrets.seeded" | "rotationPolicy.set" | "rotationPolicy.removed" | "rotation.started" | "rotation.decided" | "rotation.prepared" | "rotation.set" | "rotation.tested" | "rotation.finished" | "rotation.revoked" | "rotation.reverted" | "rotation.failed" | "pool.created" | "pool.changed" | "pool.deleted" | "pool.memberLimited" | "pool.memberRefused" | "pool.memberBack" | "manager.set" | "manager.removed" | "connection.set" | "connection.removed" | "connection.connected" | "connection.disconnected" | "connection.failed" | "connection.lost" | "leaseSource.set" | "leaseSource.removed" | "trigger.set" | "trigger.removed" | "import.started" | "import.goneOn" | "import.stopped" | "import.finished" | "import.failed" | "sync.set" | "sync.removed" | "sync.started" | "sync.finished" | "sync.failed" | "mapping.created" | "mapping.deleted" | "declarations.changed" | "allowlist.created" | "allowlist.changed" | "allowlist.deleted" | "allowlist.verified" | "allowlist.markedVerified" | "changePolicy.set" | "request.created" | "request.commented" | "request.approved" | "request.rejected" | "request.withdrawn" | "request.expired" | "request.emergency" | "request.applied" | "project.created" | "environment.created" | "settings.changed" | "noticeChannel.set" | "noticeChannel.removed" | "sshAuthority.created" | "secret.revealed" | "secret.used" | "secret.compared" | "secret.copied" | "values.read" | "pool.taken" | "connection.used" | "lease.created" | "lease.renewed" | "lease.revoked" | "lease.retried" | "lease.forgotten" | "lease.ended" | "lease.failed" | "sshCertificate.issued" | "trigger.fired" | "trigger.received" | "trigger.replayed" | "trigger.failed" | "allowlist.begun" | "allowlist.sent" | "allowlist.failed" | "owner.setUp" | "person.created" | "person.roleChanged" | "person.suspended" | "person.restored" | "person.passwordChanged" | "person.renamed" | "person.noticesChosen" | "person.removed" | "person.unlocked" | "valueLink.created" | "valueLink.used" | "valueLink.withdrawn" | "invitation.created" | "invitation.revoked" | "invitation.accepted" | "factor.begun" | "factor.added" | "factor.renamed" | "factor.removed" | "factor.recovered" | "recoveryCodes.made" | "identity.linked" | "grant.created" | "grant.deleted" | "group.created" | "group.deleted" | "group.memberAdded" | "group.memberRemoved" | "apiKey.created" | "apiKey.revoked" | "personalKey.created" | "personalKey.revoked" | "sshKey.added" | "sshKey.removed" | "sshRule.created" | "sshRule.deleted" | "apiKey.narrowed" | "apiKey.widened" | "session.begun" | "session.started" | "session.confirmed" | "session.ended" | "session.endedEverywhere" | "device.confirmed" | "device.refused" | "access.refused" | "session.refused" | "apiKey.refused" | "personalKey.refused" | "connection.refused" | "trigger.refused" | "instance.started" | "masterKey.rotated" | "projectKey.rotated" | "projectKey.erased" | "masterKey.split" | "masterKey.sharesChecked" | "backup.made" | "backup.failed" | "backup.restored" | "backup.partRestored" | "rows.sealed" | "row.tampered" | "row.accepted" | "row.deleted" | "rows.verified" | "audit.rolledBack" | "audit.witnessMismatch" | "audit.broken" | "audit.pruned" | "audit.exported" | "audit.packed";
                /** @description Id of a person or API key, a person's address, or a key's name. */
                readonly actor?: string;
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Name of an allowlist endpoint. */
                readonly endpoint?: string;
                /** @description Short name of an environment. */
                readonly environment?: string;
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly from?: string;
                /** @description Address that the request came from. */
                readonly ip?: string;
                readonly kind?: "change" | "read" | "access" | "signIn" | "refusal" | "system";
                /** @description How many items at most. */
                readonly limit?: number;
                readonly outcome?: "success" | "failure" | "refusal";
                /** @description Short name of a project. */
                readonly project?: string;
                /** @description Part of a name, or of who did it. */
                readonly q?: string;
                /** @description Id of the request, as in `X-Request-Id`. */
                readonly requestId?: string;
                /** @description Name of a secret, also one that it had before; reads of many values at once are found too. */
                readonly secret?: string;
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["AuditEvent"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_checkpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The signed note. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain; charset=utf-8": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_consistency: {
        readonly parameters: {
            readonly query: {
                readonly from: number;
                readonly to: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The proof. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditConsistency"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_evidence: {
        readonly parameters: {
            readonly query?: {
                readonly action?: "secret.created" | "secret.rotated" | "secret.described" | "secret.renamed" | "secret.classified" | "secret.restored" | "secret.deleted" | "secrets.seeded" | "rotationPolicy.set" | "rotationPolicy.removed" | "rotation.started" | "rotation.decided" | "rotation.prepared" | "rotation.set" | "rotation.tested" | "rotation.finished" | "rotation.revoked" | "rotation.reverted" | "rotation.failed" | "pool.created" | "pool.changed" | "pool.deleted" | "pool.memberLimited" | "pool.memberRefused" | "pool.memberBack" | "manager.set" | "manager.removed" | "connection.set" | "connection.removed" | "connection.connected" | "connection.disconnected" | "connection.failed" | "connection.lost" | "leaseSource.set" | "leaseSource.removed" | "trigger.set" | "trigger.removed" | "import.started" | "import.goneOn" | "import.stopped" | "import.finished" | "import.failed" | "sync.set" | "sync.removed" | "sync.started" | "sync.finished" | "sync.failed" | "mapping.created" | "mapping.deleted" | "declarations.changed" | "allowlist.created" | "allowlist.changed" | "allowlist.deleted" | "allowlist.verified" | "allowlist.markedVerified" | "changePolicy.set" | "request.created" | "request.commented" | "request.approved" | "request.rejected" | "request.withdrawn" | "request.expired" | "request.emergency" | "request.applied" | "project.created" | "environment.created" | "settings.changed" | "noticeChannel.set" | "noticeChannel.removed" | "sshAuthority.created" | "secret.revealed" | "secret.used" | "secret.compared" | "secret.copied" | "values.read" | "pool.taken" | "connection.used" | "lease.created" | "lease.renewed" | "lease.revoked" | "lease.retried" | "lease.forgotten" | "lease.ended" | "lease.failed" | "sshCertificate.issued" | "trigger.fired" | "trigger.received" | "trigger.replayed" | "trigger.failed" | "allowlist.begun" | "allowlist.sent" | "allowlist.failed" | "owner.setUp" | "person.created" | "person.roleChanged" | "person.suspended" | "person.restored" | "person.passwordChanged" | "person.renamed" | "person.noticesChosen" | "person.removed" | "person.unlocked" | "valueLink.created" | "valueLink.used" | "valueLink.withdrawn" | "invitation.created" | "invitation.revoked" | "invitation.accepted" | "factor.begun" | "factor.added" | "factor.renamed" | "factor.removed" | "factor.recovered" | "recoveryCodes.made" | "identity.linked" | "grant.created" | "grant.deleted" | "group.created" | "group.deleted" | "group.memberAdded" | "group.memberRemoved" | "apiKey.created" | "apiKey.revoked" | "personalKey.created" | "personalKey.revoked" | "sshKey.added" | "sshKey.removed" | "sshRule.created" | "sshRule.deleted" | "apiKey.narrowed" | "apiKey.widened" | "session.begun" | "session.started" | "session.confirmed" | "session.ended" | "session.endedEverywhere" | "device.confirmed" | "device.refused" | "access.refused" | "session.refused" | "apiKey.refused" | "personalKey.refused" | "connection.refused" | "trigger.refused" | "instance.started" | "masterKey.rotated" | "projectKey.rotated" | "projectKey.erased" | "masterKey.split" | "masterKey.sharesChecked" | "backup.made" | "backup.failed" | "backup.restored" | "backup.partRestored" | "rows.sealed" | "row.tampered" | "row.accepted" | "row.deleted" | "rows.verified" | "audit.rolledBack" | "audit.witnessMismatch" | "audit.broken" | "audit.pruned" | "audit.exported" | "audit.packed";
                /** @description Id of a person or API key, a person's address, or a key's name. */
                readonly actor?: string;
                /** @description Name of an allowlist endpoint. */
                readonly endpoint?: string;
                /** @description Short name of an environment. */
                readonly environment?: string;
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly from?: string;
                /** @description Address that the request came from. */
                readonly ip?: string;
                readonly kind?: "change" | "read" | "access" | "signIn" | "refusal" | "system";
                readonly outcome?: "success" | "failure" | "refusal";
                /** @description Short name of a project. */
                readonly project?: string;
                /** @description Part of a name, or of who did it. */
                readonly q?: string;
                /** @description Id of the request, as in `X-Request-Id`. */
                readonly requestId?: string;
                /** @description Name of a secret, also one that it had before; reads of many values at once are found too. */
                readonly secret?: string;
                /** @description An older checkpoint, or the number of events that the log had: the file then proves that it goes on from there. */
                readonly since?: string;
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jsonl": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_export: {
        readonly parameters: {
            readonly query?: {
                readonly action?: "secret.created" | "secret.rotated" | "secret.described" | "secret.renamed" | "secret.classified" | "secret.restored" | "secret.deleted" | "secrets.seeded" | "rotationPolicy.set" | "rotationPolicy.removed" | "rotation.started" | "rotation.decided" | "rotation.prepared" | "rotation.set" | "rotation.tested" | "rotation.finished" | "rotation.revoked" | "rotation.reverted" | "rotation.failed" | "pool.created" | "pool.changed" | "pool.deleted" | "pool.memberLimited" | "pool.memberRefused" | "pool.memberBack" | "manager.set" | "manager.removed" | "connection.set" | "connection.removed" | "connection.connected" | "connection.disconnected" | "connection.failed" | "connection.lost" | "leaseSource.set" | "leaseSource.removed" | "trigger.set" | "trigger.removed" | "import.started" | "import.goneOn" | "import.stopped" | "import.finished" | "import.failed" | "sync.set" | "sync.removed" | "sync.started" | "sync.finished" | "sync.failed" | "mapping.created" | "mapping.deleted" | "declarations.changed" | "allowlist.created" | "allowlist.changed" | "allowlist.deleted" | "allowlist.verified" | "allowlist.markedVerified" | "changePolicy.set" | "request.created" | "request.commented" | "request.approved" | "request.rejected" | "request.withdrawn" | "request.expired" | "request.emergency" | "request.applied" | "project.created" | "environment.created" | "settings.changed" | "noticeChannel.set" | "noticeChannel.removed" | "sshAuthority.created" | "secret.revealed" | "secret.used" | "secret.compared" | "secret.copied" | "values.read" | "pool.taken" | "connection.used" | "lease.created" | "lease.renewed" | "lease.revoked" | "lease.retried" | "lease.forgotten" | "lease.ended" | "lease.failed" | "sshCertificate.issued" | "trigger.fired" | "trigger.received" | "trigger.replayed" | "trigger.failed" | "allowlist.begun" | "allowlist.sent" | "allowlist.failed" | "owner.setUp" | "person.created" | "person.roleChanged" | "person.suspended" | "person.restored" | "person.passwordChanged" | "person.renamed" | "person.noticesChosen" | "person.removed" | "person.unlocked" | "valueLink.created" | "valueLink.used" | "valueLink.withdrawn" | "invitation.created" | "invitation.revoked" | "invitation.accepted" | "factor.begun" | "factor.added" | "factor.renamed" | "factor.removed" | "factor.recovered" | "recoveryCodes.made" | "identity.linked" | "grant.created" | "grant.deleted" | "group.created" | "group.deleted" | "group.memberAdded" | "group.memberRemoved" | "apiKey.created" | "apiKey.revoked" | "personalKey.created" | "personalKey.revoked" | "sshKey.added" | "sshKey.removed" | "sshRule.created" | "sshRule.deleted" | "apiKey.narrowed" | "apiKey.widened" | "session.begun" | "session.started" | "session.confirmed" | "session.ended" | "session.endedEverywhere" | "device.confirmed" | "device.refused" | "access.refused" | "session.refused" | "apiKey.refused" | "personalKey.refused" | "connection.refused" | "trigger.refused" | "instance.started" | "masterKey.rotated" | "projectKey.rotated" | "projectKey.erased" | "masterKey.split" | "masterKey.sharesChecked" | "backup.made" | "backup.failed" | "backup.restored" | "backup.partRestored" | "rows.sealed" | "row.tampered" | "row.accepted" | "row.deleted" | "rows.verified" | "audit.rolledBack" | "audit.witnessMismatch" | "audit.broken" | "audit.pruned" | "audit.exported" | "audit.packed";
                /** @description Id of a person or API key, a person's address, or a key's name. */
                readonly actor?: string;
                /** @description Name of an allowlist endpoint. */
                readonly endpoint?: string;
                /** @description Short name of an environment. */
                readonly environment?: string;
                readonly format?: "csv" | "jsonl";
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly from?: string;
                /** @description Address that the request came from. */
                readonly ip?: string;
                readonly kind?: "change" | "read" | "access" | "signIn" | "refusal" | "system";
                readonly outcome?: "success" | "failure" | "refusal";
                /** @description Short name of a project. */
                readonly project?: string;
                /** @description Part of a name, or of who did it. */
                readonly q?: string;
                /** @description Id of the request, as in `X-Request-Id`. */
                readonly requestId?: string;
                /** @description Name of a secret, also one that it had before; reads of many values at once are found too. */
                readonly secret?: string;
                /** @description Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z. */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description CSV, or JSON line by line. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_head: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many events there are, and the hash of the last. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditHead"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_key: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key, also in the form that tools for signed notes take. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditKey"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_proof: {
        readonly parameters: {
            readonly query: {
                readonly seq: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The proof. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditProof"];
                    readonly "text/plain; charset=utf-8": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_audit_tile_level_tile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly level: number;
                readonly tile: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The hashes. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_connections: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Connection"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_connections_name_token: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Good for a minute at least. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessToken"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_declarations: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description In the order of the manifest: all of them, or one page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Declaration"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_declarations: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default [] */
                    readonly optional?: readonly string[];
                    /** @default [] */
                    readonly required?: readonly string[];
                    readonly triggers?: readonly {
                        /** @description For the scheme hmac alone. */
                        readonly hmac?: {
                            /**
                             * @default sha256
                             * @enum {string}
                             */
                            readonly algorithm?: "sha256" | "sha512";
                            /**
                             * @description Hex in lower case, base64 with padding.
                             * @default hex
                             * @enum {string}
                             */
                            readonly encoding?: "hex" | "base64";
                            /** @description The header with the signature. */
                            readonly header: string;
                            /**
                             * @description What stands before the signature, as `sha256=`.
                             * @default
                             */
                            readonly prefix?: string;
                            /** @description The header with the seconds since 1970: then `timestamp.body` is what is signed, else the body. */
                            readonly timestampHeader?: string;
                        };
                        readonly name: string;
                        /** @enum {string} */
                        readonly scheme: "standard-webhooks" | "github" | "stripe" | "slack" | "gitlab" | "shopify" | "hmac";
                        readonly secretEnv: string;
                    }[];
                };
            };
        };
        readonly responses: {
            /** @description How many names are declared now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PutDeclarations"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_device_code: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": {
                    /** @description The name of the program. */
                    readonly client_id: string;
                    /** @description What the page calls the machine, and its key. */
                    readonly machine?: string;
                };
            };
        };
        readonly responses: {
            /** @description As RFC 8628 has it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly device_code: string;
                        readonly expires_in: number;
                        readonly interval: number;
                        readonly user_code: string;
                        readonly verification_uri: string;
                    };
                };
            };
            /** @description `invalid_request`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: string;
                        readonly error_description?: string;
                    };
                };
            };
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_device_token: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": {
                    /** @description The name of the program. */
                    readonly client_id: string;
                    readonly device_code: string;
                    readonly grant_type: string;
                };
            };
        };
        readonly responses: {
            /** @description As RFC 8628 has it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly access_token: string;
                        readonly expires_in: number;
                        readonly token_type: string;
                    };
                };
            };
            /** @description `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`, `invalid_request` or `unsupported_grant_type`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: string;
                        readonly error_description?: string;
                    };
                };
            };
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_events: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The `id` of the last event that was seen. */
                readonly "Last-Event-ID"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A stream that ends with the key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_grants: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Grant"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_grants: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly capability: "see" | "edit" | "set" | "run" | "manage";
                    readonly expires?: string;
                    readonly expiresAt?: string | null;
                    readonly subject: {
                        readonly person: string;
                    } | {
                        readonly group: string;
                    };
                    readonly target: {
                        /** @default null */
                        readonly environment?: string | null;
                        readonly pattern?: string | null;
                        readonly project: string;
                        /** @default null */
                        readonly secret?: string | null;
                    };
                };
            };
        };
        readonly responses: {
            /** @description Granted. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedGrant"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_grants_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_groups: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them, or one page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Group"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_groups: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly slug: string;
                };
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedGroup"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_groups_slug: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly slug: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_groups_slug_members: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly slug: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["GroupMember"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_groups_slug_members: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly slug: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly person: string;
                };
            };
        };
        readonly responses: {
            /** @description In it. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_groups_slug_members_person: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly person: string;
                readonly slug: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Taken out. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_imports: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description At most 50. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Import"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_imports: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Only plan: it goes on when it is told to with `POST /imports/{id}/run`.
                     * @default false
                     */
                    readonly dryRun?: boolean;
                    readonly manager: string;
                    /**
                     * @description How secrets are called: `{path}` is the path below `path`, `{field}` the field.
                     * @default {path}_{field}
                     */
                    readonly names?: string;
                    /** @description What lies there and below it. Everything that the manager shows unless given. */
                    readonly path?: string;
                };
            };
        };
        readonly responses: {
            /** @description It is under way. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Import"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_imports_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The import. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Import"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_imports_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Nothing more is stored. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_imports_id_entries: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Those in one state. */
                readonly state?: "new" | "changed" | "same" | "refused" | "created" | "replaced" | "waiting";
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page, by name. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ImportEntry"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_imports_id_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is under way. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Import"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_lease_sources: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["LeaseSourceEntry"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_lease_sources_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All but the credential itself. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LeaseSource"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_lease_sources_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description PEM of the authorities to trust instead of the usual ones.
                     * @default
                     */
                    readonly ca?: string;
                    readonly credential: string;
                    readonly database: string;
                    /** @description Of the server; a private one is for an Owner to allow. */
                    readonly host: string;
                    /** @constant */
                    readonly kind: "postgres";
                    /**
                     * @description How many users there are at once at most.
                     * @default 200
                     */
                    readonly leasesMax?: number;
                    /** @default 5432 */
                    readonly port?: number;
                    /** @description What gives rights, with {{user}} where the user goes, one statement each. */
                    readonly statements: readonly string[];
                    /**
                     * @description `none` is for hosts that an Owner allowed.
                     * @default verify
                     * @enum {string}
                     */
                    readonly tls?: "verify" | "none";
                    /**
                     * @description For leases that ask for no time.
                     * @default 900
                     */
                    readonly ttlSecondsDefault?: number;
                    /**
                     * @description From when it is made, renewals and all.
                     * @default 86400
                     */
                    readonly ttlSecondsMax?: number;
                } | {
                    /**
                     * @description PEM of the authorities to trust instead of the usual ones.
                     * @default
                     */
                    readonly ca?: string;
                    readonly credential: string;
                    /**
                     * @description Empty for none.
                     * @default
                     */
                    readonly database?: string;
                    /** @description Of the server; a private one is for an Owner to allow. */
                    readonly host: string;
                    /** @constant */
                    readonly kind: "mysql";
                    /**
                     * @description How many users there are at once at most.
                     * @default 200
                     */
                    readonly leasesMax?: number;
                    /** @default 3306 */
                    readonly port?: number;
                    /** @description What gives rights, with {{user}} where the user goes, one statement each. */
                    readonly statements: readonly string[];
                    /**
                     * @description `none` is for hosts that an Owner allowed.
                     * @default verify
                     * @enum {string}
                     */
                    readonly tls?: "verify" | "none";
                    /**
                     * @description For leases that ask for no time.
                     * @default 900
                     */
                    readonly ttlSecondsDefault?: number;
                    /**
                     * @description From when it is made, renewals and all.
                     * @default 86400
                     */
                    readonly ttlSecondsMax?: number;
                    /**
                     * @description The host part of the users' accounts.
                     * @default %
                     */
                    readonly userHost?: string;
                };
            };
        };
        readonly responses: {
            /** @description Said. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_lease_sources_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_leases: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Those that have ended, in place of those that have not. */
                readonly ended?: "true" | "false";
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Lease"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_leases: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly source: string;
                    /** @description As long as the source says, unless given. */
                    readonly ttlSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description The user, and what to connect with, this once. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedLease"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_leases_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The user is gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_leases_id_renew: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /** @description From now; as long as it was made for, unless given. */
                    readonly ttlSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Renewed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RenewedLease"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_managers: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All but their credentials. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ExternalManager"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_managers: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Such as https://vault.example.com:8200. */
                    readonly address: string;
                    /**
                     * @description The credential is the token, or the secret id of the AppRole.
                     * @default {
                     *       "method": "token"
                     *     }
                     */
                    readonly auth?: {
                        /** @constant */
                        readonly method: "token";
                    } | {
                        /** @constant */
                        readonly method: "appRole";
                        /**
                         * @description Where the AppRole method is mounted.
                         * @default approle
                         */
                        readonly mount?: string;
                        readonly roleId: string;
                    };
                    /**
                     * @description PEM of the authorities to trust instead of the usual ones.
                     * @default
                     */
                    readonly ca?: string;
                    /**
                     * @description For how long a value is not asked for again.
                     * @default 60
                     */
                    readonly cacheSeconds?: number;
                    readonly credential: string;
                    /** @constant */
                    readonly kind: "vault";
                    /**
                     * @description Of the KV engine.
                     * @default detect
                     * @enum {string}
                     */
                    readonly kvVersion?: "1" | "2" | "detect";
                    /**
                     * @description Where the KV engine is mounted.
                     * @default secret
                     */
                    readonly mount?: string;
                    readonly name: string;
                    /**
                     * @description Of Vault Enterprise, HCP or OpenBao; empty for none.
                     * @default
                     */
                    readonly namespace?: "" | string;
                    /**
                     * @description For how long it is given out while the manager cannot be reached.
                     * @default 3600
                     */
                    readonly staleSeconds?: number;
                } | {
                    /**
                     * @description PEM of the authorities to trust instead of the usual ones.
                     * @default
                     */
                    readonly ca?: string;
                    /**
                     * @description For how long a value is not asked for again.
                     * @default 60
                     */
                    readonly cacheSeconds?: number;
                    readonly credential: string;
                    /** @description In place of the one of AWS, such as that of a VPC endpoint. */
                    readonly endpoint?: string;
                    /** @constant */
                    readonly kind: "aws";
                    readonly name: string;
                    readonly region: string;
                    /**
                     * @description For how long it is given out while the manager cannot be reached.
                     * @default 3600
                     */
                    readonly staleSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Said. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_managers_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly patch_managers_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Such as https://vault.example.com:8200. */
                    readonly address?: string;
                    readonly auth?: {
                        /** @constant */
                        readonly method: "token";
                    } | {
                        /** @constant */
                        readonly method: "appRole";
                        /**
                         * @description Where the AppRole method is mounted.
                         * @default approle
                         */
                        readonly mount?: string;
                        readonly roleId: string;
                    };
                    readonly ca?: string;
                    readonly cacheSeconds?: number;
                    readonly credential?: string;
                    readonly endpoint?: string;
                    /** @enum {string} */
                    readonly kvVersion?: "1" | "2" | "detect";
                    readonly mount?: string;
                    readonly namespace?: "" | string;
                    readonly region?: string;
                    readonly staleSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Changed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_managers_name_test: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It works. 502 says what does not. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 502: components["responses"]["Problem502"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_me: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_me: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoked. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_people: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Person"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_pools: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page; all of them without a limit. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Pool"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_pools_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The pool's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As it is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Pool"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_pools_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default  */
                    readonly description?: string;
                    readonly members: readonly {
                        /** @default true */
                        readonly isOn?: boolean;
                        /** @description A secret of the environment, or a shared one that is mapped there. */
                        readonly name: string;
                        /** @default 1 */
                        readonly weight?: number;
                    }[];
                    /**
                     * @default roundRobin
                     * @enum {string}
                     */
                    readonly strategy?: "roundRobin" | "leastUsed" | "sticky";
                };
            };
        };
        readonly responses: {
            /** @description Said. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_pools_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The pool's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_pools_name_put_back: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The pool's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly member: string;
                };
            };
        };
        readonly responses: {
            /** @description Available again, unless it is turned off. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_pools_name_report: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The pool's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly member: string;
                    /** @enum {string} */
                    readonly outcome: "ok" | "limited" | "refused";
                    /** @description For `limited`: 60 unless given. */
                    readonly retryAfterSeconds?: number;
                    /** @description The version that `take` gave; the one that this key took last unless given. */
                    readonly version?: number;
                };
            };
        };
        readonly responses: {
            /** @description How the member is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportedMember"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_pools_name_take: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The pool's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /** @description For `sticky`: who the caller acts for; the API key itself unless given. */
                    readonly stickyKey?: string;
                };
            };
        };
        readonly responses: {
            /** @description The value. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TakenMember"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_projects: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Project"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_projects: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name?: string;
                    readonly slug: string;
                };
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedProject"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_projects_project_environments: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly project: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them, or one page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Environment"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_projects_project_environments: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly project: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name?: string;
                    readonly slug: string;
                };
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_projects_project_environments_environment_policy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly environment: string;
                readonly project: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly approvals: number;
                    /** @default null */
                    readonly approvers?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            /** @description Set. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_projects_project_policies: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly project: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them, or one page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ChangePolicy"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_requests: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description How many items at most. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ChangeRequest"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_requests_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As it is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeRequest"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_requests_id_withdraw: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Withdrawn. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_rotations: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description In place of rotations: the secrets that are due before this time. */
                readonly due?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
                readonly state?: "running" | "attention" | "done" | "cancelled" | "undone";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly (components["schemas"]["Rotation"] | components["schemas"]["DueSecret"])[];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_rotations_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As it is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rotation"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_rotations_id_cancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It goes on. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_rotations_id_confirm: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It goes on. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_rotations_id_retry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It goes on. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_rotations_id_revoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It goes on. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_rotations_id_undo: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It goes on. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets: {
        readonly parameters: {
            readonly query?: {
                readonly audience?: "all" | "agents" | "tools" | "sandboxes";
                readonly category?: "provider" | "tool" | "custom";
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
                /** @description Part of a name or description; fewer than three characters: the beginning of a name. */
                readonly search?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Secret"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The number of the version in quotes, such as `"3"`: only if it is the current one, else 412. */
                readonly "If-Match"?: string;
                /** @description `*`: only if there is no such secret, else 412. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly audience?: "all" | "agents" | "tools" | "sandboxes";
                    /** @enum {string} */
                    readonly category?: "provider" | "tool" | "custom";
                    readonly description?: string;
                    /** @description Only if this is the current version, else 412. 0: only if there is no such secret. */
                    readonly expectedVersion?: number;
                    readonly name: string;
                    /** @description Where the value lives, in place of a value: it is read there. Needs `managers:write`. */
                    readonly source?: {
                        /**
                         * @description Which one, where the path holds several.
                         * @default
                         */
                        readonly field?: string;
                        /**
                         * @description Which version: a number in Vault; a stage or an id in AWS. Empty: the current one.
                         * @default
                         */
                        readonly label?: string;
                        readonly manager: string;
                        /** @description In the manager, from its mount on. */
                        readonly path: string;
                    };
                    readonly value?: string;
                };
            };
        };
        readonly responses: {
            /** @description A new version, or nothing new. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StoredSecret"];
                };
            };
            /** @description A new secret. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StoredSecret"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 412: components["responses"]["Problem412"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All but its value. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Secret"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_secrets_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The number of the version in quotes, such as `"3"`: only if it is the current one, else 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            /** @description Deleted. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 412: components["responses"]["Problem412"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly head_secrets_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does; 404: it does not. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly patch_secrets_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The number of the version in quotes, such as `"3"`: only if it is the current one, else 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly audience?: "all" | "agents" | "tools" | "sandboxes";
                    /** @enum {string} */
                    readonly category?: "provider" | "tool" | "custom";
                    readonly description?: string;
                    /** @description Only if this is the current version, else 412. 0: only if there is no such secret. */
                    readonly expectedVersion?: number;
                    readonly name?: string;
                };
            };
        };
        readonly responses: {
            /** @description Changed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangedSecret"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 412: components["responses"]["Problem412"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets_name_access: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ReachingGrant"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets_name_ask: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly audience?: "all" | "agents" | "tools" | "sandboxes";
                    /** @enum {string} */
                    readonly category?: "provider" | "tool" | "custom";
                    readonly description?: string;
                    /**
                     * @description How long the link works.
                     * @default 24
                     */
                    readonly hours?: number;
                    /**
                     * @description Whom you ask, in your own words; the page of the link says it.
                     * @default
                     */
                    readonly recipient?: string;
                };
            };
        };
        readonly responses: {
            /** @description The link. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AskedValue"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets_name_changes: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                readonly kind?: "value" | "text" | "sharing" | "rotation" | "use";
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Change"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets_name_reveal: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description `previous`: the version before the current one. `pending`: of a rotation under way.
                     * @enum {string}
                     */
                    readonly label?: "current" | "previous" | "pending";
                    readonly version?: number;
                };
            };
        };
        readonly responses: {
            /** @description The value. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RevealedSecret"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets_name_rotate: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Without grace time.
                     * @default false
                     */
                    readonly emergency?: boolean;
                    /** @description The new value, where people get it by hand (`manual`). */
                    readonly value?: string;
                };
            };
        };
        readonly responses: {
            /** @description Begun. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StartedRotation"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets_name_rotation: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How it is rotated; 404: nobody said. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RotationPolicy"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_secrets_name_rotation: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default null */
                    readonly credential?: string | null;
                    /**
                     * @description How long the old value is still good once the new one is current.
                     * @default 86400
                     */
                    readonly graceSeconds?: number;
                    /** @default false */
                    readonly paused?: boolean;
                    readonly rotator: {
                        /**
                         * @default letters-digits
                         * @enum {string}
                         */
                        readonly format?: "letters-digits" | "letters-digits-symbols" | "hex" | "base64" | "uuid";
                        /** @constant */
                        readonly kind: "random";
                        /**
                         * @description Characters; for base64 the bytes that it encodes. A UUID has its own.
                         * @default 32
                         */
                        readonly length?: number;
                    } | {
                        /**
                         * @default ed25519
                         * @enum {string}
                         */
                        readonly algorithm?: "ed25519" | "ecdsa-p256" | "rsa-3072";
                        /**
                         * @default pem
                         * @enum {string}
                         */
                        readonly format?: "pem" | "jwk" | "openssh";
                        /** @constant */
                        readonly kind: "keyPair";
                    } | ({
                        /** @constant */
                        readonly kind: "http";
                        /** @constant */
                        readonly preset: "aws-iam";
                        readonly userName: string;
                    } | {
                        /** @description For tokens of an account; those of a user without it. */
                        readonly accountId?: string;
                        /** @constant */
                        readonly kind: "http";
                        /** @constant */
                        readonly preset: "cloudflare";
                    } | {
                        /** @constant */
                        readonly kind: "http";
                        /** @constant */
                        readonly preset: "sendgrid";
                        /**
                         * @default global
                         * @enum {string}
                         */
                        readonly region?: "global" | "eu";
                    } | {
                        readonly accountSid: string;
                        /** @constant */
                        readonly kind: "http";
                        /** @constant */
                        readonly preset: "twilio";
                    } | {
                        /**
                         * @description JSON; `{{name}}` is what the key is called. Empty: without a body.
                         * @default
                         */
                        readonly createBody?: string;
                        /** @description Called with POST to make a key. */
                        readonly createUrl: string;
                        /**
                         * @default DELETE
                         * @enum {string}
                         */
                        readonly deleteMethod?: "DELETE" | "POST";
                        /** @description Called to delete the key with the id `{{id}}`. */
                        readonly deleteUrl: string;
                        /**
                         * @description The header that a key is sent in.
                         * @default Authorization
                         */
                        readonly header?: string;
                        /** @description Where its id stands there: text or a whole number. */
                        readonly idPointer: string;
                        /** @description Where the new key stands in the answer, as a JSON Pointer. */
                        readonly keyPointer: string;
                        /** @constant */
                        readonly kind: "http";
                        /**
                         * @description What stands before the key there.
                         * @default Bearer
                         */
                        readonly prefix?: string;
                        /** @constant */
                        readonly preset: "custom";
                        /** @description Called with GET and the new key: any answer of 2xx is good. */
                        readonly testUrl: string;
                    }) | {
                        /** @constant */
                        readonly kind: "webhook";
                        readonly url: string;
                    } | {
                        /**
                         * @description PEM of the authorities to trust instead of the usual ones.
                         * @default
                         */
                        readonly ca?: string;
                        readonly database: string;
                        /** @description Of the server; a private one is for an Owner to allow. */
                        readonly host: string;
                        /** @constant */
                        readonly kind: "postgres";
                        /** @default 5432 */
                        readonly port?: number;
                        /**
                         * @description `none` is for hosts that an Owner allowed.
                         * @default verify
                         * @enum {string}
                         */
                        readonly tls?: "verify" | "none";
                        /** @description One, whose password changes in location, or two that take turns. */
                        readonly users: readonly string[];
                        /**
                         * @description What the value is: a URL, a JSON object, or the password alone.
                         * @default url
                         * @enum {string}
                         */
                        readonly value?: "url" | "json" | "password";
                    } | {
                        /**
                         * @description PEM of the authorities to trust instead of the usual ones.
                         * @default
                         */
                        readonly ca?: string;
                        /**
                         * @description Empty for none.
                         * @default
                         */
                        readonly database?: string;
                        /** @description Of the server; a private one is for an Owner to allow. */
                        readonly host: string;
                        /** @constant */
                        readonly kind: "mysql";
                        /** @default 3306 */
                        readonly port?: number;
                        /**
                         * @description `none` is for hosts that an Owner allowed.
                         * @default verify
                         * @enum {string}
                         */
                        readonly tls?: "verify" | "none";
                        /**
                         * @description The host part of the users' accounts.
                         * @default %
                         */
                        readonly userHost?: string;
                        /** @description One, whose password changes in location, or two that take turns. */
                        readonly users: readonly string[];
                        /**
                         * @description What the value is: a URL, a JSON object, or the password alone.
                         * @default url
                         * @enum {string}
                         */
                        readonly value?: "url" | "json" | "password";
                    } | {
                        /** @constant */
                        readonly kind: "manual";
                        /**
                         * @description How it is done, for whoever does it.
                         * @default
                         */
                        readonly notes?: string;
                    };
                    /** @default null */
                    readonly schedule?: ({
                        /** @description Counts from when the value was stored last. */
                        readonly everyDays: number;
                        /**
                         * @description Within how many minutes after its time it starts, so that not all start at once.
                         * @default 60
                         */
                        readonly windowMinutes?: number;
                    } | {
                        /** @description Five fields: `0 3 * * 1`. */
                        readonly cron: string;
                        /**
                         * @description As in `Europe/Vienna`.
                         * @default UTC
                         */
                        readonly timeZone?: string;
                        /**
                         * @description Within how many minutes after its time it starts, so that not all start at once.
                         * @default 60
                         */
                        readonly windowMinutes?: number;
                    }) | null;
                };
            };
        };
        readonly responses: {
            /** @description Said. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_secrets_name_rotation: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Removed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_secrets_name_versions: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Version"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets_name_versions_n_restore: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The number of the version in quotes, such as `"3"`: only if it is the current one, else 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly n: number;
                /** @description The secret's name. Case does not matter. */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /** @description Only if this is the current version, else 412. 0: only if there is no such secret. */
                    readonly expectedVersion?: number;
                };
            };
        };
        readonly responses: {
            /** @description Restored. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RestoredSecret"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 412: components["responses"]["Problem412"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_secrets_import: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Only tell what would be done. No value is compared with a stored one.
                     * @default false
                     */
                    readonly dryRun?: boolean;
                    readonly secrets: readonly {
                        /** @enum {string} */
                        readonly audience?: "all" | "agents" | "tools" | "sandboxes";
                        /** @enum {string} */
                        readonly category?: "provider" | "tool" | "custom";
                        readonly description?: string;
                        /** @description Only if this is the current version, else 412. 0: only if there is no such secret. */
                        readonly expectedVersion?: number;
                        readonly name: string;
                        readonly value: string;
                    }[];
                };
            };
        };
        readonly responses: {
            /** @description All are stored. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ImportedSecrets"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 412: components["responses"]["Problem412"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_shared_mappings: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SharedMapping"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_shared_mappings: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly sharedEnvironment: string;
                    readonly sharedName: string;
                };
            };
        };
        readonly responses: {
            /** @description Mapped. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedMapping"];
                };
            };
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_shared_mappings_id: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The environment asks for approvals: the change waits as a request. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HeldChange"];
                };
            };
            /** @description Taken away. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_ssh_authority: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One line. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_ssh_authorized_keys: {
        readonly parameters: {
            readonly query: {
                readonly fingerprint?: string;
                readonly host?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
                readonly user: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Lines of an `authorized_keys` file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_ssh_certificates: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @default [
                     *       "pty"
                     *     ]
                     */
                    readonly extensions?: readonly ("agent-forwarding" | "port-forwarding" | "pty" | "user-rc" | "x11-forwarding")[];
                    /** @default false */
                    readonly fromThisAddress?: boolean;
                    readonly host: string;
                    readonly publicKey: string;
                    /** @default 600 */
                    readonly ttlSeconds?: number;
                    readonly user: string;
                };
            };
        };
        readonly responses: {
            /** @description Signed. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SshCertificate"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_ssh_keys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SshKey"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_ssh_keys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly publicKeys: string;
                };
            };
        };
        readonly responses: {
            /** @description Added. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SshKey"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_ssh_keys_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description No host lets it in any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_ssh_rules: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of a project. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SshRule"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_ssh_rules: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @default never */
                    readonly expires?: string;
                    readonly hosts: readonly string[];
                    readonly subject: {
                        readonly person: string;
                    } | {
                        readonly group: string;
                    } | {
                        readonly apiKey: string;
                    };
                    readonly user: string;
                };
            };
        };
        readonly responses: {
            /** @description From now on. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_ssh_rules_id: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_syncs: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Sync"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_syncs: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description The field under that path; empty: the secret is the whole text.
                     * @default {name}
                     */
                    readonly field?: string;
                    /**
                     * @description What no secret here stands for: leave it; tell of it; or remove it where this sync made it. What others made is never removed.
                     * @default leave
                     * @enum {string}
                     */
                    readonly foreign?: "leave" | "warn" | "remove";
                    /** @default false */
                    readonly isPaused?: boolean;
                    readonly manager: string;
                    readonly name: string;
                    /** @description Where each goes, with `{project}`, `{environment}`, `{name}`, `{variable}` (upper case) or `{lower}` (lower case, hyphens). */
                    readonly path: string;
                    /**
                     * @description Which secrets of the environment.
                     * @default {
                     *       "kind": "all"
                     *     }
                     */
                    readonly secrets?: {
                        /** @constant */
                        readonly kind: "all";
                    } | {
                        /** @constant */
                        readonly kind: "prefix";
                        readonly prefix: string;
                    } | {
                        /** @constant */
                        readonly kind: "names";
                        readonly names: readonly string[];
                    };
                };
            };
        };
        readonly responses: {
            /** @description It runs at once. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sync"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_syncs_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The sync. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sync"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_syncs_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Nothing more is written. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly patch_syncs_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly field?: string;
                    /** @enum {string} */
                    readonly foreign?: "leave" | "warn" | "remove";
                    readonly isPaused?: boolean;
                    readonly path?: string;
                    readonly secrets?: {
                        /** @constant */
                        readonly kind: "all";
                    } | {
                        /** @constant */
                        readonly kind: "prefix";
                        readonly prefix: string;
                    } | {
                        /** @constant */
                        readonly kind: "names";
                        readonly names: readonly string[];
                    };
                };
            };
        };
        readonly responses: {
            /** @description It runs at once, unless it is paused. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sync"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_syncs_name_entries: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most; all of them unless given. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page, by path. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SyncEntry"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_syncs_name_run: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Also what somebody changed there, and what lies at a secret's place.
                     * @default false
                     */
                    readonly overwrite?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description It is to run. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sync"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_triggers: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Trigger"][];
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_triggers_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The trigger. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Trigger"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly put_triggers_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @default {
                     *       "kind": "event"
                     *     }
                     */
                    readonly action?: {
                        /** @constant */
                        readonly kind: "event";
                    } | {
                        readonly endpoint: string;
                        /** @constant */
                        readonly kind: "forward";
                    } | {
                        /** @constant */
                        readonly kind: "rotate";
                        readonly secret: string;
                    };
                    /** @description For the scheme hmac alone. */
                    readonly hmac?: {
                        /**
                         * @default sha256
                         * @enum {string}
                         */
                        readonly algorithm?: "sha256" | "sha512";
                        /**
                         * @description Hex in lower case, base64 with padding.
                         * @default hex
                         * @enum {string}
                         */
                        readonly encoding?: "hex" | "base64";
                        /** @description The header with the signature. */
                        readonly header: string;
                        /**
                         * @description What stands before the signature, as `sha256=`.
                         * @default
                         */
                        readonly prefix?: string;
                        /** @description The header with the seconds since 1970: then `timestamp.body` is what is signed, else the body. */
                        readonly timestampHeader?: string;
                    };
                    /** @default false */
                    readonly paused?: boolean;
                    /** @enum {string} */
                    readonly scheme: "standard-webhooks" | "github" | "stripe" | "slack" | "gitlab" | "shopify" | "hmac";
                    readonly secret: string;
                };
            };
        };
        readonly responses: {
            /** @description Said. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly delete_triggers_name: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_triggers_name_deliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description Those after this position, the oldest first. */
                readonly after?: number;
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description How many items at most. */
                readonly limit?: number;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["TriggerDelivery"][];
                        /** @description The cursor of the next page; null at the end. */
                        readonly next: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_triggers_name_deliveries_id: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Headers and body, as they came. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReceivedDelivery"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_triggers_name_deliveries_id_replay: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It came, as a new delivery. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReplayedDelivery"];
                };
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly get_values: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description `previous`: the version before the current one. `pending`: of a rotation under way. */
                readonly label?: "current" | "previous" | "pending";
                /** @description Names apart by commas, 500 at most. */
                readonly names?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The `ETag` of an answer that is kept: 304 while it holds. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The values. The header `Strongroom-Stale` names those, apart by commas, that live in external managers which cannot be read now. */
            readonly 200: {
                headers: {
                    /** @description Another as soon as anything among the values is. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Values"];
                };
            };
            /** @description Nothing changed since the answer whose `ETag` stands in `If-None-Match`. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
    readonly post_values: {
        readonly parameters: {
            readonly query?: {
                /** @description Short name of the environment. Only for keys that are not bound to one. */
                readonly environment?: string;
                /** @description Short name of the project. Only for keys of the whole organisation. */
                readonly project?: string;
            };
            readonly header?: {
                /** @description The `ETag` of an answer that is kept: 304 while it holds. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description `previous`: the version before the current one. `pending`: of a rotation under way.
                     * @enum {string}
                     */
                    readonly label?: "current" | "previous" | "pending";
                    readonly names: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description The values. The header `Strongroom-Stale` names those, apart by commas, that live in external managers which cannot be read now. */
            readonly 200: {
                headers: {
                    /** @description Another as soon as anything among the values is. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Values"];
                };
            };
            /** @description Nothing changed since the answer whose `ETag` stands in `If-None-Match`. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 503: components["responses"]["Problem503"];
        };
    };
}
