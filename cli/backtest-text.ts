import { formatDollars } from '../domain/money.ts';
import type { BacktestView, JudgementView } from '../operations/schemas/analytics.ts';

type Estimate = JudgementView['learned'];

/** A back-test for people: what is known, and what is not. */
export function backtestText({ project, outcomes, since, routing, assignment }: BacktestView): string {
  const of = since === undefined ? '' : ` since ${since.slice(0, 10)}`;
  return [
    `${project}: ${outcomes} ended tasks${of}, replayed in order; each choice knows only what had ended before it.`,
    '',
    ...judgement('Which executor', routing),
    '',
    ...judgement('Which agent (as if all were there and free: the past does not say who was)', assignment),
  ].join('\n');
}

function judgement(title: string, { decisions, actual, usual, learned, differing, differingAs }: JudgementView) {
  if (decisions === 0) return [title, '  no decisions to judge by'];
  const { learned: asLearned, usual: asUsual, neither } = differingAs;
  return [
    title,
    line('', 'decisions', 'succeeded', 'rate', 'cost', 'weighted rate', 'weighted cost'),
    line('as it was', decisions, actual.succeeded, percent(actual.successRate), dollars(actual.averageCostMicros)),
    line('without learning', ...cells(usual)),
    line('with learning', ...cells(learned)),
    `  ${verdict(usual, learned)}`,
    `  ${differing} of ${decisions} choices would have been others: ${asLearned} were made as learning would have made`,
    `  them, ${asUsual} as without it, and ${neither} in neither way: of what was not done, nothing is known.`,
    '  Rates are of choices that were made just so; weighted ones (inverse propensity) stand for all of them, and say',
    `  as much as ${samples(usual)} and ${samples(learned)} samples.`,
  ];
}

const cells = ({ matched, succeeded, successRate, averageCostMicros, weighted }: Estimate) => [
  matched,
  succeeded,
  percent(successRate),
  dollars(averageCostMicros),
  percent(weighted?.successRate),
  dollars(weighted?.averageCostMicros),
];

function verdict(usual: Estimate, learned: Estimate): string {
  if (!usual.weighted || !learned.weighted) return 'Too little is known to say whether learning is better.';
  const points = Math.round((learned.weighted.successRate - usual.weighted.successRate) * 100);
  const cost = learned.weighted.averageCostMicros - usual.weighted.averageCostMicros;
  const better = points === 0 ? 'as many' : `${Math.abs(points)} points ${points > 0 ? 'more' : 'fewer'}`;
  const money =
    cost === 0 ? 'at the same cost' : `${formatDollars(Math.abs(cost))} ${cost > 0 ? 'dearer' : 'cheaper'} each`;
  return `With learning, an estimated ${better} would have succeeded, ${money}.`;
}

const percent = (rate: number | undefined): string => (rate === undefined ? '-' : `${Math.round(rate * 100)} %`);
const dollars = (micros: number | undefined): string => (micros === undefined ? '-' : formatDollars(micros));
const samples = ({ weighted }: Estimate): string => (weighted ? weighted.effectiveSamples.toFixed(1) : 'too few');

const line = (name: string, ...columns: readonly (string | number)[]): string =>
  `  ${name.padEnd(18)}${columns.map((column) => String(column).padStart(15)).join('')}`.trimEnd();
