/** One number out of what several processes counted (`metricsOfProcess` of each). */
interface Counted {
  name: string;
  values: { value: number; labels: Record<string, string | number> }[];
}

/** The values of this metric with these labels, added up. */
export function sumMetric(name: string, labels: Record<string, string>, processes: unknown[]): number {
  return (processes as Counted[][])
    .flat()
    .filter((metric) => metric.name === name)
    .flatMap(({ values }) => values)
    .filter((one) => Object.entries(labels).every(([label, wanted]) => one.labels[label] === wanted))
    .reduce((sum, { value }) => sum + value, 0);
}
