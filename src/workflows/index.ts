export { article } from './article.ts';
export { scheduledOrder } from './scheduled-order.ts';
export { webhooks } from './webhooks.ts';
