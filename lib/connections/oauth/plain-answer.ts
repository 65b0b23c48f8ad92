/**
 * The answer of a token endpoint as RFC 6749 has it, whatever habits its provider has: GitHub answers as a form unless asked
 * for JSON, and with status 200 when it refuses; Slack says `ok: false`, and calls its tokens by their use. ID tokens are left
 * out: nobody is signed in by them here.
 */
export async function plainAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const fields = fieldsOf(text, response.headers.get("content-type") ?? "");
  if (fields === null) return copyOf(response, response.status, text);
  const { id_token: _idToken, ok, token_type: type, ...rest } = fields;
  const error = typeof rest.error === "string" ? rest.error : ok === false ? "refused" : null;
  if (error !== null) return copyOf(response, Math.max(response.status, 400), JSON.stringify({ error }));
  const isKnown = typeof type === "string" && /^(bearer|dpop)$/i.test(type);
  return copyOf(
    response,
    response.status,
    JSON.stringify({ ...rest, token_type: isKnown ? type : "bearer" }),
  );
}

function fieldsOf(text: string, contentType: string): Record<string, unknown> | null {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function copyOf(response: Response, status: number, body: string): Response {
  const challenge = response.headers.get("www-authenticate");
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/json",
      ...(challenge !== null && { "www-authenticate": challenge }),
    },
  });
}
