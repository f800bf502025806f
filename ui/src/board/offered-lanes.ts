import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';

/** A lane that takes cards from other lanes. */
export interface OfferedLane {
  readonly value: string;
  readonly name: string;
  /** @param from value of the lane that the card comes from */
  readonly take: (card: TaskCard, from: string, to: TaskStatus) => void;
}

let offered: readonly OfferedLane[] = [];

/** Tells which lanes are on screen, from the top, until the returned function is called. */
export function offerLanes(lanes: readonly OfferedLane[]): () => void {
  offered = lanes;
  return () => {
    if (offered === lanes) offered = [];
  };
}

export const offeredLane = (value: string | undefined): OfferedLane | undefined =>
  offered.find((lane) => lane.value === value);

/** The value of the next lane below (or above), around the end. */
export function laneAfter(value: string, step: number): string {
  const at = offered.findIndex((lane) => lane.value === value);
  return offered.at((at + step) % offered.length)?.value ?? value;
}
