/** What may be posted into the chat of a project, each kind by itself on or off. */
export const POST_KINDS = [
  'MOVES',
  'ASSIGNMENTS',
  'COMMENTS',
  'EXECUTIONS',
  'APPROVALS',
  'REVIEWS',
  'SUMMARY',
  'STATUS',
  'STANDUP',
  'BRIEF',
] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** What a chat hears until somebody chooses: the whole standup is for those who ask for it. */
export const DEFAULT_POST_KINDS: readonly PostKind[] = POST_KINDS.filter((kind) => kind !== 'STANDUP');
