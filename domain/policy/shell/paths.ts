import type { ShellContext } from './context.ts';
import { blocked, type Finding, findingOf, unclear } from './finding.ts';
import type { ShellWord } from './word.ts';

export type Access = 'READ' | 'WRITE';

/** Judges what a word names as a path. Only a word whose text is known for certain can be allowed. */
export function judgePath(word: ShellWord, access: Access, context: ShellContext): readonly Finding[] {
  if (word.kind === 'LITERAL' && isStream(word.text)) return [];
  const forbidden = judgeForbidden(word.text, access);
  if (forbidden.length > 0) return forbidden;
  if (word.kind === 'LITERAL') return judgeText(word.text, access, context);
  if (word.kind === 'GLOB') return judgeGlob(word, access, context);
  return [
    unclear('PATH', `Nobody can tell which path \`${word.source}\` is.`),
    ...(word.text.startsWith('~') ? judgeText(word.text, access, context) : []),
  ];
}

/** Standard streams, and devices that hold nothing. */
const isStream = (path: string): boolean =>
  path === '-' || /^\/dev\/(?:null|zero|u?random|full|stdin|stdout|stderr|fd\/\d+)$/u.test(path);

/** Names that a glob finds are below its literal beginning, and are as its text says. Hidden ones have to be named. */
function judgeGlob(word: ShellWord, access: Access, context: ShellContext): readonly Finding[] {
  const rest = word.text.slice(word.prefix.lastIndexOf('/') + 1);
  if (rest.split('/').some((segment) => segment.startsWith('.'))) {
    return [unclear('PATH', `Nobody can tell which paths \`${word.source}\` stands for.`)];
  }
  const folder = word.prefix.slice(0, word.prefix.lastIndexOf('/') + 1);
  return [...judgeText(folder || '.', access, context), ...judgeText(word.text, access, context)];
}

function judgeText(path: string, access: Access, context: ShellContext): readonly Finding[] {
  const { rules, folders } = context;
  const isAbsolute = /^[/~]/u.test(path);
  const candidates = isAbsolute ? [path] : [path, ...folders.map((folder) => `${folder}/${path}`)];
  return candidates.map((candidate) =>
    findingOf(access === 'READ' ? rules.isReadable(candidate) : rules.isWritable(candidate)),
  );
}

const SOCKET = /^\/dev\/(?:tcp|udp)\//u;

/** Folders of the system, what starts with every shell, and who may sign in. */
const PROTECTED = [
  /^\/(?:private\/)?(?:etc|boot|bin|sbin|lib|lib32|lib64|sys|proc|dev)(?:\/|$)/iu,
  /^\/usr\/(?:local\/)?(?:bin|sbin|lib|lib64|libexec)(?:\/|$)/iu,
  /^\/var\/spool\/cron/iu,
  /(?:^|\/)\.ssh(?:\/|$)/iu,
  /(?:^|\/)authorized_keys$/iu,
  /^(?:~[^/]*|\/root|\/home\/[^/]+|\/Users\/[^/]+)\/\.(?:bash|zsh|profile|login|gitconfig|npmrc|netrc|gnupg|aws|kube|config\/(?:git|autostart|systemd)|cron|xinitrc|xprofile)/iu,
];

/** What is never opened, whatever a policy allows. */
export function judgeForbidden(path: string, access: Access): readonly Finding[] {
  const resolved = normalize(path);
  if (SOCKET.test(resolved)) {
    return [blocked('/dev/tcp', `\`${path}\` opens a network connection: always blocked.`)];
  }
  if (access === 'READ' || !PROTECTED.some((pattern) => pattern.test(resolved))) return [];
  return [blocked('protected paths', `\`${path}\` must not be written: always blocked.`)];
}

/** Without `.`, `..` and doubled slashes. What climbs out of an unknown folder is taken to end at the root. */
export function normalize(path: string): string {
  const start = path.startsWith('/') ? '/' : '';
  const segments: string[] = [];
  let climbs = false;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) climbs = true;
  }
  return (climbs ? '/' : start) + segments.join('/');
}
