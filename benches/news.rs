//! A megabyte of news text, made of sentences of our own whose names and numbers are drawn by a counter.
//!
//! About six runs of digits and two number or month words stand in a thousand bytes, as in common news.

/// Sentences; `#` takes a small number, `@` a year, `%%` a decimal, `&&` a number with separators, `~` a name.
const SENTENCES: &[&str] = &[
    "The harbour board of ~ said on Tuesday that the new pier would be ready by the spring, later than the town had hoped when the old one was closed.",
    "Traders who moved their stalls inland say that they have lost custom and want help with the rent, while the board points to a grant of $%% million from the state.",
    "Most of the money came from a levy on visitors, which rose #% in @, and the rest was lent by a bank in ~.",
    "“Nobody asked us what we thought of it,” said the owner of a bakery in ~, who has kept her shop open through three winters.",
    "The mill at ~ made && tonnes of flour in the year to June, down from && a year earlier, and blamed the drought for the fall.",
    "A spokesman for the ministry would not say whether the plan had been shelved, and pointed to a statement that was given in March.",
    "Officials counted && passengers between January and September @, #% more than in the same months of the year before.",
    "The bridge, which carries the only road to ~, was shut after divers found cracks in a pillar that had been repaired not long ago.",
    "Unions want a rise of #.5 percent and a shorter week; the employers have offered half of that and a single payment of €&&.",
    "Shares of ~ Foods fell by %%% to Rs # on Friday, while the index of the exchange closed little changed.",
    "Teachers in ~ have been waiting for their wages since April, and some of them have begun to sell vegetables at the market.",
    "Nearly # of the houses along the river stand empty, and the council means to pull down those that nobody claims by the end of @.",
    "The ferry company carried over && people last summer, its best season since @, and has ordered a second ship.",
    "Doctors at the hospital in ~ treated # children for burns after the fire, and sent the two worst cases to the capital by air.",
    "The court gave the former mayor three years in prison for taking bribes, and told him to pay back the money that he had hidden abroad.",
    "Rain that began on Sunday night washed away a stretch of the railway near ~, and trains are not expected to run again before the weekend.",
    "Analysts at ~ Securities think that profits will grow by # to # percent next year if the price of cotton stays where it is.",
    "The company, based in ~, employs some && people and has said that it will open a works in the north, where wages are lower.",
    "It was the third time that the vote had been put off, and members of both parties left the hall before the speaker had finished.",
    "About one in five of those asked said that they had thought of leaving, most of them because of the cost of a flat.",
    "Farmers' groups say that the new rules would cost a holding of # hectares as much as $&& a year, a figure that the agency disputes.",
    "A kilo of onions now costs # rupees in ~, twice what it did before the feast, and cooks have begun to leave them out.",
    "The festival drew fewer people than hoped, because buses did not run and the main road was closed for repairs.",
    "Engineers hope to bring the power station back to %% megawatts within weeks, which would end the cuts that have plagued the east of the country.",
    "Her book, which tells the story of a family of weavers in ~, has been printed in more than # languages.",
    "The police arrested # men and seized # boats in a raid along the coast, but the man they were looking for was not among them.",
    "Under the deal, which was signed in ~ in @, the two countries are to share the water of the lake, and neither may build a dam without telling the other.",
    "The central bank left its main rate at %%% and said that prices should rise more slowly in the second half of @.",
    "Residents of ~ say that the dust from the quarry covers their windows, and that nobody has come to look at it.",
    "The airline flew && travellers in October, against && in the same month a year ago, and expects to break even in @.",
    "The old theatre has been turned into a library, with a reading room under the roof and a café where the stage once was.",
    "For the women of ~, who walk for an hour to fetch water, the promise of a pipe has been made too often to be believed.",
    "Neighbours of the old tannery say that the smell comes back whenever the wind turns, and that the owner no longer answers their letters.",
    "The choir sang under the trees in the square while volunteers handed out soup and bread to people who had slept in the station.",
    "What the committee will do with the report is not clear, since most of its members belong to the party that is blamed in it.",
    "She grew up on the island, left it to study law, and came back when her father could no longer mend the nets by himself.",
    "In the valley above ~ the snow has gone early, and shepherds have moved their flocks to pastures that are usually bare until late spring.",
    "The government says that it wants to speak with all sides, but it has not named a day, and its envoy has yet to arrive in ~.",
    "Critics call the law a gift to landlords; its authors answer that without it nobody would build at all.",
    "The painter, who never sold a picture in the town where he was born, is now shown in a room of his own beside the market hall.",
    "Pupils from the school on the hill planted trees where the rubbish dump had been, and the mayor promised them a bench.",
    "Fishermen blame the new breakwater for the sand that fills the mouth of the river, which the harbour master denies.",
    "Many shops in ~ were shut, and those that opened let people in only a few at a time, with a guard at the door.",
    "He told reporters that he had read the letter on the train and had no idea who could have written it.",
    "The opposition has asked for the minutes of the meeting, which the ministry keeps under lock because, it says, they name people who spoke in trust.",
    "Power returned to most of the suburbs before midnight, though hospitals were told to keep their generators running.",
    "Critics of the plan fear that the forest, home to rare owls and to the springs that feed the town, would not survive it.",
    "Nobody knows how the fire began, and the insurers have sent an expert of their own to look through the ruins.",
    "Her brother, who had gone ahead to look for work, wrote that the rooms were damp and that the foreman spoke no language he knew.",
    "The museum has closed its upper floor because the roof leaks, and the coins that were shown there lie in a vault of the savings bank.",
    "Buses will stop at the old depot until the square is paved, the town said, and shopkeepers fear that strangers will not find the way.",
    "Those who knew him describe a quiet man who paid his bills, fed the cats of the street and never spoke of the war.",
    "A judge has yet to decide whether the papers may be printed, but copies of them have long been passed from hand to hand.",
    "The union of nurses says that tired staff make mistakes, and that nobody in charge has been on a ward at night.",
    "Growers in the south pray for rain, while those near the coast would be glad of a dry week to bring in what is left of the grapes.",
    "Neither side would say who had asked for the talks, which are to go on behind closed doors in a hotel outside ~.",
];

/// Places that stand for `~`.
const NAMES: &[&str] = &[
    "Harrowby",
    "Tanvale",
    "Kesh",
    "Port Marlin",
    "Dunmere",
    "Olvero",
    "Sarnath",
    "Brackley Sound",
    "Ustrel",
];

/// At least `size` bytes of text, ended at a sentence; the same on every run.
pub fn text(size: usize) -> String {
    let mut draw = Draw(0x2545_F491_4F6C_DD1D);
    let mut text = String::with_capacity(size + 512);
    while text.len() < size {
        for _ in 0..2 + draw.below(4) {
            let sentence = SENTENCES[draw.below(SENTENCES.len() as u64) as usize];
            filled(sentence, &mut draw, &mut text);
            text.push(' ');
        }
        text.push('\n');
    }
    text
}

/// Writes a sentence with its places filled.
fn filled(sentence: &str, draw: &mut Draw, text: &mut String) {
    let mut rest = sentence;
    while let Some(at) = rest.find(['#', '@', '%', '&', '~']) {
        text.push_str(&rest[..at]);
        let mark = &rest[at..];
        let taken = if mark.starts_with("%%") {
            text.push_str(&format!("{}.{}", 1 + draw.below(90), draw.below(10)));
            2
        } else if mark.starts_with("&&") {
            text.push_str(&format!("{},{:03}", 1 + draw.below(800), draw.below(1000)));
            2
        } else {
            match mark.as_bytes()[0] {
                b'#' => text.push_str(&(2 + draw.below(97)).to_string()),
                b'@' => text.push_str(&(1995 + draw.below(32)).to_string()),
                b'~' => text.push_str(NAMES[draw.below(NAMES.len() as u64) as usize]),
                sign => text.push(char::from(sign)),
            }
            1
        };
        rest = &mark[taken..];
    }
    text.push_str(rest);
}

/// Numbers that look drawn and are the same on every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
