import type { Domain, Material } from './material.ts';

const tides: Material = {
  leads: [
    'Twice a day the sea climbs a harbour wall and sinks back again, and each day it does so about fifty minutes later than the day before. That delay is the clue: the sea keeps the Moon’s time, not ours.',
    'A boat that floats at breakfast can lie on mud at lunch and float again before dinner. Nothing has been added to the sea or taken from it; the water has only been moved, and what moves it is the Moon.',
  ],
  overviews: [
    'The Moon pulls harder on the side of the Earth that faces it than on the far side. The difference between the two pulls stretches the oceans into two broad bulges, one towards the Moon and one away from it. As the Earth turns, a coast passes through both, which makes two high tides in 24 hours and 50 minutes.',
    'A tide is not a hill of water that races after the Moon. It is a difference of pull: a little stronger on the near side of the Earth, a little weaker on the far side. The oceans give way to that difference, and the turning Earth carries each coast through high and low water.',
  ],
  drivers: [
    {
      name: 'The Moon',
      text: 'It sets the beat. From one high water to the next pass about 12 hours and 25 minutes, half of the time the Earth needs to turn back to the Moon.',
    },
    {
      name: 'The Sun',
      text: 'It sets the size. At new and full moon Sun and Moon pull in one line and the range grows: spring tides. At half moon they pull at right angles and the range shrinks: neap tides.',
    },
    {
      name: 'The coast',
      text: 'It decides what arrives. A funnel-shaped bay gathers the wave and lifts it; an almost closed sea such as the Mediterranean has hardly any tide.',
    },
  ],
  examples: [
    'In the Bay of Fundy, on Canada’s Atlantic coast, the water rises by up to 16 metres between low and high tide. The Moon pulls no harder there than elsewhere. The bay is of such a length that the water sloshes in it about as fast as the tide pushes, as on a swing that is pushed at the right moment.',
    'At Mont-Saint-Michel in Normandy the sea withdraws by several kilometres and comes back across nearly flat sand. In a few hours a walk across the bay turns into a swim, which is why guides there read the tide table before the weather report.',
  ],
  table: {
    head: ['When', 'What happens', 'What you see'],
    rows: [
      ['New and full moon', 'Sun and Moon pull in one line', 'Spring tide: very high and very low water'],
      ['Half moon', 'They pull at right angles', 'Neap tide: a small range'],
      ['Every 24 h 50 min', 'The coast passes both bulges', 'Two high and two low waters in most places'],
      ['Storm towards land', 'Wind heaps up the water', 'Higher than the table says: a surge'],
    ],
  },
  mistakes: [
    {
      said: 'The Moon lifts the water straight up.',
      so: 'The upward pull is far too weak. What counts is the pull along the surface, which gathers water from a whole ocean.',
    },
    {
      said: 'There should be one high tide a day, on the Moon’s side.',
      so: 'The far side is pulled less than the Earth as a whole and stays behind, so there is a second bulge.',
    },
    {
      said: 'High tide comes when the Moon stands highest.',
      so: 'Coasts and depths delay the wave. Every harbour has its own delay, and that is what a tide table is for.',
    },
  ],
  steps: [
    'Pick a post, a stair or a stone at the water’s edge and note the time when the sea touches it.',
    'Come back the next day: the same level arrives about fifty minutes later.',
    'Look up the phase of the Moon and note how far the water rises.',
    'After two weeks compare the ranges at half moon and at full moon.',
  ],
  doubtful: [
    {
      claim: 'The Moon alone causes 97% of every tide, and the Sun has no part in it.',
      correction: 'The Sun takes part as well: its effect on the tides is a little less than half of the Moon’s.',
    },
    {
      claim: 'On 92% of all coasts the water rises by exactly two metres.',
      correction:
        'The range differs from coast to coast: centimetres in the Mediterranean, up to 16 metres in the Bay of Fundy.',
    },
  ],
};

const nature: Material = {
  leads: [
    'Spend ten minutes outdoors with {subject} in mind and you notice two things: something is changing all the time, and it changes in an order. That order is the story here.',
    'Nobody needs a laboratory to begin with {subject}. A notebook, a clock and a place to come back to are enough to see a pattern; the explanation comes second.',
    'The best place to learn about {subject} is wherever the difference is largest: at the edge, at the turning point, in the hour when one thing becomes another.',
  ],
  overviews: [
    'Three questions open up {subject}: where does the energy come from, how long does a change take to arrive, and what stands in its way? Asked in this order, they turn most puzzles into questions of timing.',
    'It helps to think of {subject} as a budget. Something comes in, something goes out, and for a while the difference is stored. What we notice is mostly the store filling up or running empty.',
  ],
  drivers: [
    {
      name: 'Energy',
      text: 'Nothing in nature moves for free. Ask first what pays for the movement: heat, gravity, light, or something alive that has eaten.',
    },
    {
      name: 'Timing',
      text: 'Causes arrive late. What can be seen today often began hours, seasons or years ago, which is why a single look misleads.',
    },
    {
      name: 'Surroundings',
      text: 'The same cause looks different in a narrow valley, on an open plain and at sea. Shape and neighbours bend the result more than most people expect.',
    },
  ],
  examples: [
    'A teacher in Porto had her class write one line on {subject} each morning and one each evening, for three weeks. In the first week the lines looked like chance. In the second they began to repeat. In the third the children guessed the evening line at breakfast, and were wrong only after the storm.',
    'A hut warden in the Alps keeps a diary that goes back to his grandfather. For {subject} he uses three columns: what I saw, what I expected, what had changed the day before. The third column, he says, explains most of the difference between the first two.',
  ],
  table: {
    head: ['What you see', 'What it often means', 'What to note'],
    rows: [
      ['A slow, steady change', 'A store is filling or emptying', 'The time, once a day'],
      ['A sudden turn', 'A limit was reached', 'What happened just before'],
      ['The same thing again', 'A cycle', 'The gap between two repeats'],
      ['Nothing at all', 'Two causes cancel out', 'What each would do alone'],
    ],
  },
  mistakes: [
    {
      said: 'The biggest thing nearby must be the cause.',
      so: 'Often it is only the place where the effect becomes visible.',
    },
    {
      said: 'If it happened today, the reason is in today’s weather.',
      so: 'Many causes need days or seasons to arrive.',
    },
    { said: 'An exception proves the rule wrong.', so: 'It shows where the rule ends, and that is worth knowing.' },
  ],
  steps: [
    'Choose one place and one hour, and stay with them.',
    'Write down what you see before you read anything about it.',
    'After a week, mark what repeated itself and what did not.',
    'Only then look for the explanation, and test it on the lines that do not fit.',
  ],
  doubtful: [
    {
      claim: 'By 1950, science had explained 87% of everything there is to know about {subject}.',
      correction:
        'Nobody has a serious figure for how much of {subject} is explained; good sources name the open questions.',
    },
    {
      claim: 'Observers agree that 64% of what we see of {subject} is pure chance.',
      correction: 'Chance plays a part in {subject}, but how large a part depends on where and for how long one looks.',
    },
  ],
};

const technology: Material = {
  leads: [
    'The quickest way to understand {subject} is to ask what would break without it. The answer names the problem, and the problem explains most of the design.',
    'Every explanation of {subject} begins with boxes and arrows. This one begins with an ordinary Tuesday on which something goes wrong, because that is the day the design was made for.',
    'Behind {subject} stands a trade: somebody gave up a little speed, or a little money, or a little comfort, to be sure of something else. Find the trade and the rest falls into place.',
  ],
  overviews: [
    'At its core, the whole matter of {subject} comes down to keeping a promise under load. Inputs arrive when they like, parts fail when they like, and the promise has to hold all the same. The interesting decisions are about what happens in between.',
    'Three layers are worth keeping apart: what the user is promised, how the promise is kept on a good day, and how it is kept on a bad one. Most confusion about {subject} comes from mixing the second with the third.',
  ],
  drivers: [
    {
      name: 'Load',
      text: 'A design that is pleasant for ten users can be painful for ten thousand. Ask what grows, and whether the work grows with it or faster.',
    },
    {
      name: 'Failure',
      text: 'Parts stop, messages arrive twice, clocks disagree. What happens then is not a detail; it is half of the design.',
    },
    {
      name: 'Cost',
      text: 'Memory, power, money and attention are all limited. A good choice says which of them it spends, and on what.',
    },
  ],
  examples: [
    'A team of four ran a small shop on one server and had never thought about {subject}. On the first day of a sale, orders came in forty times faster than usual; the server did not crash, it merely answered late, and customers pressed the button again. The fix took an afternoon: count each order once, and say “received” at once. Understanding why took a week.',
    'A library put its catalogue online and measured only the average waiting time, which looked fine. The complaints came from one branch, always at half past three, when a school let out. Looking at {subject} through the slowest tenth of the requests, they saw within an hour what the average had hidden for a year.',
  ],
  table: {
    head: ['Symptom', 'Likely reason', 'First thing to look at'],
    rows: [
      ['Slow for everyone', 'A shared part is full', 'Queues, and how long they are'],
      ['Slow for a few', 'One path is different', 'The slowest tenth, not the average'],
      ['Wrong only sometimes', 'Two things happen at once', 'The order of events in the log'],
      ['Fine until restart', 'Something was kept only in memory', 'What is written down, and when'],
    ],
  },
  mistakes: [
    {
      said: 'It works on my machine, so the idea is right.',
      so: 'One machine has no network that fails and no second user.',
    },
    { said: 'Faster hardware will solve it.', so: 'It moves the limit; it seldom removes the reason.' },
    { said: 'We can add safety later.', so: 'Later it has to be added in every place where it was left out.' },
  ],
  steps: [
    'Write down in one sentence what must never happen.',
    'Measure one thing for a week before changing anything.',
    'Switch one part off on purpose, and watch who notices.',
    'Change one thing, measure again, and keep the note.',
  ],
  doubtful: [
    {
      claim: 'Studies show that 83% of all projects fail because of {subject}.',
      correction:
        'How often projects fail over {subject} is not known; the published surveys count different things and cannot be added up.',
    },
    {
      claim: 'Today 91% of all companies use {subject} every single day.',
      correction: 'How widely {subject} is used depends on whom one asks; a figure without its survey says little.',
    },
  ],
};

const business: Material = {
  leads: [
    'Ask three people in one company about {subject} and you get three answers, each of them right for the desk it comes from. The useful question is what they would all sign.',
    'Most decisions about {subject} are made on a Thursday afternoon, with half of the numbers and one eye on the clock. It pays to know beforehand which half matters.',
    'Money is the visible part of {subject}. Below it lie two things that seldom make it into the spreadsheet: who carries the risk, and who has the time.',
  ],
  overviews: [
    'Behind {subject} there is nearly always a question of who pays now and who gains later. As long as both are the same person, things stay simple; rules, contracts and quarrels begin where they are not.',
    'It is worth separating what {subject} costs once, what it costs every month, and what it costs to stop. The third figure is asked for least and decides most.',
  ],
  drivers: [
    {
      name: 'Incentives',
      text: 'People do what is rewarded, not what is written on the wall. Before judging a result, look at what it was paid for.',
    },
    {
      name: 'Time',
      text: 'A saving today and a saving in three years are different things. Put a date beside every figure.',
    },
    {
      name: 'Risk',
      text: 'Somebody carries it, even if no line of the plan says so. Naming that person changes the conversation.',
    },
  ],
  examples: [
    'A bakery with eleven employees wanted to settle {subject} once and for all. The owner wrote two columns on a flour bag: what it costs us if we do nothing, what it costs us if we are wrong. The second column was shorter than feared. They tried it for eight weeks in one of two shops, and let the till decide.',
    'In a firm of engineers, {subject} came up in every meeting and left every meeting unchanged. A new assistant began to note who would have to do something on Monday. In most weeks the column stayed empty; after a month the meetings were half as long, and the matter was settled in one of them.',
  ],
  table: {
    head: ['Question', 'Good sign', 'Warning sign'],
    rows: [
      ['Who decides?', 'One name', '“We all do”'],
      ['What does it cost to stop?', 'A figure and a date', 'Nobody has asked'],
      ['How will we know?', 'A number agreed beforehand', 'A feeling afterwards'],
      ['Who carries the risk?', 'Somebody who knows it', 'Somebody who does not'],
    ],
  },
  mistakes: [
    { said: 'The competition does it too.', so: 'Perhaps for a reason you do not share.' },
    { said: 'The figures speak for themselves.', so: 'Somebody chose them, and left others out.' },
    {
      said: 'We have already put so much into it.',
      so: 'What is spent is spent; only what comes next can be decided.',
    },
  ],
  steps: [
    'Write the decision as one sentence with a date.',
    'List who gains, who pays, and who only hears about it.',
    'Agree on one number that would change your mind.',
    'Try it small, and look at that number in public.',
  ],
  doubtful: [
    {
      claim: 'According to a well-known rule, a firm that masters {subject} earns 38% more within a year.',
      correction:
        'No general figure for what {subject} can do for profits holds up; it differs by trade, size and starting point.',
    },
    {
      claim: 'Today, 76% of all managers call {subject} their biggest worry.',
      correction:
        'Surveys that ask managers about {subject} disagree with each other, mostly because they put the question differently.',
    },
  ],
};

const food: Material = {
  leads: [
    'The first sign of success with {subject} is a smell, and it comes minutes before anything can be seen. Cooks trust it; this article explains why they may.',
    'With {subject}, the difference between good and very good is rarely a secret ingredient. It is usually ten degrees, or half an hour, or the patience to leave things alone.',
    'Everything about {subject} begins with water: how much there is, where it is held, and when it is allowed to leave. Keep that in view and recipes turn from commands into advice.',
  ],
  overviews: [
    'Three hands are on the dial: the ingredients, the heat and the time. Turn one and the other two have to follow. Most failures with {subject} are not mistakes but one dial turned alone.',
    'A recipe for {subject} is a record of what once worked in another kitchen. Flour, water, pans and weather differ, so it pays to know what each step is for; then it can be moved without being broken.',
  ],
  drivers: [
    {
      name: 'Ingredients',
      text: 'Fewer and better beats many. Taste each one alone, before it goes in; nothing that is dull by itself wakes up in company.',
    },
    {
      name: 'Heat',
      text: 'Gentle heat changes texture, strong heat makes flavour, and too much of it makes smoke. The pan matters less than the patience to let it get hot.',
    },
    {
      name: 'Time',
      text: 'Resting is work too: moisture spreads, flavours join, dough relaxes. What is hurried at the end was lost at the beginning.',
    },
  ],
  examples: [
    'A cook in a school canteen made the same dish on two Mondays for {subject}, two hundred plates each time. The only difference was a rest of twenty minutes before serving. On the second Monday hardly anything came back, and three children asked whether there was a new cook.',
    'Two neighbours started with {subject} on the same weekend and with the same recipe. One followed the clock, the other followed the look and the smell and wrote down the times. After a month the first still had good days and bad days; the second had a page of notes and stopped needing the recipe.',
  ],
  table: {
    head: ['If it is …', 'Then probably', 'Next time'],
    rows: [
      ['Flat in taste', 'Salt or acid is missing', 'Season early and a little at a time'],
      ['Tough or dense', 'Too much work or too little rest', 'Let it stand, then try again'],
      ['Dry', 'The heat was too long, not too high', 'Take it off earlier; it goes on cooking'],
      ['Different every time', 'Something is not measured', 'Weigh it once and write it down'],
    ],
  },
  mistakes: [
    { said: 'More is better.', so: 'One clear taste carries further than five faint ones.' },
    { said: 'The clock knows when it is done.', so: 'Your oven and your pan have not read the recipe.' },
    {
      said: 'It failed, so I have no talent for it.',
      so: 'It failed at one step; find that step and most of the rest was right.',
    },
  ],
  steps: [
    'Make it once exactly as written, and note what surprised you.',
    'Make it again and change a single thing.',
    'Taste at three points: the start, the middle and the end.',
    'Write down the version you would serve to a friend.',
  ],
  doubtful: [
    {
      claim: 'Chefs agree that 89% of the flavour in {subject} comes from the first five minutes.',
      correction:
        'Where the flavour in {subject} comes from cannot be put into one figure; heat, time and ingredients all have a share.',
    },
    {
      claim: 'In blind tastings, 95% of people notice nothing special about {subject}.',
      correction:
        'What people notice in blind tastings depends on the test; side by side, most find differences that they miss alone.',
    },
  ],
};

const health: Material = {
  leads: [
    'Most advice on {subject} fails on the second Wednesday, when the enthusiasm is gone and the week is long. What helps is advice that was made for that Wednesday.',
    'The body keeps no calendar, but it does keep accounts. With {subject}, what counts is less the one good day than the average of many ordinary ones.',
    'There is a simple test for everything one reads about {subject}: what would I do differently tomorrow morning? If the answer is nothing, the article was entertainment.',
  ],
  overviews: [
    'Three things decide most of what people notice about {subject}: how much, how often, and how well one recovers. They act together, so a change in one shows up late and often somewhere else.',
    'People differ, and with {subject} they differ a great deal. Averages are a good place to start and a poor place to stop: they say what to try first, not what will work for you.',
  ],
  drivers: [
    {
      name: 'Dose',
      text: 'Too little does nothing and too much does harm. In between lies a wide range in which regularity matters more than the exact amount.',
    },
    {
      name: 'Recovery',
      text: 'The body changes in the pauses. Sleep, food and a quiet hour are part of the plan and not its reward.',
    },
    {
      name: 'Habit',
      text: 'What is tied to a fixed moment of the day survives a bad week. What depends on mood does not.',
    },
  ],
  examples: [
    'A bus driver on early shifts wanted to do something about {subject} and had eleven minutes a day. He used them always at the same stop, the last of the round. After two months he could not say when it had become easier, only that on the day he missed it, something was missing.',
    'A physiotherapist asks new patients one question about {subject}: what do you already do without thinking about it? The plan is then built on to that, never beside it. Those who begin so, she says, are still at it in spring.',
  ],
  table: {
    head: ['You notice', 'It may be', 'Try first'],
    rows: [
      ['Progress, then a standstill', 'The dose no longer changes', 'A small change, one at a time'],
      ['Good weeks and bad weeks', 'Recovery is left to chance', 'The same bedtime for ten days'],
      ['It feels like a duty', 'The step is too big', 'Half of it, but daily'],
      ['Pain or fear', 'A case for a professional', 'Ask a doctor before going on'],
    ],
  },
  mistakes: [
    { said: 'It must hurt to help.', so: 'Pain is a message, and seldom a good one.' },
    { said: 'A week is enough to judge.', so: 'Most changes need weeks before they can be told from chance.' },
    { said: 'What helped my neighbour will help me.', so: 'It is a reason to try it, carefully, and not a proof.' },
  ],
  steps: [
    'Write down how things are now, in three numbers or three words.',
    'Change one thing, small enough for a bad day.',
    'Keep it up for three weeks before you judge it.',
    'Compare with your first note, and ask a professional when in doubt.',
  ],
  doubtful: [
    {
      claim: 'It has been proved that 78% of all people get {subject} completely wrong.',
      correction:
        'How many people go wrong with {subject} is not known; studies differ in whom they ask and in what they count as wrong.',
    },
    {
      claim: 'After exactly 21 days, 99% of people notice a difference with {subject}.',
      correction:
        'How long it takes to notice a difference with {subject} varies from person to person, from days to months.',
    },
  ],
};

const society: Material = {
  leads: [
    'Every account of {subject} is written by somebody who already knows how it ended. To understand it, one has to go back to a morning when nobody did.',
    'There are two ways into {subject}: through the famous names, and through the people who had to get up early because of them. The second is slower and shows more.',
    'The traces of {subject} lie around in plain sight: in street names, in sayings, in the hour at which shops close. One only has to ask why they are as they are.',
  ],
  overviews: [
    'Three forces meet in {subject}: what people wanted, what the place allowed, and what they were used to. The first makes the headlines; the other two usually decide.',
    'It helps to read {subject} twice, once forwards and once backwards. Forwards, everything is open and most of it is chance; backwards, a line appears. The truth needs both readings.',
  ],
  drivers: [
    {
      name: 'People',
      text: 'Behind every “it came about” there is somebody who did it, often for reasons that had little to do with the result.',
    },
    {
      name: 'Place',
      text: 'Rivers, roads and the price of a loaf set limits that no idea gets past. Look at a map before looking at a theory.',
    },
    {
      name: 'Memory',
      text: 'What is retold changes with each telling. Ask who kept the story, and what it was good for at the time.',
    },
  ],
  examples: [
    'In a small town on the Danube the archive holds forty years of council minutes. A pensioner read them all, looking for {subject}, and found it in the wrong place: not under culture, not under politics, but under repairs. That is where the money was spent, and where the quarrels were honest.',
    'A school class compared three accounts of {subject}: a textbook, a newspaper of the time and a grandmother’s letter. They agreed on the dates and on almost nothing else. The class wrote a fourth account, and put a question mark behind every sentence that rested on a single one of the three.',
  ],
  table: {
    head: ['Source', 'Good for', 'Be careful with'],
    rows: [
      ['Official papers', 'Dates and sums', 'Reasons given afterwards'],
      ['Newspapers of the time', 'What was news', 'What was taken for granted'],
      ['Letters and diaries', 'Tone and everyday life', 'One person’s view'],
      ['Later books', 'The long line', 'Knowing how it ended'],
    ],
  },
  mistakes: [
    { said: 'It had to come as it came.', so: 'Those who were there saw several ways out.' },
    { said: 'One person did it.', so: 'One person is easier to remember; that is a different thing.' },
    { said: 'People in those days were simpler.', so: 'They knew other things, and not fewer.' },
  ],
  steps: [
    'Find one object, building or sentence that is left of it.',
    'Ask who paid for it, and who used it.',
    'Read one account by somebody who was there and one by somebody who was against it.',
    'Write down what both agree on; begin with that.',
  ],
  doubtful: [
    {
      claim: 'Historians have shown that 93% of all reports on {subject} are invented.',
      correction:
        'How much of what is reported about {subject} is invented cannot be counted; historians weigh each source by itself.',
    },
    {
      claim: 'In the best years, 71% of the population lived from {subject} in one way or another.',
      correction: 'How many people lived from {subject} is a matter of estimates, and the estimates lie far apart.',
    },
  ],
};

const general: Material = {
  leads: [
    'A good way into {subject} is to ask who would miss it first, and on which day. The answer is usually smaller and more concrete than expected, and that makes it a good beginning.',
    'It is easy to talk about {subject} for an hour and hard to do so for three minutes. What follows tries the three minutes: what it rests on, what it looks like in practice, where it ends.',
    'There is a moment when people stop talking about {subject} and have to deal with it. This article starts at that moment and works backwards.',
  ],
  overviews: [
    'Three questions carry most of the weight: what is it for, what does it need, and what happens when that is missing? With {subject}, the third one teaches the most.',
    'What is said about {subject} falls into two heaps: what one can check, and what one has to believe. The first heap is smaller, so it is a good one to start with.',
  ],
  drivers: [
    {
      name: 'Purpose',
      text: 'Somebody wanted something. Say who and what in one sentence, and half of the details find their place.',
    },
    {
      name: 'Conditions',
      text: 'Some things must be there before anything happens at all. They are easy to overlook because they nearly always are there.',
    },
    {
      name: 'Limits',
      text: 'Everything that works stops working somewhere. Knowing where is worth more than another example of success.',
    },
  ],
  examples: [
    'A club with thirty members spent an evening on {subject} and, for once, began at the end: what would we have to see in a year to call it a success? They found one thing, wrote it on a card and hung it beside the door. Half of the questions of that evening had answered themselves by the time they went home.',
    'A librarian collects the questions people ask her about {subject}. Over the years there have been hundreds, but sorted by what would settle them they come down to five. She keeps a page for each, and the first line is always the same: how would I notice that I am wrong?',
  ],
  table: {
    head: ['Question', 'Why it helps', 'A quick test'],
    rows: [
      ['What is it for?', 'It sorts the details', 'Say it in ten words'],
      ['What does it need?', 'It shows what is taken for granted', 'Take one thing away in your mind'],
      ['Where does it end?', 'It keeps claims modest', 'Look for one case that does not fit'],
      ['Who says so?', 'It tells knowing from believing', 'Ask for the source'],
    ],
  },
  mistakes: [
    { said: 'It is all a matter of opinion.', so: 'Some of it is; the rest can be looked up.' },
    { said: 'It is too complicated to explain.', so: 'Then begin with one case, and explain that.' },
    { said: 'Everyone does it that way.', so: 'That shows that it is possible, and not that it is best.' },
  ],
  steps: [
    'Say in one sentence what you want to know.',
    'Find one real case, and describe it before judging it.',
    'Ask somebody who sees it differently.',
    'Change your sentence, and begin again.',
  ],
  doubtful: [
    {
      claim: 'Surveys prove that 84% of all people think about {subject} at least once a day.',
      correction:
        'How often people think about {subject} has hardly been studied, and what there is does not allow a figure.',
    },
    {
      claim: 'By now, 68% of all questions about {subject} have been settled for good.',
      correction: 'Some questions about {subject} are settled and many are open; nobody keeps a count.',
    },
  ],
};

export const MATERIAL_EN: Readonly<Record<Domain, Material>> = {
  tides,
  nature,
  technology,
  business,
  food,
  health,
  society,
  general,
};
