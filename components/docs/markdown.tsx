import type { Token, Tokens } from "marked";
import type { ReactNode } from "react";
import { docsLink, headingId } from "@/lib/docs/model";
import { plainText } from "@/lib/docs/search";

/** A page of the documentation. Its text is shown as text: HTML in it stays what was typed. */
export function Markdown({ tokens }: { readonly tokens: readonly Token[] }) {
  return <div className="flex min-w-0 flex-col gap-4 leading-relaxed">{each(tokens, Block)}</div>;
}

type Part = (props: { readonly token: Token }) => ReactNode;

function each(tokens: readonly Token[] | undefined, Part: Part): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a page stay where they are
  return tokens?.map((token, i) => <Part key={i} token={token} />);
}

const HEADINGS: Readonly<Record<number, string>> = {
  1: "text-xl font-semibold tracking-tight",
  2: "mt-4 text-lg font-semibold tracking-tight",
  3: "mt-2 font-semibold",
};

function Block({ token }: { readonly token: Token }): ReactNode {
  if (token.type === "heading") return <Heading token={token as Tokens.Heading} />;
  if (token.type === "paragraph") return <p className="wrap-anywhere">{each(token.tokens, Inline)}</p>;
  if (token.type === "list") return <List token={token as Tokens.List} />;
  if (token.type === "table") return <DocsTable token={token as Tokens.Table} />;
  if (token.type === "code")
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
      <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 text-sm">
        <code className="font-mono">{token.text}</code>
      </pre>
    );
  if (token.type === "blockquote")
    return (
      <blockquote className="border-l-2 border-line-strong pl-3">{each(token.tokens, Block)}</blockquote>
    );
  if (token.type === "space") return null;
  return <Inline token={token} />;
}

function Heading({ token }: { readonly token: Tokens.Heading }) {
  const Level = `h${Math.min(token.depth, 6)}` as "h1" | "h2" | "h3";
  return (
    <Level id={headingId(plainText(token))} className={`scroll-mt-4 wrap-anywhere ${HEADINGS[token.depth]}`}>
      {each(token.tokens, Inline)}
    </Level>
  );
}

function List({ token }: { readonly token: Tokens.List }) {
  const Kind = token.ordered ? "ol" : "ul";
  return (
    <Kind className={`flex flex-col gap-1.5 pl-6 ${token.ordered ? "list-decimal" : "list-disc"}`}>
      {token.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the items of a list stay where they are
        <li key={i} className="wrap-anywhere">
          {each(item.tokens, Block)}
        </li>
      ))}
    </Kind>
  );
}

function DocsTable({ token: { header, rows } }: { readonly token: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line-strong">{header.map(Cell("th"))}</tr>
        </thead>
        <tbody>
          {rows.map((cells, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a table stay where they are
            <tr key={i} className="border-b border-line align-top">
              {cells.map(Cell("td"))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell(Kind: "th" | "td") {
  return ({ tokens }: Tokens.TableCell, at: number) => (
    <Kind key={at} className="py-1.5 pr-4 font-normal first:font-medium">
      {each(tokens, Inline)}
    </Kind>
  );
}

function Inline({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong className="font-semibold">{each(token.tokens, Inline)}</strong>;
    case "em":
      return <em>{each(token.tokens, Inline)}</em>;
    case "codespan":
      return (
        <code className="rounded bg-sunken px-1 font-mono text-[0.92em] wrap-anywhere">{token.text}</code>
      );
    case "br":
      return <br />;
    case "link":
      return <DocsLink href={token.href}>{each(token.tokens, Inline)}</DocsLink>;
    case "html":
      // Only the keys of a keyboard are written as HTML.
      return token.text.replaceAll(/<\/?kbd>/g, "");
    case "image":
      return <Picture token={token as Tokens.Image} />;
    default:
      if ("tokens" in token && token.tokens) return each(token.tokens, Inline);
      return "text" in token ? String(token.text) : null;
  }
}

function DocsLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const target = docsLink(href);
  if (target === null) return children;
  return (
    <a href={target} className="text-accent-ink underline underline-offset-2">
      {children}
    </a>
  );
}

function Picture({ token: { href, text } }: { readonly token: Tokens.Image }) {
  return (
    // biome-ignore lint/performance/noImgElement: a picture of the program's own, as large as it is
    <img
      src={`/docs/${href}`}
      alt={text}
      loading="lazy"
      className="max-w-full rounded-md border border-line"
    />
  );
}
