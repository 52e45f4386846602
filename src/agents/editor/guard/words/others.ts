import { type LanguageWords, NO_WORDS } from './words.ts';

const list = (words: string): readonly string[] => words.trim().split(/\s+/);
/** From nought on. */
const count = (words: string): Readonly<Record<string, number>> =>
  Object.fromEntries(list(words).flatMap((forms, value) => forms.split('|').map((form) => [form, value])));
const months = (words: string): readonly string[] => list(words).map((forms) => forms.replaceAll('|', ' '));
const UNITS = {
  '%': list('prozent pourcent pourcents porciento percento porcento procent відсоток відсотки відсотків procent'),
};

/** Languages in which articles are written, too; for want of a dictionary the guard is stricter in them. */
export const OTHERS: Readonly<Record<string, LanguageWords>> = {
  de: {
    ...NO_WORDS,
    ordinalStop: true,
    negations: list(
      'nicht kein keine keinen keiner keines keinem nie niemals niemand nichts nirgends ohne weder noch kaum außer unmöglich',
    ),
    reservations:
      list(`kann können könnte könnten darf dürfte dürften mag möglicherweise vielleicht wohl vermutlich wahrscheinlich etwa
      ungefähr rund zirka circa ca knapp fast angeblich laut zufolge offenbar scheint scheinen soll sollen sollte meist oft manchmal`),
    comparisons:
      list(`mehr weniger größer kleiner höher niedriger vor nach über unter steigt sinkt stieg sank steigen sinken fällt fiel
      alle jeder nur immer erste letzte besser schlechter früher später million millionen milliarde milliarden`),
    alike: [
      'der die das den dem des',
      'ein eine einen einem einer eines',
      'daß dass',
      'ist sind',
      'hat haben',
      'wird werden',
    ],
    months: months(
      'Januar|Jänner|Jan Februar|Feb März April|Apr Mai Juni Juli August|Aug September|Sept Oktober|Okt November|Nov Dezember|Dez',
    ),
    numbers: {
      ...count('null eins|ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'),
      hundert: 100,
      tausend: 1e3,
      million: 1e6,
      millionen: 1e6,
      mio: 1e6,
      milliarde: 1e9,
      milliarden: 1e9,
      mrd: 1e9,
    },
    units: {
      ...UNITS,
      km: list('kilometer kilometern'),
      m: list('meter metern'),
      kg: list('kilogramm'),
      t: list('tonne tonnen'),
      l: list('liter litern'),
      h: list('stunde stunden std'),
      '°c': list('gradcelsius'),
      '€': list('euro eur'),
    },
    questions: list(
      'was wie warum wer wen wem wann wo wohin woher welche welcher welches ist sind hat haben kann können wird werden',
    ),
    abbreviations: list('z.b d.h u.a bzw ca dr prof nr usw st'),
    idleHeadings: list('einleitung einführung überblick fazit zusammenfassung schluss hintergrund allgemeines'),
  },
  fr: {
    ...NO_WORDS,
    negations: list(
      "ne n'est n pas jamais rien personne aucun aucune sans ni guère plus nul nulle sauf impossible non",
    ),
    reservations:
      list(`peut peuvent pourrait pourraient doit devrait devraient semble semblent environ presque quasi selon peut-être
      probablement vraisemblablement sans-doute prétendument certains souvent parfois généralement`),
    comparisons: list(
      'plus moins meilleur pire avant après sur sous monte baisse augmente diminue hausse tous chaque seulement toujours premier dernier million millions milliard milliards',
    ),
    alike: ['le la les l', 'un une des', 'du de d', 'ce cet cette ces', 'est sont', 'a ont', 'à a', 'ou où'],
    months: months(
      'janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre décembre|decembre',
    ),
    numbers: {
      ...count('zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze'),
      cent: 100,
      mille: 1e3,
      million: 1e6,
      millions: 1e6,
      milliard: 1e9,
      milliards: 1e9,
    },
    units: {
      ...UNITS,
      km: list('kilomètre kilomètres'),
      m: list('mètre mètres'),
      kg: list('kilogramme kilogrammes'),
      t: list('tonne tonnes'),
      l: list('litre litres'),
      h: list('heure heures'),
      '€': list('euro euros eur'),
    },
    questions: list('que quoi comment pourquoi qui quand où quel quelle quels quelles combien est-ce'),
    abbreviations: list('m mme dr p.ex etc env st'),
    idleHeadings: list('introduction aperçu conclusion résumé contexte généralités'),
  },
  es: {
    ...NO_WORDS,
    negations: list('no nunca jamás nadie nada ningún ninguna ninguno sin ni tampoco apenas salvo imposible'),
    reservations: list(
      'puede pueden podría podrían debería parece parecen quizás quizá tal vez probablemente posiblemente aproximadamente alrededor casi según presuntamente supuestamente algunos algunas suele suelen unos unas',
    ),
    comparisons: list(
      'más menos mejor peor antes después sobre bajo sube baja aumenta disminuye crece cae todos cada solo sólo siempre primero último millón millones',
    ),
    alike: ['el la los las', 'un una', 'es son', 'ha han', 'solo sólo', 'mas más', 'si sí', 'tu tú', 'esta está'],
    months: months(
      'enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre',
    ),
    numbers: {
      ...count('cero uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce'),
      cien: 100,
      mil: 1e3,
      millón: 1e6,
      millones: 1e6,
    },
    units: {
      ...UNITS,
      km: list('kilómetro kilómetros'),
      m: list('metro metros'),
      kg: list('kilogramo kilogramos kilo kilos'),
      l: list('litro litros'),
      h: list('hora horas'),
      '€': list('euro euros eur'),
    },
    questions: list('qué cómo quién cuándo dónde cuál cuáles cuánto por'),
    abbreviations: list('sr sra dr p.ej etc núm'),
    idleHeadings: list('introducción resumen conclusión conclusiones contexto generalidades'),
  },
  uk: {
    ...NO_WORDS,
    negations: list(
      'не ні немає нема без ніколи ніхто нікого нікому ніщо нічого ніде нікуди ніяк жоден жодна жодного неможливо навряд окрім крім',
    ),
    reservations: list(
      'може можуть міг могла могли можливо ймовірно мабуть напевно близько приблизно майже певно за словами словом даними згідно нібито схоже очікується вважається вважають іноді часто зазвичай деякі б би',
    ),
    comparisons: list(
      'більше менше краще гірше вище нижче раніше пізніше до після над під зростає падає знижується підвищується усі всі кожен лише тільки завжди перший останній мільйон мільярд тисяча',
    ),
    alike: ['в у', 'з із зі', 'і й та', 'б би', 'ж же'],
    months: months(
      'січень|січня|січні лютий|лютого|лютому березень|березня|березні квітень|квітня|квітні травень|травня|травні червень|червня|червні липень|липня|липні серпень|серпня|серпні вересень|вересня|вересні жовтень|жовтня|жовтні листопад|листопада|листопаді грудень|грудня|грудні',
    ),
    dateWords: ['року', 'рік', 'році', 'р', 'рр'],
    numbers: {
      ...count("нуль один|одна|одне два|дві три чотири п'ять шість сім вісім дев'ять десять"),
      сто: 100,
      'тисяч*': 1e3,
      тис: 1e3,
      'мільйон*': 1e6,
      млн: 1e6,
      'мільярд*': 1e9,
      млрд: 1e9,
    },
    units: {
      ...UNITS,
      km: list('км кілометр*'),
      m: list('м метр*'),
      kg: list('кг кілограм*'),
      g: list('г грам*'),
      t: list('т тонн*'),
      l: list('л літр*'),
      h: list('год годин*'),
      min: list('хв хвилин*'),
      '%': list('відсот*'),
    },
    questions: list('що як чому хто коли де куди звідки який яка яке які навіщо скільки чий чи хіба невже'),
    abbreviations: list('р рр вул ім д т.д т.п ін див с грн тис млн млрд проф акад'),
    idleHeadings: list('вступ висновок висновки підсумок підсумки огляд загальне зміст'),
  },
  it: {
    ...NO_WORDS,
    negations: list('non no mai nessuno nessuna niente nulla senza né neanche appena tranne impossibile'),
    reservations: list(
      'può possono potrebbe potrebbero dovrebbe sembra sembrano forse probabilmente circa quasi secondo presumibilmente alcuni alcune spesso talvolta',
    ),
    comparisons: list(
      'più meno meglio peggio prima dopo sopra sotto sale scende aumenta diminuisce tutti ogni solo sempre primo ultimo milione milioni miliardo miliardi',
    ),
    alike: ['il lo la i gli le', 'un uno una', 'è sono', 'ha hanno'],
    months: months('gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'),
    numbers: {
      ...count('zero uno|un|una due tre quattro cinque sei sette otto nove dieci undici dodici'),
      cento: 100,
      mille: 1e3,
      mila: 1e3,
      milione: 1e6,
      milioni: 1e6,
    },
    units: {
      ...UNITS,
      km: list('chilometro chilometri'),
      m: list('metro metri'),
      kg: list('chilogrammo chilogrammi chilo chili'),
      '€': list('euro eur'),
    },
    questions: list('che come perché chi quando dove quale quali quanto'),
    idleHeadings: list('introduzione panoramica conclusione conclusioni riassunto contesto'),
  },
  pt: {
    ...NO_WORDS,
    negations: list('não nunca jamais ninguém nada nenhum nenhuma sem nem tampouco mal exceto impossível'),
    reservations: list(
      'pode podem poderia poderiam deveria parece parecem talvez provavelmente possivelmente cerca quase segundo supostamente alguns algumas costuma',
    ),
    comparisons: list(
      'mais menos melhor pior antes depois sobre sob sobe cai aumenta diminui cresce todos cada só apenas sempre primeiro último milhão milhões bilhão bilhões',
    ),
    alike: ['o a os as', 'um uma', 'é são', 'tem têm'],
    months: months('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
    numbers: {
      ...count('zero um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze'),
      cem: 100,
      mil: 1e3,
      milhão: 1e6,
      milhões: 1e6,
    },
    units: {
      ...UNITS,
      km: list('quilômetro quilômetros quilómetro quilómetros'),
      m: list('metro metros'),
      kg: list('quilograma quilogramas quilo quilos'),
    },
    questions: list('que como quem quando onde qual quais quanto por'),
    idleHeadings: list('introdução resumo conclusão conclusões contexto'),
  },
  pl: {
    ...NO_WORDS,
    negations: list(
      'nie nigdy nikt nikogo nic niczego nigdzie bez ani żaden żadna żadne prócz oprócz niemożliwe ledwie',
    ),
    reservations: list(
      'może mogą mógłby mogłaby mogłoby prawdopodobnie chyba podobno rzekomo około blisko prawie według zdaniem wydaje się niektórzy niektóre często czasem zwykle by',
    ),
    comparisons: list(
      'więcej mniej lepiej gorzej wyższy niższy przed po nad pod rośnie spada wzrósł spadł wszyscy każdy tylko zawsze pierwszy ostatni milion miliard tysiąc',
    ),
    alike: ['w we', 'z ze'],
    months: months(
      'styczeń|stycznia|styczniu luty|lutego|lutym marzec|marca|marcu kwiecień|kwietnia|kwietniu maj|maja|maju czerwiec|czerwca|czerwcu lipiec|lipca|lipcu sierpień|sierpnia|sierpniu wrzesień|września|wrześniu październik|października|październiku listopad|listopada|listopadzie grudzień|grudnia|grudniu',
    ),
    dateWords: ['roku', 'rok', 'r'],
    numbers: {
      ...count('zero jeden|jedna|jedno dwa|dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć'),
      sto: 100,
      'tysi*': 1e3,
      tys: 1e3,
      'milion*': 1e6,
      mln: 1e6,
      'miliard*': 1e9,
      mld: 1e9,
    },
    units: { ...UNITS, km: list('kilometr*'), m: list('metr*'), kg: list('kilogram*'), '%': list('procent*') },
    questions: list('co jak dlaczego kto kiedy gdzie który która które czy ile'),
    idleHeadings: list('wstęp wprowadzenie podsumowanie zakończenie wnioski'),
  },
};
