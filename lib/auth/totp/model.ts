/** What an authenticator app needs, to be shown while it is set up and never again. */
export interface TotpSetup {
  /** The secret as text, in groups to type. */
  readonly secret: string;
  /** The dark squares of a QR code of `size` squares a side, as the path of an SVG. */
  readonly qr: { readonly size: number; readonly path: string };
}
