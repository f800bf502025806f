import type { ArchiveView } from '../../../operations/schemas/archive.ts';
import { At } from '../controls/time.tsx';

/** What is in a file, and what is in its way here. */
export function ArchiveFacts({ archive }: { readonly archive: ArchiveView }) {
  const { project, counts, exportedAt, obstacles } = archive;
  const facts = [
    ['Tasks', `${counts.tasks}, ${counts.openTasks} of them open`],
    ['Events', String(counts.events)],
    ['Files', String(counts.files)],
  ] as const;
  return (
    <section aria-label="What is in the file" className="rounded-md border border-line px-3 py-2.5 text-[13px]">
      <p>
        The file is whole: <strong>{project.name}</strong>, exported <At time={exportedAt} />.
      </p>
      <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {obstacles.map((obstacle) => (
        <p key={obstacle} role="alert" className="mt-2 rounded-md bg-bad-soft px-3 py-2 text-bad">
          It cannot be restored here: {obstacle}.
        </p>
      ))}
    </section>
  );
}
