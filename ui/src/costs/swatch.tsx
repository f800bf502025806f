/** How a thing is drawn: apart from its colour also by its form, for whoever sees no colours. */
export interface Swatch {
  readonly colour: string;
  readonly form: 'FILLED' | 'HOLLOW' | 'LINE' | 'DASHED' | 'DOTTED';
}

/** The colours of charts: told apart also by people with a colour vision deficiency, in light and dark. */
export const CHART = {
  first: 'var(--chart-1)',
  second: 'var(--chart-2)',
  third: 'var(--chart-3)',
} as const;

const DASHES = { LINE: undefined, DASHED: '5 3', DOTTED: '2 2' } as const;

/** What a thing in a chart looks like, beside its name. */
export const SwatchMark = ({ swatch: { colour, form } }: { readonly swatch: Swatch }) => (
  <svg width="18" height="10" aria-hidden>
    {form === 'FILLED' || form === 'HOLLOW' ? (
      <rect
        x="4.5"
        y="0.5"
        width="9"
        height="9"
        rx="1.5"
        fill={form === 'FILLED' ? colour : 'transparent'}
        stroke={colour}
        strokeDasharray={form === 'HOLLOW' ? '3 2' : undefined}
      />
    ) : (
      <line x1="0" y1="5" x2="18" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={DASHES[form]} />
    )}
  </svg>
);
