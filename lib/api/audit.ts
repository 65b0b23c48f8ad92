import { z } from "zod";
import { makeEvidence } from "@/lib/audit/evidence/service";
import { AUDIT_COLUMNS } from "@/lib/audit/reading/model";
import { auditFilters } from "@/lib/audit/reading/schema";
import { exportAudit, readAudit, readAuditHead } from "@/lib/audit/reading/service";
import { download } from "@/lib/web/download";
import { ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { pageOf } from "./secret-answers";

const tag = "Audit";
const text = z.string().nullable();

const AuditEvent = z
  .object({
    seq: z.int(),
    at: z.iso.datetime(),
    action: z.string(),
    actorKind: z.string(),
    actorId: text,
    actor: z.string(),
    project: text,
    environment: text,
    secretId: text,
    name: text,
    detail: z.record(z.string(), z.unknown()),
    ip: text,
    userAgent: text,
    requestId: text,
    hash: z.string(),
  })
  .meta({ id: "AuditEvent" });

const scope =
  "A key that is bound to a project or environment reads what is about that one; a narrowed one is refused. Events about secrets of another audience are left out, and so are the names of such secrets in events about several.";

const list = endpoint(
  {
    method: "GET",
    path: "/audit",
    tag,
    summary: "Read the audit log, newest first",
    description: scope,
    action: "projectAudit.read",
    query: z.strictObject({ ...auditFilters, ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(AuditEvent) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "audit", query);
    const { cursor: _cursor, limit, ...filters } = query;
    const page = await readAudit(ctx, filters, { before: after === undefined ? null : Number(after), limit });
    const next = page.next === null ? null : String(page.next);
    return ok({ items: page.items, next: sealCursor(ctx, "audit", query, next) });
  },
);

const exported = endpoint(
  {
    method: "GET",
    path: "/audit/export",
    tag,
    summary: "Export the audit log, newest first",
    description: scope,
    action: "projectAudit.read",
    query: z.strictObject({
      ...auditFilters,
      format: z.enum(["csv", "jsonl"], "The format is csv or jsonl.").default("csv"),
    }),
    answers: { 200: { description: "CSV, or JSON line by line.", type: "text/csv" } },
  },
  async ({ ctx, query: { format, ...filters } }) => {
    const { rows, end } = await exportAudit(ctx, filters);
    return download(ctx, { fileName: "audit", format, columns: AUDIT_COLUMNS, rows, end });
  },
);

const evidence = endpoint(
  {
    method: "GET",
    path: "/audit/evidence",
    tag,
    summary: "Take events along with their proofs, for somebody who has only the public key",
    description: `JSON Lines: a signed checkpoint, each event with its proof, newest first, and a line that signs all of it; docs/audit.md has the format, and \`strongroom audit verify\` checks it. At most 10,000 events. It is on record as \`audit.exported\`. Only for keys that may read the whole log; what a key may not know of is left out.`,
    action: "audit.read",
    query: z.strictObject({
      ...auditFilters,
      since: z.string().min(1).max(4_096).optional().meta({
        description:
          "An older checkpoint, or the number of events that the log had: the file then proves that it goes on from there.",
      }),
    }),
    answers: { 200: { description: "The file.", type: "application/jsonl" } },
  },
  async ({ ctx, query: { since, ...filters } }) => {
    const { lines: rows, end } = await makeEvidence(ctx, filters, since);
    return download(ctx, { fileName: "audit-evidence", format: "jsonl", columns: [], rows, end });
  },
);

const head = endpoint(
  {
    method: "GET",
    path: "/audit/head",
    tag,
    summary: "Read the end of the audit log's chain, to note it down elsewhere",
    description: "Only for keys of the whole organisation.",
    action: "audit.read",
    answers: {
      200: {
        description: "How many events there are, and the hash of the last.",
        schema: z.object({ seq: z.int(), hash: z.string() }).meta({ id: "AuditHead" }),
      },
    },
  },
  async ({ ctx }) => ok(await readAuditHead(ctx)),
);

export const auditEndpoints: readonly Endpoint[] = [list, exported, evidence, head];
