import type { RuleNames } from '../approver-rule.ts';
import type { Stage, Step } from '../../protocol/article.ts';
import type { StopReason } from '../../protocol/desk-state.ts';
import type { Approver } from '../../protocol/settings.ts';
import { parseApproverRule } from '../approver-rule.ts';
import type { words as english } from '../en/words.ts';
import { createFormat } from '../format.ts';

export const format = createFormat('ru');

const platforms: Readonly<Record<string, string>> = {
  slack: 'в Slack',
  telegram: 'в Telegram',
  terminal: 'в терминале',
  web: 'на странице',
};

function where(platform: string): string {
  return platforms[platform] ?? `в ${platform}`;
}

export const words: typeof english = {
  format,
  where,
  inAnotherWorkspace: 'в другом рабочем пространстве Slack',

  stages: {
    drafting: 'В работе',
    waiting: 'Ждёт решения',
    finishing: 'Одобрена, готовится к выпуску',
    paused: 'На паузе',
    stuck: 'Остановилась, нужна помощь',
    delivered: 'Готова',
    rejected: 'Отклонена',
    cancelled: 'Отменена',
  },

  steps: {
    researching: 'читаются источники',
    outlining: 'составляется план',
    writing: 'пишется черновик',
    citing: 'ссылки сверяются с источниками',
    critiquing: 'рецензент читает черновик',
    comparing: 'сравниваются два черновика',
    'fact-checking': 'проверяются факты',
    'writing-extras': 'пишутся тексты к статье',
    editing: 'идёт финальная правка',
  },

  step(step: Step, wordsSoFar?: number): string {
    const forms = { one: 'слово', few: 'слова', many: 'слов' };
    const written = wordsSoFar === undefined ? '' : `, уже ${format.count(wordsSoFar, forms)}`;
    return `${words.steps[step]}${written}`;
  },

  stage(stage: Stage, step?: Step, wordsSoFar?: number): string {
    return step === undefined ? words.stages[stage] : `${words.stages[stage]}: ${words.step(step, wordsSoFar)}`;
  },

  translation: (from, into, isStale) =>
    `${format.languageName(from)} → ${format.languageName(into)}${isStale ? ', перевод устарел' : ''}`,

  standsFor: (name, absent) => `${name} (вместо: ${absent})`,

  claimed: (name) => `занимается ${name}`,

  counted: ({ total, isMore }) => `${format.number(total)}${isMore ? '+' : ''}`,

  buttons: {
    approve: 'Одобрить',
    'request-changes': 'Доработать',
    edit: 'Править',
    reject: 'Отклонить',
    pause: 'Пауза',
    resume: 'Продолжить',
    cancel: 'Отменить статью',
    finish: 'Закончить на лучшем черновике',
    another: 'Другой вариант',
    retry: 'Повторить',
    raise: 'Продолжить, увеличив бюджет',
    claim: 'Беру на себя',
    release: 'Оставить другим',
    'take-over': 'Принять предложение',
    'bring-back': 'Вернуть прежний черновик',
    changes: 'Показать правку',
    adopt: 'Принять в правила редакции',
    'publish-again': 'Повторить',
    translate: 'Перевести',
    'translate-again': 'Перевести заново',
    original: 'Показать оригинал',
    open: 'Открыть в браузере',
  },

  buttonHints: {
    approve: 'финальная правка и готовая статья',
    'request-changes': 'напишите, что изменить, — будет новый черновик',
    edit: 'исправить текст самостоятельно',
    reject: 'закончить, статьи не будет',
    pause: 'остановить, пока кто-нибудь не продолжит',
    resume: 'продолжить с того же места',
    cancel: 'прекратить работу, статьи не будет',
    finish: 'больше не переписывать, выпустить лучший черновик',
    another: 'написать заново, с самого начала',
    retry: 'повторить тот же шаг',
    raise: 'потратить на статью больше',
    claim: 'остальные увидят, что смотрите вы',
    release: 'остальные увидят, что вы больше не смотрите',
    'take-over': 'новое издание с этой фразой, его нужно будет одобрить',
    'bring-back': 'принимать решение по прежнему тексту',
    changes: 'что изменилось после черновика, который вы видели',
    adopt: 'в статьях, заказанных здесь, теперь пишется так',
    'publish-again': 'всё же опубликовать там статью',
    translate: 'перевод с отдельным обсуждением и решением',
    'translate-again': 'переведём то, что изменилось; остальное останется',
    original: 'текст, с которого сделан перевод',
    open: 'ссылка только для вас',
  },

  verdicts: {
    supported: 'Подтверждается',
    contradicted: 'Опровергается',
    'not-found': 'Не найдено',
  },

  stopReason(
    reason: StopReason,
    limits: { readonly qualityThreshold: number; readonly maxIterations: number },
  ): string {
    switch (reason) {
      case 'threshold':
        return `Оценка достигла цели — ${format.score(limits.qualityThreshold)}.`;
      case 'contradicted':
        return 'Оценка достаточная, но одно из утверждений может быть неверным: модель помнит другое, а источников никто не смотрел. Проверьте, пожалуйста.';
      case 'unchecked':
        return 'Оценка достаточная, но проверить факты не удалось. Проверьте их, пожалуйста.';
      case 'unjudged':
        return 'Рецензент не дал пригодного ответа, так что этот черновик ещё никто не оценил. Оцените его, пожалуйста, сами.';
      case 'suspect':
        return 'Оценка достаточная, но в теме, в тексте или в комментарии есть слова, похожие на указание модели, так что доверять оценке нельзя. Прочитайте, пожалуйста, сами.';
      case 'no-change':
        return 'Новый текст не отличается от прежнего; это лучший черновик.';
      case 'same-weakness':
        return 'Главное замечание рецензента так и не учтено, а оценка не выросла; это лучший черновик.';
      case 'plateau':
        return 'Черновики больше не становятся лучше; это лучший из них.';
      case 'max-iterations':
        return `Итерации закончились (всего ${format.number(limits.maxIterations)}); это лучший черновик.`;
      case 'every-draft':
        return 'Решение нужно по каждому черновику.';
      case 'edited':
        return 'Это текст с правками человека.';
      case 'brought-back':
        return 'Возвращён прежний черновик: это его текст.';
      case 'proposal':
        return 'Одна фраза — как предложил редактор, остальное — как в готовой статье.';
      case 'outline':
        return 'Это план статьи. Когда вы его одобрите, статья будет написана с этими заголовками.';
      case 'person':
        return 'На этом черновике попросили остановиться.';
      default:
        return reason satisfies never;
    }
  },

  approver(rule: Approver, requesterName?: string): string {
    const parsed = parseApproverRule(rule);
    switch (parsed.kind) {
      case 'requester':
        return requesterName ?? 'тот, кто заказал статью';
      case 'anyone':
        return 'любой участник чата';
      case 'user':
        return `назначенный участник ${where(parsed.platform)}`;
      case 'group':
        return `назначенная группа ${where(parsed.platform)}`;
      case 'name':
        return parsed.name;
      default:
        return parsed satisfies never;
    }
  },

  approvers(rules: readonly Approver[], { requesterName, names = {} }: RuleNames = {}): string {
    return rules.length === 0
      ? 'никто'
      : format.either([...new Set(rules.map((rule) => names[rule] ?? words.approver(rule, requesterName)))]);
  },

  outline(version: number): string {
    return `План ${version}`;
  },

  draft(version: number): string {
    return `Черновик ${version}`;
  },
};
