import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { type NextAuthInput, nextAuthOptions } from "./next-auth";
import { responseSink } from "./response-sink";

export type Fields = Readonly<Record<string, unknown>>;

/** What next-auth is to see of a request: nothing else reaches it, no header for one. */
export interface NextAuthRequest {
  readonly method: string;
  readonly path: readonly string[];
  readonly query?: Fields;
  readonly body?: Fields;
  readonly cookies?: Readonly<Record<string, string>>;
}

/** Has next-auth answer one request. */
export async function callNextAuth(request: NextAuthRequest, input: NextAuthInput): Promise<Response> {
  process.env.NEXTAUTH_URL = input.origin;
  const { method, path, query = {}, body = {}, cookies = {} } = request;
  const answer = responseSink();
  const internal = { method, query: { ...query, nextauth: [...path] }, body, cookies, headers: {} };
  await NextAuth(
    internal as unknown as NextApiRequest,
    answer.sink as unknown as NextApiResponse,
    nextAuthOptions(input),
  );
  return answer.response();
}
