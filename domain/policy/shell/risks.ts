import { blockPatterns, matchesBlocked } from './pattern.ts';
import type { ShellRules } from './rules.ts';
import type { ShellWord } from './word.ts';

/** Deletes, publishes, sends, pays, deploys or reaches into other machines: RED even where an allow rule names it. */
const RED = blockPatterns(`rm, rmdir, unlink, truncate, kill, killall, pkill, systemctl, service, launchctl,
  git push --force, git push -f, git push --delete, git push -d, git push --mirror, git rm,
  npm publish, npm unpublish, npm deprecate, npm dist-tag, npm token, npm owner, npm access,
  pnpm publish, yarn publish, yarn npm, bun publish, lerna publish, twine, gem push, cargo publish,
  docker push, docker rm, docker rmi, docker system, docker volume, podman push, buildah push, mvn deploy,
  gh release, gh repo delete, gh pr merge, gh api, gh secret, gh workflow,
  kubectl, helm, terraform, tofu, pulumi, ansible, ansible-playbook, aws, gcloud, az, doctl,
  heroku, vercel, netlify, fly, flyctl, firebase, wrangler, railway, stripe,
  ssh, scp, sftp, rsync, ftp, lftp, telnet, mail, mailx, sendmail, mutt,
  psql, mysql, mongosh, redis-cli, sqlite3, dropdb, mysqladmin`);

/** The rule that makes a command RED, if there is one. */
export const redRule = (words: readonly ShellWord[]): string | undefined =>
  RED.find((pattern) => matchesBlocked(pattern, words))?.source;

const ONLY_READ = /^(?:ls|cat|head|tail|e?grep|fgrep|rg|find|pwd|echo|wc|sort|diff|cut|uniq|jq|tree|stat|file|du)$/u;
const GIT_READS = /^(?:status|diff|log|show|blame|grep|ls-files|rev-parse|add|commit)$/u;

/** The word that names production, among the arguments of a command that does more than read. */
export function productionTarget(name: string, words: readonly ShellWord[], rules: ShellRules): ShellWord | undefined {
  if (ONLY_READ.test(name) || (name === 'git' && GIT_READS.test(words[1]?.text ?? ''))) return undefined;
  return words.slice(1).find(({ text }) => text !== '' && rules.isProduction(text));
}
