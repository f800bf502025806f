import type { ReactNode } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDollars } from '../../../domain/money.ts';
import type { ForecastView } from '../../../operations/schemas/analytics.ts';
import { ChartFrame } from './chart-frame.tsx';
import { AXIS, DOLLAR_AXIS, GRID, MARGIN, Tip, dayInWords } from './chart-parts.tsx';
import { CHART, type Swatch } from './swatch.tsx';

type Point = ForecastView['burnDown'][number];

const SPENT: Swatch = { colour: CHART.first, form: 'LINE' };
const FORECAST: Swatch = { colour: CHART.second, form: 'DASHED' };
const BUDGET: Swatch = { colour: CHART.third, form: 'DOTTED' };

interface BurnDownChartProps {
  readonly forecast: ForecastView;
  /** Of the files that are saved. */
  readonly name: string;
  readonly ofAll: boolean;
}

/** The month so far as a line, what it will come to as a broken one, and the budget across. */
export default function BurnDownChart({ forecast, name, ofAll }: BurnDownChartProps) {
  const { burnDown, monthlyBudgetMicros: budget, basis } = forecast;
  const withoutBudget = ofAll ? 'not every project has one' : 'none is set';
  return (
    <ChartFrame
      title="This month against its budget"
      summary={summaryOf(forecast)}
      chart={
        <ResponsiveContainer>
          <LineChart data={[...burnDown]} margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid {...GRID} />
            <XAxis {...AXIS} dataKey="day" tickFormatter={dayInWords} minTickGap={16} />
            <YAxis
              {...DOLLAR_AXIS}
              domain={[0, (highest: number) => DOLLAR_AXIS.domain[1](Math.max(highest, budget ?? 0))]}
            />
            <Tooltip cursor={{ stroke: 'var(--line-strong)' }} content={PointTip} />
            {budget !== undefined && (
              <ReferenceLine
                y={budget}
                stroke={BUDGET.colour}
                strokeWidth={2}
                strokeDasharray="2 3"
                label={{ value: 'budget', position: 'insideTopLeft', fill: BUDGET.colour, fontSize: 11 }}
              />
            )}
            <Line dataKey="spentMicros" stroke={SPENT.colour} strokeWidth={2} dot={false} isAnimationActive={false} />
            <Line
              dataKey="forecastMicros"
              stroke={FORECAST.colour}
              strokeWidth={2}
              strokeDasharray="6 4"
              dot={false}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      }
      legend={[
        { label: 'spent', swatch: SPENT },
        { label: 'forecast', swatch: FORECAST },
        ...(budget === undefined ? [] : [{ label: 'budget', swatch: BUDGET }]),
      ]}
      table={{
        caption: 'Spent and forecast until the end of each day',
        columns: ['Day', 'Spent', 'Forecast'],
        rows: burnDown.map(({ day, spentMicros, forecastMicros }) => ({
          key: day,
          cells: [day, moneyOf(spentMicros), moneyOf(forecastMicros)],
        })),
      }}
      csv={[
        ['Day', 'Spent in dollars', 'Forecast in dollars', 'Budget in dollars'],
        ...burnDown.map(({ day, spentMicros, forecastMicros }) => [
          day,
          dollarsOf(spentMicros),
          dollarsOf(forecastMicros),
          dollarsOf(budget),
        ]),
      ]}
      file={`burn-down-${name}`}
    >
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-[13px] tabular-nums">
        <Fact name="Spent this month">{formatDollars(forecast.spentThisMonthMicros)}</Fact>
        <Fact name="Budget">{budget === undefined ? withoutBudget : formatDollars(budget)}</Fact>
        <Fact name="A day">{moneyOf(forecast.burnPerDayMicros)}</Fact>
        <Fact name="The month will come to">{moneyOf(forecast.projectedMonthMicros)}</Fact>
        {forecast.usedUpOn !== undefined && (
          <Fact name="Used up on">
            <strong className="text-bad">{dayInWords(forecast.usedUpOn)}</strong>
          </Fact>
        )}
      </dl>
      <p className="mt-1.5 text-xs text-ink-faint">{basis}</p>
    </ChartFrame>
  );
}

const dollarsOf = (micros: number | undefined): number | string => (micros === undefined ? '' : micros / 1_000_000);

const moneyOf = (micros: number | undefined): string => (micros === undefined ? '–' : formatDollars(micros));

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex gap-1.5">
    <dt className="text-ink-faint">{name}</dt>
    <dd>{children}</dd>
  </div>
);

function PointTip({ payload }: TooltipContentProps) {
  const point = payload[0]?.payload as Point | undefined;
  if (!point) return null;
  return (
    <Tip
      title={dayInWords(point.day)}
      lines={[
        ...(point.spentMicros === undefined ? [] : [`spent ${formatDollars(point.spentMicros)}`]),
        ...(point.forecastMicros === undefined ? [] : [`forecast ${formatDollars(point.forecastMicros)}`]),
      ]}
    />
  );
}

function summaryOf({
  spentThisMonthMicros,
  monthlyBudgetMicros,
  projectedMonthMicros,
  usedUpOn,
}: ForecastView): string {
  return [
    `Line chart of the month: ${formatDollars(spentThisMonthMicros)} spent so far`,
    monthlyBudgetMicros === undefined ? 'without a budget' : `of ${formatDollars(monthlyBudgetMicros)}`,
    projectedMonthMicros !== undefined && `the forecast is ${formatDollars(projectedMonthMicros)}`,
    usedUpOn !== undefined && `the budget is used up on ${dayInWords(usedUpOn)}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}
