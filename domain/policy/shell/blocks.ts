import type { ShellContext } from './context.ts';
import { blocked, type Finding } from './finding.ts';
import { judgeForbidden, judgePath, normalize } from './paths.ts';
import { blockPattern, commandName, matchesBlocked } from './pattern.ts';
import { literal, type ShellWord } from './word.ts';

/** What is never done, built in or by a rule of the policy. Looks at the words of one command, wherever it hides. */
export function judgeBlocks(words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const name = commandName(words[0]?.text ?? '');
  const texts = words.slice(1).map(({ text }) => text);
  const reason = NEVER.get(name.replace(/^mkfs\..*/u, 'mkfs')) ?? SOMETIMES.get(name)?.(texts);
  return [
    ...(reason ? [blocked(name, `\`${name}\` ${reason}: always blocked.`)] : []),
    ...(name === 'rm' ? judgeRemoval(words, context) : []),
    ...judgeProtected(name, words),
    ...context.rules.blocked
      .filter((pattern) => matchesBlocked(blockPattern(pattern), words))
      .map((pattern) => blocked(pattern, `\`${name}\` is blocked by the rule \`${pattern}\`.`)),
  ];
}

const NEVER: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'acts as another user': 'sudo sudoedit doas su pkexec runuser run0',
    'destroys disks': 'mkfs mke2fs mkswap fdisk sfdisk cfdisk gdisk sgdisk parted wipefs shred blkdiscard',
    'stops the machine': 'shutdown reboot halt poweroff init telinit killall5',
    'changes the network of the machine': 'iptables ip6tables iptables-restore ip6tables-restore nft ufw firewall-cmd',
    'changes what the machine consists of': 'mount umount insmod rmmod modprobe chroot nsenter pivot_root',
    'changes who may use the machine': 'useradd userdel usermod groupadd passwd chpasswd visudo vipw adduser deluser',
  }).flatMap(([reason, names]) => names.split(' ').map((name): [string, string] => [name, reason])),
);

type Check = (texts: readonly string[]) => string | false;

const some = (texts: readonly string[], pattern: RegExp): boolean => texts.some((text) => pattern.test(text));

const listens: Check = (texts) =>
  some(texts, /^-[a-z]*[ec]|^--(?:exec|sh-exec|lua-exec)/u) && 'hands a shell to the network';

const container: Check = (texts) =>
  some(
    texts,
    /^--privileged(?:$|=true)|^--(?:pid|ipc|userns|uts)=host|^--cap-add=|^(?:-v|--volume=)?\/:|source=\/(?:,|$)|docker\.sock/u,
  ) && 'leaves its container';

const SOMETIMES: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    chmod: (texts) => texts.some(opensToEverybody) && 'opens files to everybody',
    chown: (texts) => some(texts, /^(?:root|\+?0)?:(?:root|\+?0)$|^(?:root|\+?0)(?::.*)?$/u) && 'gives files to root',
    chgrp: (texts) => some(texts, /^(?:root|\+?0)$/u) && 'gives files to root',
    dd: (texts) =>
      texts.some((text) => text.startsWith('of=') && judgeForbidden(text.slice(3), 'WRITE').length > 0) &&
      'writes to a device',
    kill: (texts) => killsEverything(texts) && 'stops the machine',
    systemctl: (texts) => some(texts, /^(?:poweroff|reboot|halt|kexec|rescue|emergency)$/u) && 'stops the machine',
    crontab: (texts) => !some(texts, /^-l$/u) && 'starts something later',
    history: (texts) => some(texts, /^-[a-z]*[cdw]/u) && 'wipes traces',
    nc: listens,
    netcat: listens,
    ncat: listens,
    socat: (texts) => some(texts, /(?:^|,)(?:exec|system|shell):/iu) && 'hands a shell to the network',
    docker: container,
    podman: container,
    nerdctl: container,
  }),
);

/** 777, with or without the bits before it, and every way to say it by letters. */
function opensToEverybody(mode: string): boolean {
  if (/^[0-7]*7$/u.test(mode)) return /^0*[0-7]?777$/u.test(mode);
  return mode.split(',').some((clause) => {
    const match = /^([ugoa]*)[+=]([rwxXst]+)$/u.exec(clause);
    const reaches = match !== null && (match[1] === '' || /[oa]/u.test(match[1] ?? ''));
    return reaches && ['r', 'w', 'x'].every((right) => match[2]?.toLowerCase().includes(right));
  });
}

/** Process 1, or every process: `-1` is a signal only where it comes first. */
const killsEverything = (texts: readonly string[]): boolean =>
  texts.some((text, index) => {
    const isSignal = /^-(?:s|n|-signal)$/u.test(texts[index - 1] ?? '');
    return !isSignal && (text === '1' || (text === '-1' && index > 0));
  });

/** rm with -r or -f stays inside what may be written, and never takes a whole workspace. */
function judgeRemoval(words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const texts = words.slice(1).map(({ text }) => text);
  if (!some(texts, /^-[a-zA-Z]*[rRf]|^--(?:r|f|no-p)/u)) return [];
  const end = texts.indexOf('--');
  const targets = words.slice(1).filter(({ prefix }, index) => !prefix.startsWith('-') || (end !== -1 && index > end));
  return targets
    .filter((target) => removesTooMuch(target, context))
    .map(({ source }) => blocked('rm -rf', `\`rm\` of \`${source}\` deletes outside the workspace: always blocked.`));
}

/** A variable may be empty: `rm -rf $folder/` is `rm -rf /` then. */
function removesTooMuch(target: ShellWord, context: ShellContext): boolean {
  if (target.kind === 'UNKNOWN' && target.text === '') return false;
  const folder = normalize(target.text.replace(/\.?\*+$/u, ''));
  if (folder === '' || folder === '/' || folder.startsWith('~')) return true;
  const known = target.kind === 'UNKNOWN' ? literal(target.prefix) : target;
  if (target.kind === 'UNKNOWN' && !known.text.startsWith('/')) return false;
  return judgePath(known, 'WRITE', context).some(({ decision, field }) => decision !== 'ALLOW' && field !== 'shell');
}

const WRITES_ALL = /^(?:mv|tee|touch|mkdir|truncate|chmod|chown|chgrp|rm|rmdir|unlink|ed|patch)$/u;
const WRITES_LAST = /^(?:cp|ln|install|rsync|scp)$/u;

/** Protected paths are blocked for whatever is known to write, even where no allow rule names it. */
function judgeProtected(name: string, words: readonly ShellWord[]): readonly Finding[] {
  const operands = words.slice(1).filter(({ prefix }) => !prefix.startsWith('-'));
  const isSedInPlace =
    name === 'sed' &&
    some(
      words.map(({ text }) => text),
      /^-[a-zA-Z]*i|^--in-place/u,
    );
  const written = WRITES_LAST.test(name) ? operands.slice(-1) : WRITES_ALL.test(name) || isSedInPlace ? operands : [];
  return written.flatMap(({ text }) => judgeForbidden(text, 'WRITE'));
}
