import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';

/** What changes an agent or a squad; afterwards the lists that show agents are looked at again. */
export function useAgentChange<Input, Answer>(
  change: (input: Input) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => {
      refetchAgents(client);
      onDone(answer);
    },
  });
}

function refetchAgents(client: QueryClient): void {
  for (const family of ['agents', 'agent', 'members', 'budgets']) {
    void client.invalidateQueries({ queryKey: [family] });
  }
}
