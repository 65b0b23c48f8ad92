import { readDocsImage } from "@/lib/docs/pages";

/** A picture of the documentation. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly name: string }> },
) {
  const image = await readDocsImage((await params).name);
  if (image === null) return new Response("There is no such picture.", { status: 404 });
  return new Response(new Uint8Array(image), { headers: { "content-type": "image/png" } });
}
