import { useQuery } from '@tanstack/react-query';
import type { ReviewStatistics as Statistics } from '../../../operations/schemas/review.ts';
import { Who } from '../task/who.tsx';
import { reviewStatisticsQuery } from './review-queries.ts';

type Item = Statistics['items'][number];

/** Who reviews whom how, in a project; nothing where nobody has reviewed yet. */
export function ReviewStatistics({ slug }: { readonly slug: string }) {
  const items = useQuery(reviewStatisticsQuery(slug)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="mt-6">
      <h2 className="mb-2 text-sm font-semibold">Peer review</h2>
      <section
        aria-label="Peer review"
        tabIndex={0}
        className="overflow-x-auto rounded-lg border border-line bg-surface"
      >
        <table className="w-full text-[13px] tabular-nums [&_td]:px-3 [&_td]:py-1.5 [&_th]:px-3 [&_th]:py-1.5">
          <thead className="text-left text-xs text-ink-soft [&_th]:font-normal">
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Praised or approved</th>
              <th scope="col">Refuted or changed</th>
              <th scope="col">Average score</th>
              <th scope="col">Reviews given</th>
              <th scope="col">Of those accepted</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.who.id} className="border-t border-line">
                <th scope="row" className="text-left font-normal">
                  <Who actor={item.who} />
                </th>
                <td>{item.received.praise + item.received.approve}</td>
                <td>{refusals(item.received)}</td>
                <td>{item.averageScore === null ? 'none yet' : item.averageScore.toFixed(1)}</td>
                <td>{item.given.praise + item.given.approve + refusals(item.given)}</td>
                <td>{item.acceptedShare === null ? 'none answered' : `${Math.round(item.acceptedShare * 100)} %`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const refusals = ({ changeset, refuteMinor, refuteMajor, refuteCritical }: Item['given']): number =>
  changeset + refuteMinor + refuteMajor + refuteCritical;
