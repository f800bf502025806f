import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ApiKeyView } from '../../../operations/schemas/api-key.ts';
import { Button } from '../controls/button.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { KeyList } from './key-list.tsx';
import type { KeyKind } from './key-words.ts';
import { Panel } from './panel.tsx';
import { apiKeysQuery } from './people-queries.ts';

const NewKeyDialog = lazy(() => import('./new-key-dialog.tsx'));

interface KeysPanelProps {
  readonly title: string;
  readonly note: string;
  readonly whenEmpty: string;
  /** Kinds that can be made here. */
  readonly kinds: readonly [KeyKind, ...KeyKind[]];
  /** Makes keys for this project alone. */
  readonly project?: string;
  readonly shows: (key: ApiKeyView) => boolean;
}

/** Some of the keys that the person may see, with a button to make one. */
export function KeysPanel({ title, note, whenEmpty, kinds, project, shows }: KeysPanelProps) {
  const keys = useQuery(apiKeysQuery);
  const [isMaking, setIsMaking] = useState(false);
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <Button onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden /> New key
        </Button>
      }
    >
      {keys.isPending && <SkeletonLines />}
      {keys.error && !keys.data && <Failure error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data && <KeyList keys={keys.data.items.filter(shows)} whenEmpty={whenEmpty} />}
      <Suspense>
        {isMaking && (
          <NewKeyDialog kinds={kinds} {...(project !== undefined && { project })} onClose={() => setIsMaking(false)} />
        )}
      </Suspense>
    </Panel>
  );
}
