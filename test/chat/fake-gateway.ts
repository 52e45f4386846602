import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import type { ArticleSummary } from '../../src/gateway/article-list.ts';

type Call = {
  readonly [K in keyof ArticleGateway]: readonly [K, ...Parameters<ArticleGateway[K]>];
}[keyof ArticleGateway];
type Script = {
  readonly [K in keyof ArticleGateway]?: (...given: Parameters<ArticleGateway[K]>) => ReturnType<ArticleGateway[K]>;
};

/** A gateway that does what a test says, and nothing else. */
export function fakeGateway(script: Script): ArticleGateway & { readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  const unexpected = (method: keyof ArticleGateway) => (): never => {
    throw new Error(`This test did not expect the gateway to be asked for ${method}`);
  };
  return {
    calls,
    idOf(eventKey) {
      calls.push(['idOf', eventKey]);
      return (script.idOf ?? unexpected('idOf'))(eventKey);
    },
    approvalFault: script.approvalFault ?? (() => undefined),
    approvalRoom: script.approvalRoom ?? (() => ({ approvals: 1, most: 1 })),
    start(order) {
      calls.push(['start', order]);
      return (script.start ?? unexpected('start'))(order);
    },
    revise(order) {
      calls.push(['revise', order]);
      return (script.revise ?? unexpected('revise'))(order);
    },
    translate(order) {
      calls.push(['translate', order]);
      return (script.translate ?? unexpected('translate'))(order);
    },
    decide(articleId, decision) {
      calls.push(['decide', articleId, decision]);
      return (script.decide ?? unexpected('decide'))(articleId, decision);
    },
    control(articleId, control) {
      calls.push(['control', articleId, control]);
      return (script.control ?? unexpected('control'))(articleId, control);
    },
    status(articleId, actor) {
      calls.push(['status', articleId, actor]);
      return (script.status ?? unexpected('status'))(articleId, actor);
    },
    report(articleId, report) {
      calls.push(['report', articleId, report]);
      return (script.report ?? unexpected('report'))(articleId, report);
    },
    join(keys) {
      calls.push(['join', keys]);
      return (script.join ?? unexpected('join'))(keys);
    },
    publish(input) {
      calls.push(['publish', input]);
      return (script.publish ?? unexpected('publish'))(input);
    },
    list(filter) {
      calls.push(['list', filter]);
      return (script.list ?? unexpected('list'))(filter);
    },
    waiting(actor, isMember, page) {
      calls.push(['waiting', actor, isMember, page]);
      return (script.waiting ?? unexpected('waiting'))(actor, isMember, page);
    },
    home(actor, isMember) {
      calls.push(['home', actor, isMember]);
      return (script.home ?? unexpected('home'))(actor, isMember);
    },
  };
}

/** An article under way that Ann asked for in Slack an hour ago. */
export function summary(articleId: string, rest: Partial<ArticleSummary> = {}): ArticleSummary {
  return {
    articleId,
    topic: `Topic of ${articleId}`,
    requesterName: 'Ann',
    requester: 'slack:U1',
    approvers: ['requester'],
    stage: 'drafting',
    startedAt: new Date('2026-11-23T13:00:00Z'),
    updatedAt: new Date('2026-11-23T13:30:00Z'),
    ...rest,
  };
}
