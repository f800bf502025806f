import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A write after which lists (the first words of their query keys) are read again. */
export function useChange<Input, Answer>(
  lists: readonly string[],
  write: (input: Input) => Promise<Answer>,
  onDone: (answer: Answer) => void = () => undefined,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: async (answer) => {
      await Promise.all(lists.map((list) => client.invalidateQueries({ queryKey: [list] })));
      onDone(answer);
    },
  });
}
