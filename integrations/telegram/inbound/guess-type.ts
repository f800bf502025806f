import type { TaskType } from '../../../domain/task/vocabulary.ts';

/** In this order: what is more particular comes first. */
const KEYWORDS: readonly (readonly [TaskType, RegExp])[] = [
  ['EMAIL', /\b(e-?mails?|newsletters?|mailing|inbox)\b/i],
  ['SOCIAL', /\b(tweets?|social|linkedin|instagram|facebook|mastodon|hashtags?)\b/i],
  ['DOCS', /\b(docs?|documentation|readme|manual|changelog|guide)\b/i],
  ['CODE_CHANGE', /\b(fix|bugs?|refactor|rename|typo|lint|bump)\b/i],
  ['ENGINEERING', /\b(implement|features?|build|api|endpoint|database|migration|tests?|code|ui|backend|frontend)\b/i],
  ['RESEARCH', /\b(research|investigate|analy[sz]e|compare|evaluate|survey|find out|competitors?)\b/i],
  ['CONTENT', /\b(blog|posts?|articles?|copy|landing page|write|content|video)\b/i],
];

/** What kind of task a text describes; OPS where nothing tells. */
export const guessType = (text: string): TaskType => KEYWORDS.find(([, words]) => words.test(text))?.[0] ?? 'OPS';
