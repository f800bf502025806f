import { lazy, Suspense } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { SkeletonLines } from '../controls/states.tsx';
import { OverviewTab } from './overview-tab.tsx';
import type { TaskTab } from './task-tabs.ts';

const ThreadTab = lazy(() => import('./thread-tab.tsx'));
const TimelineTab = lazy(() => import('./timeline-tab.tsx'));
const ExecutionsTab = lazy(() => import('./executions-tab.tsx'));
const ApprovalsTab = lazy(() => import('./approvals-tab.tsx'));
const PeerReviewPanel = lazy(() => import('../reviews/peer-review-panel.tsx'));
const CostTab = lazy(() => import('./cost-tab.tsx'));
const WhyTab = lazy(() => import('../why/why-tab.tsx'));

export const TaskPanel = ({ task, tab }: { readonly task: TaskView; readonly tab: TaskTab }) => (
  <Suspense fallback={<SkeletonLines count={5} />}>
    {tab === 'overview' && <OverviewTab task={task} />}
    {tab === 'thread' && <ThreadTab task={task} />}
    {tab === 'timeline' && <TimelineTab task={task} />}
    {tab === 'executions' && <ExecutionsTab task={task} />}
    {tab === 'approvals' && <ApprovalsTab task={task} />}
    {tab === 'reviews' && <PeerReviewPanel task={task} />}
    {tab === 'cost' && <CostTab task={task} />}
    {tab === 'why' && <WhyTab task={task} />}
  </Suspense>
);
