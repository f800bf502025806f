/** What both sides say about a task: the same words, so that payloads and documents are of similar size. */
export const content = {
  title: 'Write the release notes for the next version',
  description: 'Go through what was merged since the last release and say what it means for users. '.repeat(6),
  checklist: ['Breaking changes', 'New features', 'Fixes'],
  bullets: ['Read the merged pull requests', 'Group them by what they change for users', 'Write, then check the links'],
  summary: 'Release notes in four sections, every entry linked to its pull request.',
  action: 'publish the notes',
  approvalSummary: 'The notes go to everybody who watches the repository.',
};

export const usage = {
  model: 'none',
  inputTokens: 1200,
  outputTokens: 800,
  costMicros: 9000,
  costSource: 'ESTIMATED',
} as const;
