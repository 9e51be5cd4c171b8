//! Table: the word lists of the reader: numerals, ordinals, calendar words and words of grammar.
//!
//! A word may stand in several lists; its neighbours decide which meaning holds.

use super::lexicon::Calendar::{Day, Distance, Edge, Fiscal, Month, Season, Shift, Span, Weekday};
use super::lexicon::Denominator as By;
use super::lexicon::Edge as E;
use super::lexicon::Number::{Half, Hundred, Pack, Part, Scale, Small, Tens};
use super::lexicon::Span as S;
use super::lexicon::{Calendar, Number, flag};

/// Words as numerals.
pub(super) static NUMBERS: &[(&str, Number)] = &[
    ("zero nought naught nil", Small(0)),
    ("one", Small(1)),
    ("two", Small(2)),
    ("three", Small(3)),
    ("four", Small(4)),
    ("five", Small(5)),
    ("six", Small(6)),
    ("seven", Small(7)),
    ("eight", Small(8)),
    ("nine", Small(9)),
    ("ten", Small(10)),
    ("eleven", Small(11)),
    ("twelve", Small(12)),
    ("thirteen", Small(13)),
    ("fourteen", Small(14)),
    ("fifteen", Small(15)),
    ("sixteen", Small(16)),
    ("seventeen", Small(17)),
    ("eighteen", Small(18)),
    ("nineteen", Small(19)),
    ("twenty", Tens(20)),
    ("thirty", Tens(30)),
    ("forty fourty", Tens(40)),
    ("fifty", Tens(50)),
    ("sixty", Tens(60)),
    ("seventy", Tens(70)),
    ("eighty", Tens(80)),
    ("ninety", Tens(90)),
    ("hundred hundreds", Hundred),
    ("thousand thousands", Scale(3)),
    ("million millions mn mln mil mio", Scale(6)),
    ("milliard billion billions bn bln", Scale(9)),
    ("trillion trillions tn trn tln", Scale(12)),
    ("quadrillion quadrillions", Scale(15)),
    ("quintillion quintillions", Scale(18)),
    ("sextillion sextillions", Scale(21)),
    ("septillion", Scale(24)),
    ("lakh lakhs lac lacs", Scale(5)),
    ("crore crores", Scale(7)),
    ("arab", Scale(9)),
    ("kharab", Scale(11)),
    ("dozen dozens doz dozs dz dzs", Pack(12)),
    ("half halves", Half),
    ("third thirds", Part(By::Small(3))),
    ("quarter quarters fourth fourths", Part(By::Small(4))),
    ("fifth fifths", Part(By::Small(5))),
    ("sixth sixths", Part(By::Small(6))),
    ("seventh sevenths", Part(By::Small(7))),
    ("eighth eighths", Part(By::Small(8))),
    ("ninth ninths", Part(By::Small(9))),
    ("tenth tenths", Part(By::Small(10))),
    ("twelfth twelfths", Part(By::Small(12))),
    ("sixteenth sixteenths", Part(By::Small(16))),
    ("twentieth twentieths", Part(By::Small(20))),
    ("hundredth hundredths", Part(By::Power(2))),
    ("thousandth thousandths", Part(By::Power(3))),
    ("millionth millionths", Part(By::Power(6))),
    ("billionth billionths", Part(By::Power(9))),
    ("trillionth trillionths", Part(By::Power(12))),
];

/// Words as ordinals; the tens combine with the ones (`twenty-first`).
pub(super) static ORDINALS: &[(&str, u32)] = &[
    ("first firsts", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

/// Words in dates.
pub(super) static CALENDAR: &[(&str, Calendar)] = &[
    ("january jan", Month(1)),
    ("february feb febr", Month(2)),
    ("march mar", Month(3)),
    ("april apr", Month(4)),
    ("may", Month(5)),
    ("june jun", Month(6)),
    ("july jul", Month(7)),
    ("august aug", Month(8)),
    ("september sept sep", Month(9)),
    ("october oct", Month(10)),
    ("november nov", Month(11)),
    ("december dec", Month(12)),
    ("monday mon mondays", Weekday(0)),
    ("tuesday tue tues tuesdays", Weekday(1)),
    ("wednesday wed weds wednesdays", Weekday(2)),
    ("thursday thu thur thurs thursdays", Weekday(3)),
    ("friday fri fridays", Weekday(4)),
    ("saturday sat saturdays", Weekday(5)),
    ("sunday sun sundays", Weekday(6)),
    ("day days", Span(S::Day)),
    ("weekend weekends", Span(S::Weekend)),
    ("week weeks workweek", Span(S::Week)),
    ("fortnight fortnights", Span(S::Fortnight)),
    ("month months", Span(S::Month)),
    ("quarter quarters", Span(S::Quarter)),
    ("half", Span(S::Half)),
    ("year years", Span(S::Year)),
    ("decade decades", Span(S::Decade)),
    ("century centuries", Span(S::Century)),
    ("last previous past preceding prior", Shift(-1)),
    ("this current same present", Shift(0)),
    ("next coming following upcoming forthcoming", Shift(1)),
    ("yesterday", Day(-1)),
    ("today tonight", Day(0)),
    ("tomorrow", Day(1)),
    ("fiscal fy financial cy", Fiscal),
    ("early", Edge(E::Early)),
    ("late", Edge(E::Late)),
    ("beginning start outset", Edge(E::Start)),
    ("mid middle", Edge(E::Middle)),
    ("end close eoy eom", Edge(E::End)),
    ("spring", Season(3)),
    ("summer", Season(6)),
    ("autumn", Season(9)),
    ("winter", Season(12)),
    ("ago earlier before", Distance(-1)),
    ("later after hence", Distance(1)),
    (
        "christmas easter thanksgiving halloween ramadan eid diwali juneteenth earth labor labour independence new \
         memorial veterans valentine boxing black saint cyber",
        Calendar::Feast,
    ),
];

/// Words of grammar. Each list has its own use; see `lexicon::flag`.
pub(super) static LISTS: &[(&str, u32)] = &[
    (
        // Closed-class words; a counted noun cannot stand beyond them.
        "the a an this that these those his her its their our your my whose which who whom what and or but nor yet so \
         if because although though while when where whereas than as both either neither each every any no not only \
         just even also too very more less fewer most least many much few several other another such i you he she it \
         we they them him us me himself itself themselves there here then now up down out off away back again still \
         already ever never always often once twice respectively combined altogether apart ago earlier later today \
         yesterday tomorrow last next per plus minus versus vs via et al etc said says say told according including \
         included excluding respectively annually daily weekly monthly yearly overall together",
        flag::STOP,
    ),
    (
        "of in on at by for from to with without within into onto over under above below between among amid across \
         through throughout during since until till after before behind beyond near toward towards against along \
         around about despite except following upon like unlike worth out off per via than",
        flag::STOP | flag::PREPOSITION,
    ),
    (
        "is are was were be been being am has have had having do does did done can could will would shall should may \
         might must ain isn aren wasn weren hasn haven hadn don doesn didn won wouldn couldn shouldn",
        flag::STOP | flag::BE,
    ),
    (
        "in since during until till by before after of from through between late early mid for to around circa year",
        flag::TIME_PREPOSITION,
    ),
    (
        // Verbs of a rise, with their nouns marked apart below.
        "rose rise rises risen rising grew grow grows grown growing increase increased increases increasing climb \
         climbed climbs climbing jump jumped jumps jumping surge surged surges surging soar soared soars soaring gain \
         gained gains gaining add added adds adding advance advanced advances advancing up higher expand expanded \
         expands expanding swell swelled swollen accelerate accelerated accelerating lift lifted lifts lifting raise \
         raised raises raising boost boosted boosts boosting rally rallied rallies rallying rebound rebounded rebounds \
         spike spiked spikes skyrocketed leap leapt leaped improve improved improves improving appreciate appreciated \
         strengthened strengthen upped hike hiked hikes growth improvement uptick expansion balloon ballooned \
         shot picked edged ticked inched uptrend above bounce bounced escalated greater bigger larger more upward \
         appreciation recovered recovery widened widen",
        flag::UP,
    ),
    (
        "fell fall falls fallen falling drop dropped drops dropping decline declined declines declining decrease \
         decreased decreases decreasing slip slipped slips slipping slide slid slides sliding sink sank sunk sinks \
         sinking tumble tumbled tumbles tumbling plunge plunged plunges plunging plummet plummeted plummets shrink \
         shrank shrunk shrinks shrinking cut cuts cutting reduce reduced reduces reducing lower lowered lowers lowering \
         down lost lose loses losing loss dip dipped dips dipping slump slumped slumps slumping contract contracted \
         contracts contracting contraction weaken weakened ease eased eases easing slash slashed slashes slashing \
         trim trimmed trims trimming shed sheds shedding reduction slowdown downturn retreat retreated crash crashed \
         collapse collapsed dwindled dwindle depreciated depreciate depreciation narrowed narrow slowed slow fewer less \
         smaller below downward discount erosion eroded dived nosedived cratered decelerated worsened",
        flag::DOWN,
    ),
    (
        // Nouns of change that stand after the amount: "a 35% decrease".
        "rise increase gain jump surge growth climb advance hike boost rally rebound spike leap improvement uptick \
         expansion fall drop decline decrease slip slide plunge cut reduction loss dip slump contraction slowdown \
         downturn retreat crash collapse discount depreciation appreciation recovery rises increases gains declines \
         drops cuts losses falls",
        flag::CHANGE_NOUN,
    ),
    ("above below higher lower more less fewer greater bigger larger smaller up down", flag::LINKS),
    (
        "moved move moves moving shifted shift went go goes going gone changed change changes revised revise swung \
         swing brought bring taken took take pushed push pushing bringing taking drove driving driven slashed raised \
         cut upgraded downgraded transitioned fluctuated switched converted reset doubled halved tripled quadrupled \
         improved improve worsened reached compared from came dipped edged ticked inched picked nudged risen rises",
        flag::MOVE,
    ),
    (
        "range ranges ranged ranging vary varies varied varying between spread anywhere age aged ages",
        flag::SPREAD,
    ),
    (
        // A number after one of these names a thing and counts none.
        "note notes p section sections article articles chapter chapters clause paragraph para page pages pp figure figures fig \
         table tables appendix annex exhibit schedule footnote line flight flights route routes highway motorway \
         freeway interstate exit room gate platform terminal runway pier ward sector version release build revision \
         volume vol issue part act rule order form item step lesson unit module episode season grade phase stage tier \
         level zone area block plot lot apartment apt suite building floor number numbers no nos nr nrs num channel \
         radio type class category model series mark mk ps formula area psalm verse sonnet symphony opus op code zip pin ext extension tel phone fax \
         isbn issn doi id serial ref reference case cases docket question q resolution amendment title proposition \
         prop measure bill law ordinance directive regulation protocol agenda sdg goal century apollo voyager soyuz \
         falcon expedition mission sol gemini division district precinct battalion regiment squadron brigade company \
         unit group pool heat race lap round game match set court lane seat track disc disk side line bus tram train \
         car bay berth dock storey size shoe font layer node wave wing \
         rank ranked seed seeded camp post pillar scenario option plan variant strain lane hall hangar silo unit nasdaq \
         ftse dax russell stoxx fortune forbes interstate",
        flag::REFERENCE,
    ),
    (
        "exactly precisely merely only just even fully still now already also nearly almost roughly approximately about \
         around some well far much slightly sharply significantly marginally modestly steadily dramatically \
         substantially steeply further another by a an additional extra total overall whopping staggering mere full \
         reported record estimated annual annualized annualised seasonally adjusted average combined cumulative net gross roughly almost nearly rapidly quickly strongly \
         robustly considerably markedly slowly gradually respectively impressive healthy solid strong massive huge",
        flag::ADVERB,
    ),
    (
        // Plurals without an s at their end, and collective nouns that are counted.
        "people persons children men women police staff personnel troops cattle sheep fish deer aircraft spacecraft \
         hovercraft watercraft feet teeth mice geese media data criteria phenomena fungi bacteria alumni crew offspring \
         series species headquarters crossroads means gallows livestock poultry salmon shrimp cod trout swine \
         folk folks dice oxen lice nuclei stimuli cacti syllabi curricula strata memoranda policemen policewomen \
         firemen firefighters servicemen servicewomen congressmen businessmen businesswomen fishermen gunmen craftsmen \
         salesmen sportsmen grandchildren schoolchildren womenfolk infantry cavalry clergy youth counsel passersby \
        ",
        flag::PLURAL,
    ),
    (
        "as is was has his its this thus plus less us yes various previous serious famous numerous religious \
         indigenous dangerous continuous anonymous unanimous various overseas always perhaps besides towards afterwards \
         upwards downwards sometimes across express business process access success progress congress press class glass \
         mass cross loss boss gas bus virus status census campus bonus focus consensus surplus crisis basis analysis \
         thesis diagnosis emphasis texas paris james charles news politics economics physics mathematics athletics \
         customs bias atlas canvas christmas lens chaos pancreas los las des vs nos does goes says \
         gets makes takes gives comes needs means wants towards sans whereas serious gross dress stress \
         address wireless homeless jobless countless regardless nevertheless unless happiness illness witness wilderness \
         fitness harness diabetes coronavirus genius radius nucleus apparatus hiatus circus tennis pelvis axis oasis \
         was others yours ours theirs hers respects",
        flag::NOT_PLURAL,
    ),
    (
        "doubled doubles doubling double tripled triples tripling triple trebled trebling treble quadrupled quadruples \
         quadrupling quadruple quintupled quintuple sextupled halved halves halving halve twofold threefold fourfold \
         fivefold sixfold sevenfold eightfold ninefold tenfold twentyfold thirtyfold fiftyfold hundredfold \
         thousandfold manyfold twice thrice redoubled",
        flag::MULTIPLE,
    ),
    ("fold", flag::FOLD),
    (
        "temperature temperatures degree degrees heat hot cold cool cooler warm warmer weather celsius fahrenheit \
         freezing freeze boil boiling fever melt melting outside outdoors indoors thermostat oven chill frost mercury",
        flag::HEAT,
    ),
    (
        "spend spent spending spends cost costs costing worth paid pay pays paying price priced prices earn earned \
         earns earning salary wage wages fine fined sterling bill budget loan debt tax fee fees invest invested \
         investment fund funding funded revenue profit sales sold sell buy bought donate donated raised owe owed \
         money cash sum bid offer valued value charge charged expensive cheap cheaper savings borrowed lent bonus \
         pence quid britain bank",
        flag::MONEY,
    ),
    (
        "tall high long wide deep thick broad away across apart north south east west above below square farther \
         further closer distant ahead behind radius diameter height depth length width altitude elevation offshore \
         inland upstream downstream sprint freestyle hurdles dash butterfly backstroke relay backwards forwards",
        flag::SIZE,
    ),
    (
        "will shall would going plans plan planned planning expect expected expects scheduled due aims aim aimed \
         target targets forecast forecasts projected upcoming ll until till hope hopes intends intend",
        flag::FUTURE,
    ),
    (
        "won win wins winning lost lose loses losing beat beats beaten beating defeat defeated defeats draw drew drawn \
         victory victories scored score scores lead led leading trailed trail goals goal match game set sets vote votes \
         voted ruling ruled majority tie tied scoreline knocked thrashed edged decision series",
        flag::CONTEST,
    ),
    ("more less fewer least most", flag::BOUND),
    (
        // With these "up" and "down" make a verb of its own: "set up 70 stalls", "add up to 9".
        "set sets setting put puts putting make makes made making end ends ended ending add adds added adding open \
         opens opened opening give gives gave come comes came sign signs signed show shows showed line lined scoop \
         scooped snap snaps snapped round rounded pick picks picked take takes took taken buy buys bought mop mopped \
         rack racked chalk chalked dig dug blow blew lock locked call called tear tore torn pull pulls pulled pulling \
         knock knocked turn turned turns shoot shot burn burned burnt chop chopped hunt hunted gobbled soaked swept \
         burning tearing shooting taking picking buying",
        flag::PHRASAL,
    ),
    (
        "boeing airbus iphone ipad galaxy pixel xbox playstation windows ios android",
        flag::REFERENCE | flag::MODEL,
    ),
    ("gmt utc bst est edt cst cdt pst pdt et pt cet cest ist pkt jst aest", flag::ZONE),
    ("square cubic sq cu pound pounds point approx est percentage negative", 0),
];
