import { normalize } from './paths.ts';
import type { PathVerdict, ShellRules } from './rules.ts';

const WORKSPACE = '/work/project';

const ALLOWED =
  `ls, cat, head, tail, grep, find, pwd, echo, wc, sort, cd, git status, git diff, git log, git branch, git add, git commit,
  git checkout, npm test, npm run, pnpm test, pnpm run, yarn test, yarn run, node, python, python3`.split(/,\s*/u);

const BLOCKED_PATHS = [
  /(?:^|\/)\.env(?:$|\.)/u,
  /(?:^|\/)\.git(?:$|\/)/u,
  /^\/etc(?:$|\/)/u,
  /^~\/\.ssh(?:$|\/)/u,
  /\.pem$/u,
];

/** What the built-in policy says, and `cd`, with a workspace in /work/project and as little as it takes to tell paths apart. */
export function rulesForTests(changes: Partial<ShellRules> = {}): ShellRules {
  return {
    allowed: ALLOWED,
    blocked: [],
    unlisted: 'NEEDS_APPROVAL',
    isReadable: (path) => judgePath(path, 'readPaths'),
    isWritable: (path) => judgePath(path, 'writePaths'),
    judgeHost: (host) => ({
      decision: /(?:^|\.)github\.com$/iu.test(host) ? 'ALLOW' : 'DENY',
      field: 'hostsAllowed',
      match: host,
      reason: `the host ${host}`,
    }),
    isProduction: (word) => /(?:^|[^a-z])(?:prod|production|live)(?:$|[^a-z])/iu.test(word),
    ...changes,
  };
}

function judgePath(path: string, field: PathVerdict['field']): PathVerdict {
  const normalized = normalize(path.startsWith('/') || path.startsWith('~') ? path : `${WORKSPACE}/${path}`);
  const isBlocked = BLOCKED_PATHS.some((pattern) => pattern.test(normalized));
  const isInside = normalized === WORKSPACE || normalized.startsWith(`${WORKSPACE}/`);
  return {
    decision: isInside && !isBlocked ? 'ALLOW' : 'DENY',
    field: isBlocked ? 'pathsBlocked' : field,
    match: normalized,
    reason: `the path ${normalized}`,
  };
}
