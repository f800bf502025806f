/** One measured number. `ours` and `reference` are the values that a ratio is made of, in the unit's own scale. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly ours: number | null;
  readonly reference: number | null;
}

/** A figure that stands for itself. */
export const absolute = (figure: string, value: number, unit: string): Figure => ({
  figure,
  value: rounded(value),
  unit,
  ours: rounded(value),
  reference: null,
});

/** A figure that stands for itself, with the reference's beside it. */
export const compared = (figure: string, ours: number, reference: number, unit: string): Figure => ({
  ...absolute(figure, ours, unit),
  reference: rounded(reference),
});

/** Ours divided by the reference, both measured in `unit` within the same run. */
export const ratio = (figure: string, ours: number, reference: number, unit: string): Figure =>
  pairedRatio(figure, ours / reference, ours, reference, unit);

/** The same where the ratio is the median of pairs, and `ours` and `reference` are the medians of the two sides. */
export const pairedRatio = (figure: string, value: number, ours: number, reference: number, unit: string): Figure => ({
  figure,
  value: rounded(value),
  unit: `ratio of ${unit}`,
  ours: rounded(ours),
  reference: rounded(reference),
});

/** Prints a figure as one JSON line; nothing else goes to standard output. */
export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** Says on standard error how far a benchmark is. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Three significant digits below 100, whole numbers above. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
