interface QrCodeProps {
  readonly size: number;
  readonly path: string;
}

/** A QR code, dark on light in either theme: not every camera reads the other way round. */
export function QrCode({ size, path }: QrCodeProps) {
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code to scan with your authenticator app"
      shapeRendering="crispEdges"
      className="size-48 shrink-0 rounded-md border border-line"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
