import type { Cost, ToldDecision } from '../../delivery/chat-content.ts';
import type { BudgetScope, BudgetWarning } from '../../protocol/budget.ts';
import type { JudgedName } from '../../protocol/critique.ts';
import type { ControlKind, DecisionKind } from '../../protocol/decision.ts';
import type { Outage, StopReason } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { Notice } from '../../protocol/feed.ts';
import type { Undeliverable } from '../failure-code.ts';
import { countVerdicts } from '../count-verdicts.ts';
import type { article as english } from '../en/article.ts';
import { answers } from './answers.ts';
import { waited } from './waited.ts';
import { format, words } from './words.ts';

const OUTAGES: Readonly<Record<string, string>> = {
  'storage-unavailable': 'базу данных',
  'key-missing': 'ключ к текстам',
};

// Names have no gender we could know: what people did is said in the passive.
const asked: Readonly<Record<DecisionKind | ControlKind, string>> = {
  approve: 'одобрить черновик',
  'request-changes': 'отправить черновик на доработку',
  edit: 'исправить текст',
  reject: 'отклонить статью',
  'bring-back': 'вернуть прежний черновик',
  pause: 'поставить статью на паузу',
  resume: 'продолжить работу',
  cancel: 'отменить статью',
  finish: 'закончить на лучшем черновике',
  another: 'заказать другой вариант',
  language: 'выбрать язык',
  retry: 'повторить шаг',
  raise: 'увеличить бюджет',
  'step-in': 'взять решение на себя',
  assign: 'попросить кого-то решить',
  claim: 'взять статью на себя',
  release: 'оставить статью другим',
  move: 'перенести статью',
  follow: 'показать статью ещё в одном месте',
  unfollow: 'убрать статью из другого места',
  'add-source': 'добавить файл',
};

const spenders: Readonly<Record<BudgetScope, string>> = {
  article: 'На эту статью',
  'person-day': 'На статьи этого заказчика сегодня',
  'channel-day': 'На статьи этого чата сегодня',
  day: 'На все статьи сегодня',
};

function budgetWarning({ scope, spentUsd, capUsd }: BudgetWarning): string {
  const cost = `${spenders[scope]} потрачено ${format.money(spentUsd)}`;
  return capUsd === undefined
    ? `${cost}.`
    : `${cost}. Когда будет ${format.money(capUsd)}, мы спросим, что делать дальше.`;
}

const CRITERIA: Readonly<Record<JudgedName, string>> = {
  substance: 'Содержание',
  truth: 'Достоверность',
  structure: 'Построение',
  language: 'Язык',
  fit: 'Соответствие заданию',
  fidelity: 'Точность',
  completeness: 'Полнота',
  fluency: 'Естественность',
  terms: 'Термины',
};

const NOTHING = '—';

/** What a translation has otherwise than its original: 1867 → 1876. */
function different(what: string, missing: readonly string[], added: readonly string[]): string {
  const listed = (items: readonly string[]): string => (items.length === 0 ? NOTHING : items.join(', '));
  return `${what}: ${listed(missing)} → ${listed(added)}`;
}

const UNDELIVERABLE: Readonly<Record<Undeliverable, string>> = {
  archived: 'канал отправлен в архив',
  'not-a-member': 'Copydesk больше не участник этого чата',
  gone: 'этого чата или темы больше нет, или Copydesk в нём больше не участвует',
  refused: 'писать в этот чат Copydesk нельзя',
};

function named({ version, outline }: { readonly version: number; readonly outline?: true }): string {
  return outline ? words.outline(version) : words.draft(version);
}

const SHORT = {
  requester: 'заказчик статьи одобрить её не может',
  editors: 'тот, кто менял текст, одобрить его не может',
  few: 'среди тех, кто решает, столько разных людей нет',
} as const;

export const article: typeof english = {
  card: {
    title: (topic: string, edition?: number): string =>
      edition === undefined ? `Статья: ${topic}` : `Статья, издание ${edition}: ${topic}`,
    askedBy: (name: string): string => `Заказчик: ${name}`,
    assumedLanguage: (tag: string): string =>
      `Язык статьи — ${format.languageName(tag)}, но это догадка. Если она неверна, отмените статью и напишите тему целым предложением.`,
    askLanguage: (tag: string, command: string): string =>
      `На каком языке писать? Если до первого черновика никто не ответит: ${format.languageName(tag)}. Другой язык: \`${command}de\``,
    template: (name, isFound) => (isFound ? `Вид текста: ${name} (подобран по теме)` : `Вид текста: ${name}`),
    iteration: (iteration, of, isLater) => `Итерация ${iteration}/${of}${isLater ? ' после последнего решения' : ''}`,
    scores: 'Оценки',
    scoreLine: (scores: readonly number[], goal: number): string =>
      `${scores.length === 0 ? 'пока нет' : scores.map(format.score).join(' → ')} (цель ${format.score(goal)})`,
    scoreTrail: (scores: readonly number[]): string => scores.map(format.score).join(' → '),
    current: (version: number, score?: number, outline?: true): string =>
      outline
        ? `Сейчас: план ${version}`
        : score === undefined
          ? `Текущий черновик: ${version}`
          : `Текущий черновик: ${version} (${format.score(score)})`,
    parked: 'Решения слишком долго не было. Работа продолжится, как только его примут или нажмут «Продолжить».',
    waitingFor: (who: readonly string[]): string => `Решает: ${words.approvers(who)}`,
    waitingForEach: (who: readonly string[]): string =>
      `Решают: ${format.both([...new Set(who.map((one) => words.approver(one)))])}`,
    waitingInTurn: (who: readonly string[], later: readonly (readonly string[])[]): string =>
      `Решает: ${[who, ...later].map((step) => words.approvers(step)).join(', затем ')}`,
    questionFor: (who: readonly string[]): string => `Кого спрашиваем: ${words.approvers(who)}`,
    /** `Ждём модель с 10:04, следующая попытка в 10:12`. */
    outage: (code: Outage['code'], since: string, next: string): string =>
      `Ждём ${OUTAGES[code] ?? 'модель'} с ${since}, следующая попытка в ${next}`,
    budget: ({ spentUsd, capUsd }, when): string =>
      `Бюджет: потрачено ${format.money(spentUsd)} из ${format.money(capUsd)}${when === undefined ? '' : `, работа продолжится сама: ${when}`}`,
    /** On the card of a thread that the article left. @param where `#news`, `in Telegram` */
    alsoShown: (places) =>
      `Видна ещё: ${places.map(({ where, role }) => `${where} (${role === 'decides' ? 'можно решать' : 'только чтение'})`).join(', ')}`,
    movedTo: (where: string): string =>
      `Работа над статьёй продолжается в другом месте: ${where}. Решения здесь больше не принимаются.`,
    costLine(cost: Cost): string {
      const calls = format.count(cost.modelCalls, {
        one: 'запрос к модели',
        few: 'запроса к модели',
        many: 'запросов к модели',
      });
      const remembered = cost.cachedCalls === 0 ? '' : ` (из кэша: ${format.number(cost.cachedCalls)})`;
      const tokens = format.count(cost.inputTokens + cost.outputTokens, {
        one: 'токен',
        few: 'токена',
        many: 'токенов',
      });
      return [`${calls}${remembered}`, tokens, ...(cost.usd === undefined ? [] : [format.money(cost.usd)])].join(', ');
    },
    toArticle: 'Читать статью',
    runLink: 'Открыть в Temporal',
  },

  draft: {
    heading: (draft: {
      readonly version: number;
      readonly author: DraftRecord['author'];
      readonly authorName: string;
      readonly outline?: true;
    }): string => (draft.author === 'person' ? `${named(draft)} (правка: ${draft.authorName})` : named(draft)),
    again: (version: number): string => `текст черновика ${version}`,
    length: (wordCount: number): string => format.count(wordCount, { one: 'слово', few: 'слова', many: 'слов' }),
    wholeText: 'Весь текст — в файле.',
    wholeTextAbove: 'Весь текст — выше, под самим черновиком.',
    contents: 'Что дальше в тексте',
    moreHeadings: (count: number): string =>
      `… и ещё ${format.count(count, { one: 'заголовок', few: 'заголовка', many: 'заголовков' })}`,
  },

  ledger: {
    comments: (done: number, all: number): string =>
      done === all
        ? `Замечания: учтено ${format.number(done)} из ${format.number(all)}`
        : `Замечания: учтено ${format.number(done)} из ${format.number(all)}; пока нет:`,
    open: ({ byName, text, why }: { readonly byName: string; readonly text: string; readonly why?: string }): string =>
      why === undefined ? `«${text}» (${byName})` : `«${text}» (${byName}): ${why}`,
    moreOpen: (count: number): string => `… и ещё ${format.number(count)}`,
    superseded: (
      earlier: { readonly byName: string; readonly text: string },
      later: { readonly byName: string; readonly text: string },
    ): string =>
      `«${earlier.text}» (${earlier.byName}) больше не действует: позже попросили «${later.text}» (${later.byName})`,
    suggestions: (done: number, all: number): string =>
      `Предложения рецензента: учтено ${format.number(done)} из ${format.number(all)}`,
  },

  critique: {
    heading: (version: number, score: number): string =>
      `Рецензия на черновик ${version}: ${format.score(score)} из 10`,
    /** `Substance 7.5` */
    criterion: (name: JudgedName, score: number): string => `${CRITERIA[name]} ${format.score(score)}`,
    strengths: 'Что удалось',
    weaknesses: 'Слабые места',
    suggestions: 'Что улучшить',
    factsQuestionable: 'Некоторые утверждения вызывают сомнения: сейчас проверим факты.',
    unmet: {
      missing: (item: string): string => `Нужно упомянуть «${item}», а в тексте этого нет.`,
      avoid: (item: string): string => `Нужно обойтись без «${item}», а в тексте это есть.`,
    },
    differs: {
      structure: (): string => 'Построен не так, как оригинал.',
      code: (): string => 'Код не такой, как в оригинале.',
      links: (missing: readonly string[], added: readonly string[]): string => different('Ссылки', missing, added),
      citations: (missing: readonly string[], added: readonly string[]): string => different('Сноски', missing, added),
      numbers: (missing: readonly string[], added: readonly string[]): string => different('Числа', missing, added),
    },
  },

  factReport: {
    heading: (version: number): string => `Проверка фактов в черновике ${version}`,
    summary(report: FactReport): string {
      if (report.claims.length === 0) return 'Проверять было нечего.';
      const { supported, contradicted, notFound } = countVerdicts(report);
      const claims = format.count(report.claims.length, {
        one: 'утверждение',
        few: 'утверждения',
        many: 'утверждений',
      });
      return `${claims}: подтверждается ${supported}, опровергается ${contradicted}, не найдено ${notFound}`;
    },
    basis: (report: Pick<FactReport, 'verified'>): string =>
      report.verified
        ? 'Сверено с источниками в интернете.'
        : 'Не проверено: модель отвечала по памяти, источников никто не смотрел.',
    quote: (text: string): string => `«${text}»`,
  },

  gate: {
    unchecked: 'Факты в этом тексте проверить не удалось.',
    heading: (draft: { readonly version: number; readonly score?: number; readonly outline?: true }): string =>
      draft.outline
        ? `Нужно решение: план ${draft.version}`
        : draft.score === undefined
          ? `Нужно решение: черновик ${draft.version}`
          : `Нужно решение: черновик ${draft.version} (${format.score(draft.score)} из 10)`,
    approvedBy: (names, have, needed) =>
      have === 0
        ? `Нужно одобрений: ${needed}. Пока нет ни одного.`
        : have < names.length
          ? `Одобрили ${format.both(names)}, но засчитано ${have} из ${needed}: нужно одобрение того, кого ещё ждём.`
          : `Одобрений: ${have} из ${needed} (${format.both(names)}).`,
    claimedBy: (name: string, when: string): string => `Этим занимается ${name}, ${when}`,
    rejectedBy: (names, have, needed) => `Против: ${have} из ${needed} (${format.both(names)}).`,
    stopReason: (
      reason: StopReason,
      limits: { readonly qualityThreshold: number; readonly maxIterations: number },
    ): string => words.stopReason(reason, limits),
    broughtBack: (version: number): string => `Возвращён черновик ${version}: это его текст.`,
    contradicted: (count: number): string =>
      count === 1
        ? 'Одно утверждение опровергается:'
        : `Опровергается ${format.count(count, { one: 'утверждение', few: 'утверждения', many: 'утверждений' })}:`,
    fromMemory: 'По памяти модели; источников никто не смотрел.',
    unresolved: (count: number): string =>
      `Не удалось ни подтвердить, ни опровергнуть: ${format.count(count, { one: 'утверждение', few: 'утверждения', many: 'утверждений' })}.`,
  },

  decided(decision: Pick<ToldDecision, 'kind' | 'subject' | 'byName' | 'to'>, when: string, where?: string): string {
    const by = `${decision.byName}${where === undefined ? '' : ` (${where})`}, ${when}`;
    switch (decision.kind) {
      case 'approve':
        return decision.subject === 'outline' ? `План одобрен: ${by}` : `Одобрено: ${by}`;
      case 'request-changes':
        return `Отправлено на доработку: ${by}`;
      case 'edit':
        return `Отредактировано: ${by}`;
      case 'reject':
        return `Отклонено: ${by}`;
      case 'bring-back':
        return decision.to === undefined
          ? `Возвращён прежний черновик: ${by}`
          : `Возвращён черновик ${decision.to}: ${by}`;
      default:
        return decision.kind satisfies never;
    }
  },

  failure: {
    options: 'Что делаем дальше?',
    solved: 'Решение принято, работа продолжается.',
  },

  budget: {
    heading(scope: BudgetScope, requesterName: string): string {
      switch (scope) {
        case 'article':
          return 'Бюджет этой статьи исчерпан';
        case 'person-day':
          return `Дневной бюджет на статьи исчерпан. Заказчик: ${requesterName}`;
        case 'channel-day':
          return 'Дневной бюджет этого чата исчерпан';
        case 'day':
          return 'Дневной бюджет на все статьи исчерпан';
        default:
          return scope satisfies never;
      }
    },
    spent: ({ spentUsd, capUsd }) =>
      `Потрачено ${format.money(spentUsd)} из ${format.money(capUsd)}, поэтому модели больше не вызываются. Ничего не потеряно.`,
    unpriced: (count) =>
      `Не учтено: ${format.count(count, { one: 'запрос к модели', few: 'запроса к модели', many: 'запросов к модели' })} с неизвестной ценой.`,
    option(control, { scope, raiseByUsd }) {
      if (control === 'raise')
        return scope === 'article'
          ? `ещё ${format.money(raiseByUsd)} на эту статью`
          : `ещё ${format.money(raiseByUsd)} на сегодня, для этой статьи`;
      if (control === 'finish') return 'лучший черновик выйдет как есть, без финальной правки';
      return words.buttonHints[control];
    },
    until: (when) => `Иначе работа продолжится сама, когда начнётся новый день: ${when}.`,
    settled: 'Вопрос решён.',
  },

  confirm: {
    title: 'Вы уверены?',
    yes: 'Да',
    no: 'Нет',
  },
  noButtons: 'Показать кнопки здесь не удалось. Они есть на вкладке «Главная» приложения Copydesk.',

  notice(notice: Exclude<Notice, { readonly code: 'undeliverable' | 'place-lost' }>): string {
    switch (notice.code) {
      case 'paused':
        return `Статья на паузе (${notice.byName}).`;
      case 'resumed':
        return `Работа над статьёй продолжается (${notice.byName}).`;
      case 'cancelled':
        return `Статья отменена (${notice.byName}). Ничего отправлено не будет.`;
      case 'finishing':
        return `Заканчиваем на лучшем черновике (${notice.byName}).`;
      case 'another':
        return `Пишем другой вариант с самого начала (${notice.byName}).`;
      case 'retrying':
        return `Пробуем ещё раз (${notice.byName}).`;
      case 'moved':
        return `Статья перенесена сюда (${notice.byName}).`;
      case 'stepped-in':
        return [
          `${notice.byName} берёт решение на себя: ${format.ended(notice.reason)}`,
          ...(notice.voted.length === 0
            ? []
            : [`До этого голосовали: ${format.both(notice.voted)}. Запись об этом остаётся.`]),
        ].join(' ');
      case 'followed':
        if (notice.role === 'reads')
          return `Статью теперь видят и в другом месте, только для чтения (${notice.byName}).`;
        return notice.anyone
          ? `Статью теперь видят и в другом месте, и решать там могут все участники (${notice.byName}).`
          : `Статью теперь видят и в другом месте: те, кто решает, могут решать и там (${notice.byName}).`;
      case 'unfollowed':
        return `Из другого места статью убрали (${notice.byName}).`;
      case 'assigned':
        return `${notice.byName} просит решить: ${notice.toName}.`;
      case 'language':
        return `${notice.byName}: язык статьи — ${format.languageName(notice.language)}.`;
      case 'revising':
        return notice.section === ''
          ? `Начато издание ${notice.edition} (${notice.byName}). Перепишем только место, о котором комментарий.`
          : `Начато издание ${notice.edition} (${notice.byName}). Перепишем только «${notice.section}».`;
      case 'taking-over':
        return `Принято предложение редактора (${notice.byName}): начато издание ${notice.edition}.`;
      case 'translating':
        return notice.isAgain
          ? `Переводим то, что изменилось в издании ${notice.edition} оригинала (${notice.byName}): ${format.languageName(notice.from)} → ${format.languageName(notice.language)}. Остальное останется, как вышло.`
          : `Переводим издание ${notice.edition} (${notice.byName}): ${format.languageName(notice.from)} → ${format.languageName(notice.language)}.`;
      case 'translation-begun':
        return `Заказан перевод этой статьи (${notice.byName}): ${format.languageName(notice.language)}.`;
      case 'source-renewed':
        return `Оригинал изменился: вышло издание ${notice.edition}. В этом переводе его ещё нет.`;
      case 'source-added':
        return `Новый источник: ${notice.name} (${notice.byName}). Его прочитают, прежде чем писать дальше.`;
      case 'raised':
        return notice.scope === 'article'
          ? `Бюджет статьи увеличен на ${format.money(notice.usd)} (${notice.byName}).`
          : `Бюджет статьи на сегодня увеличен на ${format.money(notice.usd)} (${notice.byName}).`;
      case 'budget-warning':
        return budgetWarning(notice.warning);
      case 'compared':
        return notice.won
          ? `Оценки черновиков ${notice.version} и ${notice.with} почти одинаковы, поэтому рецензент сравнил их, в том и в другом порядке: черновик ${notice.version} лучше.`
          : `Оценки черновиков ${notice.version} и ${notice.with} почти одинаковы, поэтому рецензент сравнил их. Новый не явно лучше: лучшим остаётся черновик ${notice.with}.`;
      case 'votes-void':
        return `Голоса по черновику ${notice.version} сняты (${format.both(notice.names)}): текст меняется, и всех спросят заново.`;
      case 'cannot-be-approved':
        return `Одобрить черновик ${notice.version} сейчас некому: нужно одобрений ${notice.needed}, а собрать можно ${notice.left}: ${SHORT[notice.why]}. Изменить текст, попросить правки, отклонить статью или отменить её можно. Чтобы её одобрили, пусть её закажет кто-то другой, или попросите администратора назвать больше тех, кто решает, и закажите заново: правила у статьи те, с которыми она началась.`;
      case 'votes-joined':
        return `По черновику ${notice.version} есть два голоса с аккаунтов, которые теперь связаны: ${notice.byName} — один человек. Считается один голос, последний.`;
      case 'escalated':
        return `Решения нет уже ${waited(notice.waitedMs)}.`;
      case 'parked':
        return `Решения нет уже ${waited(notice.waitedMs)}, поэтому статья отложена: напоминаний о ней больше не будет. Работа продолжится, как только кто-нибудь примет решение или нажмёт «Продолжить».`;
      case 'expired':
        return `Решения нет уже ${waited(notice.waitedMs)}, поэтому статья отменена. Ничего отправлено не будет; всё, что написано, остаётся здесь.`;
      case 'new-day':
        return 'Начался новый день, и с ним новый бюджет: работа над статьёй продолжается.';
      case 'did-not-count':
        return `${notice.byName}, не получилось ${asked[notice.asked]}. ${answers.refusal(notice.refusal, {})}`;
      default:
        return notice satisfies never;
    }
  },

  told: (who) => `Предупредили: ${format.both(who)}`,

  placeLost: (platform, byName, reason) =>
    `Статью больше не видно ${words.where(platform)}, куда её добавили (${byName}): ${UNDELIVERABLE[reason]}. Остальное идёт как шло.`,

  undeliverable: (reason) =>
    `Работа над статьёй остановилась: ${UNDELIVERABLE[reason]}. Ничего не потеряно. Перенесите статью в другое место или повторите, когда туда снова можно будет писать.`,

  moveHint: (command: string): string => `Чтобы продолжить в другом месте, отправьте там: ${command}`,

  changed: {
    heading: (version, earlier, outline) =>
      outline
        ? `Что изменилось в плане ${version} после плана ${earlier}`
        : `Что изменилось в черновике ${version} после черновика ${earlier}`,
    sinceOwn: (outline) =>
      `С ${outline ? 'плана' : 'черновика'}, по которому вы принимали решение или который открывали.`,
    sinceShown: (outline) => `С ${outline ? 'плана' : 'черновика'}, который выносили на решение.`,
    nothing: 'Не изменилось ни слова.',
    more: (count) => `Ещё ${format.count(count, { one: 'место', few: 'места', many: 'мест' })} — в файле.`,
  },

  styleRule: {
    heading: 'В правила редакции?',
    rule: (ours, others) => `Всегда «${ours}», а не ${others.map((one) => `«${one}»`).join(', ')}`,
    from: (names, times) =>
      `Так исправлено в ${format.count(times, { one: 'месте', many: 'местах' })}: ${format.both(names)}.`,
    adopted: (byName, when) => `Принято: ${byName}, ${when}`,
    removed: 'Это правило больше не действует.',
  },

  extras: {
    heading: 'Вместе со статьёй',
    byPerson: (byName) => `правка: ${byName}`,
    replace: 'Любой из этих текстов может заменить тот, кто принимает решение:',
    missing: 'Текстов к статье нет: для этого черновика они не написаны. Если одобрить сейчас, статья выйдет без них.',
    file: 'Тексты к статье',
  },

  final: {
    ready: (title: string, edition?: number): string =>
      edition === undefined ? `Статья готова: ${title}` : `Издание ${edition} готово: ${title}`,
    from: (version: number): string => `Основа — черновик ${version}.`,
    receipt: 'Справка: кто писал и кто решал',
    edited: (changed, kept) =>
      [
        changed === 0
          ? 'Редактор не изменил ни одного предложения'
          : `Редактор изменил ${format.count(changed, { one: 'предложение', few: 'предложения', many: 'предложений' })}`,
        ...(kept === 0 ? [] : [`оставил как одобрено: ${format.number(kept)}`]),
      ].join(', ') + '.',
    proposals: 'Редактор предлагает, но не внёс сам',
    moreProposals: (count) =>
      `И ещё ${format.count(count, { one: 'предложение', few: 'предложения', many: 'предложений' })} — в файле с правкой.`,
    changesOf: (title) => `Что изменила финальная правка: ${title}`,
    reasons: {
      negation: 'Изменилось бы отрицание',
      name: 'Изменилось бы имя или название',
      number: 'Изменилось бы число или единица',
      date: 'Изменилась бы дата',
      quote: 'Изменилась бы цитата',
      link: 'Изменилась бы ссылка',
      code: 'Изменился бы код',
      reservation: 'Изменилась бы оговорка',
      comparison: 'Изменилось бы сравнение',
      question: 'Утверждение стало бы вопросом или наоборот',
      words: 'Изменились бы слова',
      order: 'Изменился бы порядок слов',
      added: 'Добавилось бы предложение',
      dropped: 'Исчезло бы предложение',
      heading: 'Заголовок говорил бы другое',
      whole: 'Тексты не удалось сопоставить',
    },
  },
};
