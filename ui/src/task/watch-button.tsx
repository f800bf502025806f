import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import type { WatchersView } from '../../../operations/schemas/attention.ts';
import { get, post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';

const watchersQuery = (key: string) =>
  queryOptions({
    queryKey: ['watchers', key],
    queryFn: ({ signal }) => get<WatchersView>(`/tasks/${key}/watchers`, {}, signal),
  });

/** Who watches a task hears of its moves; everybody who sees it may. */
export function WatchButton({ taskKey }: { readonly taskKey: string }) {
  const client = useQueryClient();
  const { queryKey } = watchersQuery(taskKey);
  const shown = useQuery(watchersQuery(taskKey)).data;
  const set = useMutation({
    mutationFn: (watch: boolean) => post<WatchersView>(`/tasks/${taskKey}/watch`, { watch }),
    onSuccess: (watchers) => client.setQueryData(queryKey, watchers),
    onError: (error) => notice.refused(`${taskKey} was not changed`, error),
  });
  const watching = shown?.watching === true;
  const names = shown?.watchers.map(({ name }) => name) ?? [];
  const Icon = watching ? EyeOff : Eye;
  return (
    <Button
      look="quiet"
      size="small"
      disabled={!shown}
      isBusy={set.isPending}
      title={names.length === 0 ? 'Nobody watches it' : `Watched by ${names.join(', ')}`}
      onClick={() => set.mutate(!watching)}
    >
      <Icon size={14} aria-hidden />
      <span className="max-md:sr-only">{watching ? 'Unwatch' : 'Watch'}</span>
      {names.length > 0 && (
        <span className="text-xs text-ink-faint tabular-nums">
          <span className="sr-only">, watched by </span>
          {names.length}
        </span>
      )}
    </Button>
  );
}
