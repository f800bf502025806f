import type { ActorRef } from '../actor.ts';
import type { ReviewKind, ReviewSeverity } from '../task/vocabulary.ts';

/** Reviews of one kind that one has given, or that the work of one has got, added up. */
export interface ReviewCount {
  readonly who: ActorRef;
  readonly kind: ReviewKind;
  readonly severity?: ReviewSeverity;
  readonly reviews: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Sum of the scores of PRAISE. */
  readonly score: number;
}

interface VerdictCounts {
  praise: number;
  approve: number;
  changeset: number;
  refuteMinor: number;
  refuteMajor: number;
  refuteCritical: number;
}

export interface ReviewerStatistics {
  readonly who: ActorRef;
  readonly given: VerdictCounts;
  readonly received: VerdictCounts;
  /** Of PRAISE received, 1 to 10; null without any. */
  readonly averageScore: number | null;
  /** Part of the answered reviews given that were accepted, 0 to 1; null without an answer. */
  readonly acceptedShare: number | null;
}

/** Per person or agent, by name: what they said of others' work, and what others said of theirs. */
export function reviewStatistics(
  given: readonly ReviewCount[],
  received: readonly ReviewCount[],
): readonly ReviewerStatistics[] {
  const everybody = new Map([...given, ...received].map(({ who }) => [`${who.kind} ${who.id}`, who]));
  return [...everybody.values()]
    .map((who) => statisticsOf(who, given.filter(isAbout(who)), received.filter(isAbout(who))))
    .toSorted((one, other) => one.who.name.localeCompare(other.who.name, 'en'));
}

const isAbout =
  ({ kind, id }: ActorRef) =>
  ({ who }: ReviewCount): boolean =>
    who.kind === kind && who.id === id;

function statisticsOf(
  who: ActorRef,
  given: readonly ReviewCount[],
  received: readonly ReviewCount[],
): ReviewerStatistics {
  const praise = received.filter(({ kind }) => kind === 'PRAISE');
  const accepted = sum(given, 'accepted');
  return {
    who,
    given: countsOf(given),
    received: countsOf(received),
    averageScore: share(sum(praise, 'score'), sum(praise, 'reviews')),
    acceptedShare: share(accepted, accepted + sum(given, 'rejected')),
  };
}

function countsOf(counts: readonly ReviewCount[]): VerdictCounts {
  const total = { praise: 0, approve: 0, changeset: 0, refuteMinor: 0, refuteMajor: 0, refuteCritical: 0 };
  for (const count of counts) total[nameOf(count)] += count.reviews;
  return total;
}

function nameOf({ kind, severity }: ReviewCount): keyof VerdictCounts {
  switch (kind) {
    case 'PRAISE':
      return 'praise';
    case 'APPROVE':
      return 'approve';
    case 'CHANGESET':
      return 'changeset';
    case 'REFUTE':
      return severity === 'CRITICAL' ? 'refuteCritical' : severity === 'MAJOR' ? 'refuteMajor' : 'refuteMinor';
  }
}

const sum = (counts: readonly ReviewCount[], field: 'reviews' | 'accepted' | 'rejected' | 'score'): number =>
  counts.reduce((total, count) => total + count[field], 0);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
