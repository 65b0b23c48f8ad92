export { Masker } from "./masking/masker.js";
export { type Masking, type NamedValue, prepareMasking } from "./masking/masking.js";
export { maskingStream } from "./masking/masking-stream.js";
export { isTakeOverName, variableOf } from "./process/take-over-names.js";
