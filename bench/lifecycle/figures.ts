import { absolute, compared, pairedRatio, ratio, type Figure } from '../figure.ts';
import { median, quantile } from '../statistics.ts';
import type { HistorySize } from './history-size.ts';
import type { Round, Side } from './rounds.ts';

/** Ours against both references: with normal activities, as ours has them, and with local ones, which promise less. */
export function throughputFigures(atOnce: number, rounds: readonly Round[]): Figure[] {
  const name = `lifecycle.throughput_ratio_c${atOnce}`;
  return [throughputFigure(name, rounds, 'reference'), throughputFigure(`${name}_local`, rounds, 'local')];
}

const throughputFigure = (name: string, rounds: readonly Round[], against: Side): Figure =>
  pairedRatio(
    name,
    median(rounds.map((round) => round.ours.livesPerSecond / round[against].livesPerSecond)),
    median(rounds.map((round) => round.ours.livesPerSecond)),
    median(rounds.map((round) => round[against].livesPerSecond)),
    'lives/s',
  );

/** Latency of a command until its change is stored, one at a time; creation left out. */
export function commandFigures(rounds: readonly Round[]): Figure[] {
  const of = (side: Side) => rounds.flatMap((round) => round[side].latencies);
  const [ours, reference, local] = [of('ours'), of('reference'), of('local')];
  return [
    ratio('command.p50_ratio', median(ours), median(reference), 'ms'),
    ratio('command.p99_ratio', quantile(ours, 0.99), quantile(reference, 0.99), 'ms'),
    ratio('command.p50_ratio_local', median(ours), median(local), 'ms'),
    ratio('command.p99_ratio_local', quantile(ours, 0.99), quantile(local, 0.99), 'ms'),
  ];
}

export function historyFigures(sizes: Readonly<Record<Side | 'lean', HistorySize>>): Figure[] {
  const { ours, reference, local, lean } = sizes;
  return [
    absolute('lifecycle.events', ours.events, 'events'),
    ratio('lifecycle.events_ratio', ours.events, reference.events, 'events'),
    ratio('lifecycle.events_ratio_lean', ours.events, lean.events, 'events'),
    ratio('lifecycle.events_ratio_local', ours.events, local.events, 'events'),
    compared('lifecycle.history_bytes', ours.bytes, reference.bytes, 'bytes'),
  ];
}
