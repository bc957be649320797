/** A small picture of the webmail in a theme. It is drawn with the tokens, inside an island of that colour scheme. */
export function ThemeArt({ scheme }: { scheme: 'light' | 'dark' }) {
  return (
    <svg
      viewBox="0 0 220 84"
      preserveAspectRatio="xMinYMin slice"
      aria-hidden
      className="absolute inset-0 size-full"
      style={{ colorScheme: scheme }}
    >
      <rect width="220" height="84" className="fill-bg" />
      <rect x="10" y="12" width="36" height="10" rx="3" className="fill-accent" />
      {[34, 26, 30, 22].map((width, index) => (
        <rect key={width} x="10" y={30 + index * 10} width={width} height="4" rx="2" className="fill-control" />
      ))}
      <path d="M58 84V18a6 6 0 0 1 6-6h156v72Z" className="fill-surface stroke-border" />
      <rect x="58.5" y="30" width="60" height="18" className="fill-selected" />
      <path d="M118.500 12.500V84M58.500 30h162M58.500 48h60M58.500 66h60" className="stroke-border" />
      {[34, 52, 70].map((y) => (
        <g key={y} className="fill-control">
          <rect x="66" y={y} width="26" height="3.5" rx="1.7" />
          <rect x="66" y={y + 6} width="42" height="3.5" rx="1.7" opacity=".55" />
        </g>
      ))}
      <g className="fill-control">
        <rect x="130" y="38" width="52" height="5" rx="2.5" />
        {[76, 68, 74, 40].map((width, index) => (
          <rect key={width} x="130" y={50 + index * 8} width={width} height="3.5" rx="1.7" opacity=".55" />
        ))}
      </g>
    </svg>
  );
}
