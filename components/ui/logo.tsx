/** The mark: a straight horn with one coil below it, on a 32 grid; `Horn` alone is drawn large behind the sign-in card. */
export function Horn({ width }: { width: number }) {
  return (
    <g transform="rotate(-14 16 16)" fill="none" stroke="currentColor" strokeWidth={width} strokeLinecap="round" strokeLinejoin="round">
      <path d="M4.2 11.2H20" />
      <circle cx="13.2" cy="18" r="6.8" />
      <path d="M3.6 9v4.4" />
      <path d="M18.5 11.2c4.3 0 7.2-1.9 9.1-5.3v10.6c-1.9-3.4-4.8-5.3-9.1-5.3Z" fill="currentColor" strokeWidth="1.6" />
    </g>
  );
}

export function Logo({ size = 28 }: { size?: number }) {
  const width = size <= 20 ? 3.1 : size <= 32 ? 2.7 : 2.4;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="flex-none">
      <rect width="32" height="32" rx="8" className="fill-brand" />
      <g className="text-on-brand" transform={`translate(16 16) scale(${size <= 20 ? 0.92 : 0.84}) translate(-16.2 -15.3)`}>
        <Horn width={width} />
      </g>
    </svg>
  );
}
