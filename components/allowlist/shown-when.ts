import { PARTS, partsOf } from "@/lib/allowlist/configuration/parts";

/**
 * Which parts of the form are there for which choice, by styles alone, so that it works before any script runs and
 * nothing typed is lost by looking around. What a choice needs is in `PARTS`; its options carry it as `data-parts`, and
 * a part looks for it within its side, or within the whole form where the answer is encrypted like the request.
 */
export const FORM_GROUP = "group/form";
export const SIDE_GROUP = "group/side";

/** The options of a choice, each with what it needs. */
export function withParts<O extends { readonly value: string }>(
  choice: keyof typeof PARTS,
  options: readonly O[],
): (O & { readonly parts: readonly string[] })[] {
  return options.map((option) => ({ ...option, parts: partsOf(PARTS[choice], option.value) }));
}

export const SHOWN = {
  cipher: "hidden group-has-[[data-parts~=cipher]:checked]/side:flex",
  fields: "hidden group-has-[[data-parts~=fields]:checked]/side:flex",
  envelope: "hidden group-has-[[data-parts~=envelope]:checked]/side:grid",
  ownCipher: "hidden group-has-[[data-parts~=own]:checked]/side:flex",
  encoding: "hidden group-has-[[data-parts~=encoding]:checked]/side:flex",
  iv: "hidden group-has-[[data-parts~=iv]:checked]/side:flex",
  ivSecret: "hidden group-has-[[data-parts~=ivSecret]:checked]/side:flex",
  bytes: "hidden group-has-[[data-parts~=bytes]:checked]/side:flex",
  derivation: "hidden group-has-[[data-parts~=bytes]:checked]/side:grid",
  pem: "hidden group-has-[[data-parts~=pem]:checked]/side:flex",
  isUnnoticed: "hidden group-has-[[data-parts~=isUnnoticed]:checked]/side:flex",
  isShort: "hidden group-has-[[data-parts~=isShort]:checked]/side:flex",
  salt: "hidden group-has-[[data-parts~=salt]:checked]/side:flex",
  iterations: "hidden group-has-[[data-parts~=iterations]:checked]/side:flex",
  info: "hidden group-has-[[data-parts~=info]:checked]/side:flex",
  signed: "hidden group-has-[[data-parts~=signed]:checked]/side:grid",
  signatureHeader: "hidden group-has-[[data-parts~=signatureHeader]:checked]/side:flex",
} as const;

/** Where the parts of a ciphertext stand: of the request by its own method, of the answer by its own or the request's. */
export const SHOWN_NAME = {
  request: {
    iv: "hidden group-has-[[data-parts~=iv]:checked]/side:group-has-[[data-parts~=ivName]:checked]/side:flex",
    tag: "hidden group-has-[[data-parts~=tag]:checked]/side:flex",
    wrappedKey: "hidden group-has-[[data-parts~=wrappedKey]:checked]/side:flex",
  },
  answer: {
    iv:
      "hidden group-has-[[data-parts~=own]:checked]/side:group-has-[[data-parts~=iv]:checked]/side:group-has-[[data-parts~=ivName]:checked]/side:flex " +
      "group-has-[[data-parts~=same]:checked]/side:group-has-[[data-side=request]_[data-parts~=iv]:checked]/form:group-has-[[data-side=request]_[data-parts~=ivName]:checked]/form:flex",
    tag:
      "hidden group-has-[[data-parts~=own]:checked]/side:group-has-[[data-parts~=tag]:checked]/side:flex " +
      "group-has-[[data-parts~=same]:checked]/side:group-has-[[data-side=request]_[data-parts~=tag]:checked]/form:flex",
    wrappedKey:
      "hidden group-has-[[data-parts~=own]:checked]/side:group-has-[[data-parts~=wrappedKey]:checked]/side:flex " +
      "group-has-[[data-parts~=same]:checked]/side:group-has-[[data-side=request]_[data-parts~=wrappedKey]:checked]/form:flex",
  },
} as const;
