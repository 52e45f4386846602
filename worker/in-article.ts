import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { aboutArticle } from '../src/lib/article-context.ts';
import { articleOf } from '../src/protocol/names.ts';

/** Has everything that an activity logs say for which article it is at work. */
export const inArticle: ActivityInterceptorsFactory = ({ info: { workflowExecution } }) => ({
  inbound: {
    execute: (input, next) =>
      aboutArticle(workflowExecution && articleOf(workflowExecution.workflowId), () => next(input)),
  },
});
