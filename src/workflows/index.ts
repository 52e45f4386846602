export { article } from './article.ts';
export { agentRun } from './agent-run.ts';
export { scheduledOrder } from './scheduled-order.ts';
export { webhooks } from './webhooks.ts';
export { publish } from './publish.ts';
