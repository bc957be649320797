'use client';
/** What came and went by time, as lines; the legend carries the values under the cursor, and a table says the same to screen readers. */
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Card } from '#components/ui/card.tsx';

export interface TrafficLine {
  name: string;
  /** A custom property of the theme. */
  colour: '--accent' | '--chart-2' | '--chart-3';
  values: number[];
}

const sizeOf = ({ width, height } = { width: 300, height: 232 }) => ({ width: Math.floor(width), height: Math.floor(height) });

export function TrafficChart({ title, times, lines, locale }: { title: string; times: number[]; lines: TrafficLine[]; locale: string }) {
  const t = useTranslations('admin.dashboard');
  const [at, setAt] = useState<number | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let chart: UPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = makeChart(element, { times, lines, locale, onCursor: setAt });
    };
    draw();
    const resized = new ResizeObserver(([entry]) => chart?.setSize(sizeOf(entry?.contentRect)));
    resized.observe(element);
    const themed = new MutationObserver(draw); // a canvas does not follow the theme by itself
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [times, lines, locale]);
  const number = new Intl.NumberFormat(locale);
  const time = (seconds: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(seconds * 1000);
  const shown = at ?? times.length - 1;
  return (
    <Card className="flex min-w-0 flex-col">
      <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-border px-4 py-2">
        <h2 className="me-auto text-[14px] leading-5.5 font-semibold">{title}</h2>
        {lines.map(({ name, colour, values }) => (
          <span key={name} className="inline-flex items-center gap-1.5 text-[12px] leading-4 text-fg-2">
            <span aria-hidden className="h-0.75 w-2.5 rounded-full" style={{ background: `var(${colour})` }} />
            {name}
            <b className="font-semibold text-fg tabular-nums">{number.format(values[shown] ?? 0)}</b>
          </span>
        ))}
        <span className="text-[12px] leading-4 text-fg-3 tabular-nums">{time(times[shown] ?? 0)}</span>
      </div>
      {/* As high as what stands beside it; the chart must not be what makes it so. */}
      <div className="relative min-h-64 flex-1" aria-hidden dir="ltr">
        <div ref={place} className="absolute inset-x-2 inset-y-3 overflow-hidden" />
      </div>
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('time')}</th>
              {lines.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((seconds, index) => (
              <tr key={seconds}>
                <th scope="row">{time(seconds)}</th>
                {lines.map(({ name, values }) => (
                  <td key={name}>{number.format(values[index] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface Drawing {
  times: number[];
  lines: TrafficLine[];
  locale: string;
  onCursor: (index: number | null) => void;
}

function makeChart(element: HTMLElement, { times, lines, locale, onCursor }: Drawing): UPlot {
  const paint = (property: string) => resolveColour(element, `var(${property})`);
  const number = new Intl.NumberFormat(locale, { notation: 'compact' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * 86_400;
  const axis = { stroke: paint('--fg-3'), font: '12px Inter, sans-serif', ticks: { show: false } };
  return new UPlot(
    {
      ...sizeOf(element.getBoundingClientRect()),
      legend: { show: false },
      cursor: { y: false, points: { size: 7 } },
      tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      scales: { y: { range: (_self, _low, high) => [0, Math.max(4, high * 1.1)] } },
      axes: [
        {
          ...axis,
          space: 84,
          grid: { show: false },
          values: (_self, marks) => marks.map((mark) => (isLong ? day : clock).format(mark * 1000)),
        },
        {
          ...axis,
          grid: { stroke: paint('--hairline'), width: 1 },
          values: (_self, marks) => marks.map((mark) => number.format(mark)),
          size: 48,
        },
      ],
      series: [
        {},
        ...lines.map(({ name, colour }, index) => ({
          ...{ label: name, stroke: paint(colour), width: 1.75, points: { show: false } },
          ...(index === 0 && { fill: resolveColour(element, `color-mix(in oklab, var(${colour}) 8%, transparent)`) }),
        })),
      ],
      hooks: { setCursor: [(self) => onCursor(self.cursor.idx ?? null)] },
    },
    [times, ...lines.map(({ values }) => values)],
    element,
  );
}

/** A canvas knows no custom properties, nor light-dark(). */
function resolveColour(element: HTMLElement, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
