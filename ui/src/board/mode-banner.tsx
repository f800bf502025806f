import { useQuery } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { installationQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { useActor } from '../shell/actor.ts';
import { MODE_LABELS, MODE_MEANINGS } from './words.ts';

const ModeDialog = lazy(() => import('../shell/mode-dialog.tsx'));

/** Says why nothing starts in a project that is not NORMAL. */
export default function ModeBanner({ project }: { readonly project: ProjectView }) {
  const actor = useActor();
  const [isChanging, setIsChanging] = useState(false);
  const isStopped = useQuery(installationQuery).data?.emergencyStop !== undefined;
  // The emergency stop says on every page that it is on.
  if (isStopped) return null;
  return (
    <output className="mx-3 mb-2 flex items-center gap-2 rounded-md bg-warn-soft px-3 py-1.5 text-[13px] text-warn max-md:mx-2 max-md:mt-2">
      <CirclePause size={15} className="shrink-0" aria-hidden />
      <p className="min-w-0 flex-1">
        <strong>{MODE_LABELS[project.mode]}.</strong> {MODE_MEANINGS[project.mode]} {project.modeReason}
      </p>
      {isOperator(actor) && (
        <Button size="small" onClick={() => setIsChanging(true)}>
          Change
        </Button>
      )}
      <Suspense>{isChanging && <ModeDialog project={project} onClose={() => setIsChanging(false)} />}</Suspense>
    </output>
  );
}
