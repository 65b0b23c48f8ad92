import { z } from "zod";
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
    summary: "Take the audit log along as a file, newest first",
    description: scope,
    action: "projectAudit.read",
    query: z.strictObject({
      ...auditFilters,
      format: z.enum(["csv", "jsonl"], "The format is csv or jsonl.").default("csv"),
    }),
    answers: { 200: { description: "CSV, or JSON line by line.", type: "text/csv" } },
  },
  async ({ ctx, query: { format, ...filters } }) => {
    const rows = await exportAudit(ctx, filters);
    return download(ctx, { fileName: "audit", format, columns: AUDIT_COLUMNS, rows });
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

export const auditEndpoints: readonly Endpoint[] = [list, exported, head];
