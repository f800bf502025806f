import { Link } from '@tanstack/react-router';
import {
  ArrowRightLeft,
  AtSign,
  Eye,
  MessageCircleReply,
  MessageCircleWarning,
  ShieldCheck,
  ShieldQuestion,
  TriangleAlert,
  UserRoundPlus,
  Wallet,
} from 'lucide-react';
import type { ComponentProps } from 'react';
import type { NotificationView } from '../../../operations/schemas/attention.ts';
import { classNames } from '../controls/class-names.ts';
import { Ago } from '../controls/time.tsx';
import type { TaskTab } from '../task/task-tabs.ts';

const ICONS = {
  MENTION: AtSign,
  ASSIGNMENT: UserRoundPlus,
  TRANSITION: ArrowRightLeft,
  APPROVAL_REQUESTED: ShieldQuestion,
  APPROVAL_DECIDED: ShieldCheck,
  REVIEW_REQUESTED: Eye,
  REVIEW_GIVEN: MessageCircleWarning,
  REVIEW_ANSWERED: MessageCircleReply,
  BUDGET: Wallet,
  ALERT: TriangleAlert,
} as const;

/** Where in the task each kind is answered. */
const TABS: Partial<Record<NotificationView['kind'], TaskTab>> = {
  MENTION: 'thread',
  APPROVAL_REQUESTED: 'approvals',
  APPROVAL_DECIDED: 'approvals',
  REVIEW_REQUESTED: 'reviews',
  REVIEW_GIVEN: 'reviews',
  REVIEW_ANSWERED: 'reviews',
};

interface NotificationItemProps {
  readonly notification: NotificationView;
  /** It was followed to where it leads. */
  readonly onOpen: (notification: NotificationView) => void;
}

/** One notification as a link to what it is about. */
export function NotificationItem({ notification, onOpen }: NotificationItemProps) {
  const { kind, title, body, at, readAt } = notification;
  const Icon = ICONS[kind];
  const isUnread = readAt === undefined;
  return (
    <TargetLink
      notification={notification}
      onClick={() => onOpen(notification)}
      className="flex items-start gap-2.5 px-3 py-2.5 text-left text-[13px] hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <Icon
        size={15}
        className={classNames('mt-0.5 shrink-0', isUnread ? 'text-accent-text' : 'text-ink-faint')}
        aria-hidden
      />
      <span className="min-w-0 flex-1">
        <span className={classNames('block break-words', isUnread ? 'font-medium' : 'text-ink-soft')}>{title}</span>
        {body !== undefined && <span className="mt-0.5 line-clamp-2 block break-words text-ink-soft">{body}</span>}
        <Ago at={at} className="text-xs text-ink-faint" />
      </span>
      {isUnread && (
        <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
          <span className="sr-only">unread</span>
        </span>
      )}
    </TargetLink>
  );
}

interface TargetLinkProps extends Pick<ComponentProps<'a'>, 'className' | 'onClick' | 'children'> {
  readonly notification: NotificationView;
}

function TargetLink({ notification: { kind, projectId, taskKey }, ...rest }: TargetLinkProps) {
  if (taskKey === undefined)
    return <Link to="/alerts" search={projectId === '' ? {} : { project: projectId }} {...rest} />;
  const tab = TABS[kind];
  return (
    <Link to="/p/$project/t/$key" params={{ project: projectId, key: taskKey }} search={tab ? { tab } : {}} {...rest} />
  );
}
