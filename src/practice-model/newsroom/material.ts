/**
 * What there is to say about one kind of topic, in one language. Texts may hold the slots of {@link fill}; in every list
 * the article's seed chooses.
 */
export interface Material {
  /** Openings that say something. */
  readonly leads: Variants;
  /** The concrete body of the first section. */
  readonly overviews: Variants;
  /** What the matter depends on: a short name and a paragraph each. */
  readonly drivers: readonly [Driver, Driver, Driver];
  /** Small stories. */
  readonly examples: readonly [string, string, ...string[]];
  readonly table: { readonly head: TableRow; readonly rows: readonly TableRow[] };
  readonly mistakes: readonly { readonly said: string; readonly so: string }[];
  readonly steps: readonly string[];
  /** A figure that the first draft asserts without a source, and what can be said in its place. Every claim has a `%`. */
  readonly doubtful: readonly [Doubtful, ...Doubtful[]];
}

export type Variants = readonly [string, ...string[]];

interface Driver {
  readonly name: string;
  /** Within a sentence, where the name in lower case would be wrong. */
  readonly inline?: string;
  readonly text: string;
}

type TableRow = readonly [string, string, string];

interface Doubtful {
  readonly claim: string;
  readonly correction: string;
}

/** Kinds of topics for which there is {@link Material}. `tides` is the one about which it knows what it writes. */
export type Domain = 'tides' | 'nature' | 'technology' | 'business' | 'food' | 'health' | 'society' | 'general';

/** In this order: the first that matches names the domain. Cyrillic stems stand without `\b`, which knows only ASCII. */
const DOMAIN_SIGNS: readonly (readonly [Domain, RegExp])[] = [
  ['tides', /\b(tides?|tidal|ebb and flow)\b|прилив[а-яё]{0,3}(?![а-яё])|приливн|отлив/i],
  [
    'technology',
    /\b(software|computers?|internet|web|app|apps|api|code|coding|program\w*|databases?|sql|postgres\w*|servers?|cloud|kubernetes|docker|linux|git|python|javascript|typescript|rust|java|algorithms?|data|ai|neural|machine learning|robots?|chips?|encryption|cryptograph\w*|passwords?|networks?|wi-?fi|batter(y|ies)|engines?|temporal|workflows?|queues?|caches?|caching|search engines?|gps|phones?|3d print\w*)\b|программ|компьютер|интернет|сервер|база данных|баз[ыу]? данных|алгоритм|нейросет|искусственн\S* интеллект|шифрован|робот|сайт|браузер|облачн|код(?![а-яё])|процессор|смартфон|двигател/i,
  ],
  [
    'food',
    /\b(food|bread|sourdough|baking|bake|cook\w*|recipes?|coffee|tea|wine|beer|cheese|chocolate|pasta|pizza|soup|kitchen|ferment\w*|spices?|vegetables?|fruits?|meat|rice|sugar|salt|honey)\b|хлеб|закваск|выпечк|готовить|кулинар|рецепт|кофе|чай|чая|вин[оа](?![а-яё])|пиво|сыр(?![а-яё])|шоколад|суп|кухн|борщ|пицц|специ[ий]|мёд/i,
  ],
  [
    'health',
    /\b(health\w*|sleep\w*|diets?|nutrition|exercise|fitness|running|yoga|medicine|vaccin\w*|viruses|virus|immune|heart|brain|memory|stress|anxiety|habits?|pain|vitamins?|blood|muscles?|meditation|burnout)\b|здоров|сон(?![а-яё])|сна(?![а-яё])|диет|питани|спорт|бег(?![а-яё])|йог[аи]|медицин|вакцин|вирус|иммун|сердц|мозг|памят|стресс|тревог|привыч|боль(?![а-яё])|витамин|кровь|выгоран/i,
  ],
  [
    'business',
    /\b(business|money|bank\w*|inflation|tax\w*|budget\w*|invest\w*|markets?|marketing|sales|startups?|compan(y|ies)|customers?|pric(e|es|ing)|salar(y|ies)|remote work|office|hiring|interviews?|meetings?|management|managers?|teams?|leadership|econom\w*|trade|insurance|pensions?|negotiat\w*|accounting|cfos?|product|strategy)\b|бизнес|деньг|денег|банк|инфляц|налог|бюджет|инвест|рынок|рынк|маркетинг|продаж|стартап|компани|клиент|цен[аы](?![а-яё])|зарплат|удалённ|удаленн|офис|найм|собеседован|совещан|управлени|команд|эконом|торговл|страхован|пенси|переговор/i,
  ],
  [
    'nature',
    /\b(sea|seas|ocean\w*|moon|sun|stars?|planets?|sky|weather|climate|rain|clouds?|wind|storms?|snow|rivers?|mountains?|volcano\w*|earthquakes?|forests?|trees?|plants?|flowers?|gardens?|gardening|animals?|birds?|bees?|cats?|dogs?|fish|whales?|insects?|dinosaurs?|evolution|gravity|light|physics|chemistry|atoms?|black holes?|universe|seasons?|aurora\w*|rainbows?|magnets?|photosynthesis|ecosystems?|glaciers?)\b|мор[ея](?![а-яё])|океан|лун[аы](?![а-яё])|солнц|звезд|звёзд|планет|небо|погод|климат|дожд|облак|ветер|ветр|снег|рек[аи](?![а-яё])|гор[аы](?![а-яё])|вулкан|землетряс|лес(?![а-яё])|дерев|растени|цвет[оы]к|сад(?![а-яё])|животн|птиц|пчел|пчёл|кошк|собак|рыб|кит[ыа](?![а-яё])|насеком|динозавр|эволюц|гравитац|свет(?![а-яё])|физик|хими|атом|вселенн|времена года|радуг|магнит|фотосинтез|ледник|сияни/i,
  ],
  [
    'society',
    /\b(history|war|wars|revolution|empires?|kings?|queens?|art|music|jazz|films?|cinema|books?|poetry|novels?|language|languages|writing|alphabet|cit(y|ies)|architecture|bridges?|museums?|elections?|vot\w*|democracy|law|laws|courts?|parliament|schools?|education|teaching|learning|travel|trains?|railways?|cycling|football|chess|religion|philosophy|fashion|photography|newspapers?|journalism)\b|истори|войн|революц|импери|корол|цар[ьи](?![а-яё])|искусств|музык|джаз|кино|книг|поэзи|роман|язык|письм|алфавит|город|архитектур|мост[ыа]?(?![а-яё])|музе[йи]|выбор[ыа](?![а-яё])|голосован|демократ|закон|суд(?![а-яё])|парламент|школ|образован|обучени|путешеств|поезд|железн\S* дорог|велосипед|футбол|шахмат|религи|философи|мод[аы](?![а-яё])|фотограф|газет|журналист/i,
  ],
];

/** The kind of a topic, by its words. */
export function domainOf(topic: string): Domain {
  return DOMAIN_SIGNS.find(([, signs]) => signs.test(topic))?.[0] ?? 'general';
}

/** Puts values into `{slots}`, and begins the text with a capital letter. A slot without a value is a mistake of ours. */
export function fill(template: string, slots: Readonly<Record<string, string>>): string {
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`The practice model has no value for {${name}} in: ${template}`);
    return value;
  });
  return capitalised(text);
}

/** With the first letter in upper case, also behind an opening quotation mark; `iPhone` stays. */
export function capitalised(text: string): string {
  return text.replace(
    /^([“«„"'(]*)(\p{Ll})(?!\p{Lu})/u,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}
