import { absolute, compared, pairedRatio, ratio, type Figure } from '../figure.ts';
import { median, quantile } from '../statistics.ts';
import type { HistorySize } from './history-size.ts';
import type { Round, Side } from './rounds.ts';

/** Ours against both references: with local activities, and with normal ones, which promise what ours promises. */
export function throughputFigures(atOnce: number, rounds: readonly Round[]): Figure[] {
  const name = `lifecycle.throughput_ratio_c${atOnce}`;
  return [throughputFigure(name, rounds, 'reference'), throughputFigure(`${name}_durable`, rounds, 'durable')];
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
  const [ours, reference, durable] = [of('ours'), of('reference'), of('durable')];
  return [
    ratio('command.p50_ratio', median(ours), median(reference), 'ms'),
    ratio('command.p99_ratio', quantile(ours, 0.99), quantile(reference, 0.99), 'ms'),
    ratio('command.p50_ratio_durable', median(ours), median(durable), 'ms'),
    ratio('command.p99_ratio_durable', quantile(ours, 0.99), quantile(durable, 0.99), 'ms'),
  ];
}

export function historyFigures(sizes: Readonly<Record<Side | 'lean', HistorySize>>): Figure[] {
  const { ours, reference, durable, lean } = sizes;
  return [
    absolute('lifecycle.events', ours.events, 'events'),
    ratio('lifecycle.events_ratio', ours.events, reference.events, 'events'),
    ratio('lifecycle.events_ratio_durable', ours.events, durable.events, 'events'),
    ratio('lifecycle.events_ratio_durable_lean', ours.events, lean.events, 'events'),
    compared('lifecycle.history_bytes', ours.bytes, reference.bytes, 'bytes'),
  ];
}
