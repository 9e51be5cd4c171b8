//! Table: units with their names, dimensions, exact factors, words and symbols, and its one-time build.
//!
//! Factors are to the base unit of the dimension: metre, square metre, cubic metre, kilogram, second,
//! metre per second, watt, joule, byte, kelvin … They follow the SI brochure and the international
//! yard and pound agreement (1 lb = 0.45359237 kg, 1 yd = 0.9144 m).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::exact::{self, Exact};
use super::unit::Dimension::{self, *};

/// One unit.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Canonical name in the singular.
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units it is; `None` where units of the dimension do not convert.
    pub factor: Option<Exact>,
}

/// All units and the ways they are written.
pub(crate) struct Units {
    /// The units, by place.
    pub list: Vec<Unit>,
    /// Single words with the unit's place plus one.
    pub words: Vec<(&'static str, u16)>,
    /// Symbols, by case, with the unit's place plus one.
    pub symbols: BTreeMap<&'static str, u16>,
    /// Names of more than one word, with the unit's place plus one; sorted by first word, longest first.
    pub phrases: Vec<(Vec<&'static str>, u16)>,
    names: BTreeMap<&'static str, u16>,
}

/// Name, dimension, factor (decimal or `a/b`, empty where none), words, symbols.
type Row = (&'static str, Dimension, &'static str, &'static str, &'static str);

static ROWS: &[Row] = &[
    ("metre", Length, "1", "metre metres meter meters mtr mtrs", "m"),
    ("inch", Length, "0.0254", "inch inches", "in ″"),
    ("foot", Length, "0.3048", "foot feet", "ft ′"),
    ("yard", Length, "0.9144", "yard yards", "yd yds"),
    ("mile", Length, "1609.344", "mile miles", "mi"),
    ("nautical mile", Length, "1852", "", "nmi"),
    ("light-year", Length, "9460730472580800", "lightyear lightyears", "ly"),
    ("astronomical unit", Length, "149597870700", "", "AU"),
    ("micrometre", Length, "0.000001", "micron microns", ""),
    ("hectare", Area, "10000", "hectare hectares", "ha"),
    ("acre", Area, "4046.8564224", "acre acres", "ac"),
    ("kanal", Area, "", "kanal kanals", ""),
    ("litre", Volume, "0.001", "litre litres liter liters", "l L"),
    ("gallon", Volume, "0.003785411784", "gallon gallons", "gal"),
    ("quart", Volume, "0.000946352946", "quart quarts", "qt"),
    ("pint", Volume, "0.000473176473", "pint pints", "pt"),
    ("cup", Volume, "0.0002365882365", "cup cups", ""),
    ("fluid ounce", Volume, "0.0000295735295625", "", "floz"),
    ("tablespoon", Volume, "0.00001478676478125", "tablespoon tablespoons", "tbsp"),
    ("teaspoon", Volume, "0.00000492892159375", "teaspoon teaspoons", "tsp"),
    ("barrel", Volume, "0.158987294928", "barrel barrels", "bbl bbls"),
    ("bushel", Volume, "0.03523907016688", "bushel bushels", "bu"),
    ("millilitre", Volume, "0.000001", "", "cc"),
    ("gram", Mass, "0.001", "gram grams gramme grammes", "g gm gms"),
    ("kilogram", Mass, "1", "kilo kilos", "kgs Kg KG"),
    ("tonne", Mass, "1000", "tonne tonnes", "t"),
    ("ton", Mass, "", "ton tons", "T"),
    ("pound", Mass, "0.45359237", "pound pounds", "lb lbs"),
    ("ounce", Mass, "0.028349523125", "ounce ounces", "oz"),
    ("stone", Mass, "6.35029318", "", ""),
    ("carat", Mass, "0.0002", "carat carats", "ct"),
    ("quintal", Mass, "100", "quintal quintals", ""),
    ("maund", Mass, "", "maund maunds", ""),
    ("dram", Mass, "", "dram drams drachma drachmas", ""),
    ("second", Time, "1", "second seconds", "s sec secs"),
    ("minute", Time, "60", "minute minutes", "min mins"),
    ("hour", Time, "3600", "hour hours", "h hr hrs"),
    ("day", Time, "86400", "day days", ""),
    ("week", Time, "604800", "week weeks", "wk wks"),
    ("fortnight", Time, "1209600", "fortnight fortnights", ""),
    ("month", Months, "1", "month months", "mo mos mth mths"),
    ("quarter", Months, "3", "", ""),
    ("year", Months, "12", "year years", "yr yrs"),
    ("decade", Months, "120", "decade decades", ""),
    ("century", Months, "1200", "century centuries", ""),
    ("night", Time, "", "night nights", ""),
    ("gigayear", Months, "12000000000", "gigaannum", "Ga Gyr"),
    ("mile per hour", Speed, "0.44704", "", "mph"),
    ("kilometre per hour", Speed, "5/18", "", "kph kmph kmh kmhr"),
    ("knot", Speed, "463/900", "knot knots", "kn kt kts"),
    ("watt", Power, "1", "watt watts", "W"),
    ("horsepower", Power, "745.69987158227022", "horsepower", "hp bhp"),
    ("joule", Energy, "1", "joule joules", "J"),
    ("calorie", Energy, "4.184", "calorie calories", "cal"),
    ("british thermal unit", Energy, "1055.05585262", "", "BTU btu MMBtu"),
    ("electronvolt", Energy, "", "electronvolt electronvolts", "eV"),
    ("watt hour", Energy, "3600", "", "Wh"),
    ("kilowatt hour", Energy, "3600000", "", "kWh KWh kwh KWH"),
    ("megawatt hour", Energy, "3600000000", "", "MWh MWH mwh"),
    ("gigawatt hour", Energy, "3600000000000", "", "GWh GWH gwh"),
    ("terawatt hour", Energy, "3600000000000000", "", "TWh TWH twh"),
    ("byte", Storage, "8", "byte bytes", "B"),
    ("bit", Storage, "1", "bit bits", ""),
    ("kibibyte", Storage, "8192", "kibibyte kibibytes", "KiB"),
    ("mebibyte", Storage, "8388608", "mebibyte mebibytes", "MiB"),
    ("gibibyte", Storage, "8589934592", "gibibyte gibibytes", "GiB"),
    ("kilobit per second", Rate, "1000", "", "kbps Kbps"),
    ("megabit per second", Rate, "1000000", "", "Mbps mbps"),
    ("gigabit per second", Rate, "1000000000", "", "Gbps gbps"),
    ("barrel per day", Rate, "", "", "bpd"),
    ("hertz", Frequency, "1", "hertz", "Hz"),
    ("revolution per minute", Frequency, "1/60", "", "rpm"),
    ("volt", Voltage, "1", "volt volts", "V"),
    ("ampere", Current, "1", "ampere amperes amp amps", "A"),
    ("ohm", Other, "", "ohm ohms", "Ω"),
    ("coulomb", Other, "", "coulomb coulombs", ""),
    ("farad", Other, "", "farad farads", ""),
    ("newton", Force, "1", "newton newtons", "N"),
    ("pascal", Pressure, "1", "pascal pascals", "Pa"),
    ("bar", Pressure, "100000", "", ""),
    ("atmosphere", Pressure, "101325", "", "atm"),
    ("pound per square inch", Pressure, "6894.757293168", "", "psi"),
    ("millimetre of mercury", Pressure, "133.322387415", "", "mmHg"),
    ("pound-foot", Other, "", "", ""),
    ("degree", Angle, "1", "degree degrees deg", "°"),
    ("radian", Angle, "", "radian radians", "rad"),
    ("turn", Angle, "360", "", ""),
    ("celsius", Temperature, "", "celsius celcius centigrade centigrate", "°C ℃ ºC C"),
    ("fahrenheit", Temperature, "", "fahrenheit farenheit fahrenheits", "°F ℉ ºF F"),
    ("kelvin", Temperature, "", "kelvin kelvins", "K"),
    ("rankine", Temperature, "", "rankine", "°R"),
    ("mole", Other, "", "mole moles", "mol"),
    ("decibel", Other, "", "decibel decibels", "dB"),
    ("sievert", Other, "1", "sievert sieverts", "Sv"),
    ("becquerel", Other, "", "becquerel becquerels", "Bq"),
    ("gray", Other, "", "", "Gy"),
    ("tesla", Other, "", "", ""),
    ("lumen", Other, "", "lumen lumens", "lm"),
    ("candela", Other, "", "candela candelas", "cd"),
    ("candela second", Other, "", "", "cds"),
    ("lux", Other, "", "lux", "lx"),
    ("barn", Other, "", "", "b"),
    ("pixel", Other, "1", "pixel pixels", "px"),
    ("megapixel", Other, "1000000", "megapixel megapixels", "MP"),
    ("parts per million", Fraction, "0.000001", "", "ppm"),
    ("parts per billion", Fraction, "0.000000001", "", "ppb"),
    ("ton per day", Other, "", "", "tpd"),
    ("mile per gallon", Other, "", "", "mpg"),
    ("twenty-foot equivalent unit", Other, "", "teu teus", ""),
    ("percent", Percent, "1", "percent percents pct percentage percentages", "% ％"),
    ("per mille", Percent, "0.1", "", "‰"),
    ("percentage point", Points, "1", "", ""),
    ("basis point", Points, "0.01", "", "bps bp"),
    ("USD", Money, "", "dollar dollars buck bucks", "$ US$ USD Usd ＄"),
    ("cent", Money, "", "cent cents", "¢"),
    ("dime", Money, "", "dime dimes", ""),
    ("nickel", Money, "", "", ""),
    ("penny", Money, "", "penny pennies", ""),
    ("pence", Money, "", "pence", "p"),
    ("GBP", Money, "", "quid sterling", "£ GBP ￡"),
    ("EUR", Money, "", "euro euros", "€ EUR Euro"),
    ("JPY", Money, "", "yen", "¥ JPY 円 ￥"),
    ("CNY", Money, "", "yuan renminbi kuai", "CNY RMB rmb 元 CN¥ 圆 圓"),
    ("KRW", Money, "", "", "₩ KRW 원"),
    ("rupee", Money, "", "rupee rupees", "Rs Re Rs. ₨ rs"),
    ("INR", Money, "", "", "₹ INR"),
    ("PKR", Money, "", "", "PKR"),
    ("LKR", Money, "", "", "LKR"),
    ("paisa", Money, "", "paisa paise", ""),
    ("BDT", Money, "", "taka", "৳ BDT Tk Tk."),
    ("CAD", Money, "", "", "CAD C$ CA$ CDN$ CAN$"),
    ("AUD", Money, "", "", "AUD A$ AU$"),
    ("NZD", Money, "", "", "NZD NZ$"),
    ("HKD", Money, "", "", "HKD HK$"),
    ("SGD", Money, "", "", "SGD S$ SG$"),
    ("TWD", Money, "", "", "TWD NT$"),
    ("MXN", Money, "", "", "MXN MX$ Mex$"),
    ("BRL", Money, "", "", "BRL R$"),
    ("CHF", Money, "", "", "CHF SFr Fr"),
    ("SEK", Money, "", "", "SEK"),
    ("NOK", Money, "", "", "NOK"),
    ("DKK", Money, "", "", "DKK"),
    ("krone", Money, "", "krone kroner krona kronor", "kr"),
    ("CZK", Money, "", "koruna korunas koruny", "CZK Kč"),
    ("PLN", Money, "", "zloty zlotys zł", "PLN zł Zł"),
    ("HUF", Money, "", "forint forints", "HUF Ft"),
    ("RON", Money, "", "lei", "RON LEI Lei"),
    ("RUB", Money, "", "ruble rubles rouble roubles", "RUB ₽ руб р Р руб."),
    ("UAH", Money, "", "hryvnia hryvnias", "UAH ₴ грн"),
    ("TRY", Money, "", "", "TRY ₺ TL"),
    ("lira", Money, "", "lira liras lire", ""),
    ("ZAR", Money, "", "", "ZAR"),
    ("rand", Money, "", "rand rands", ""),
    ("ILS", Money, "", "shekel shekels", "ILS ₪ NIS"),
    ("SAR", Money, "", "", "SAR"),
    ("riyal", Money, "", "riyal riyals rial rials", "﷼"),
    ("AED", Money, "", "dirham dirhams", "AED Dh Dhs"),
    ("QAR", Money, "", "", "QAR"),
    ("KWD", Money, "", "", "KWD KD"),
    ("dinar", Money, "", "dinar dinars", ""),
    ("THB", Money, "", "baht", "THB ฿"),
    ("IDR", Money, "", "rupiah", "IDR Rp"),
    ("MYR", Money, "", "ringgit ringgits", "MYR RM"),
    ("sen", Money, "", "sen", ""),
    ("PHP", Money, "", "", "PHP ₱"),
    ("VND", Money, "", "dong", "VND ₫ đ"),
    ("EGP", Money, "", "", "EGP E£"),
    ("NGN", Money, "", "naira", "NGN ₦"),
    ("KES", Money, "", "", "KES KSh"),
    ("GHS", Money, "", "cedi cedis", "GHS ₵"),
    ("peso", Money, "", "peso pesos", ""),
    ("ARS", Money, "", "", "ARS"),
    ("CLP", Money, "", "", "CLP"),
    ("COP", Money, "", "", "COP"),
    ("AFN", Money, "", "afghani afghanis", "AFN ؋"),
    ("IRR", Money, "", "", "IRR"),
    ("Bitcoin", Money, "", "bitcoin bitcoins", "BTC ₿ Ƀ"),
    ("satoshi", Money, "", "satoshi satoshis", ""),
    ("ether", Money, "", "", "ETH"),
    ("franc", Money, "", "franc francs", "₣"),
    ("French franc", Money, "", "", "FRF"),
    ("Finnish markka", Money, "", "markka markkas", "FIM"),
    ("Deutsche mark", Money, "", "deutschmark deutschmarks", "DM DEM"),
    ("peseta", Money, "", "peseta pesetas", "₧"),
    ("escudo", Money, "", "escudo escudos", "PTE"),
    ("guilder", Money, "", "guilder guilders", "ƒ"),
    ("Netherlands guilder", Money, "", "", "NLG"),
    ("Costa Rican colón", Money, "", "", "₡ CRC"),
    ("Georgian lari", Money, "", "lari", "₾ GEL"),
    ("Lao kip", Money, "", "kip", "₭ LAK"),
    ("Sri Lankan rupee", Money, "", "", "ரூ රු"),
    ("Mongolian tögrög", Money, "", "", "₮ MNT"),
    ("Nepalese rupee", Money, "", "", "NPR"),
    ("Kazakhstani tenge", Money, "", "tenge", "₸ KZT"),
    ("Bulgarian lev", Money, "", "", "BGN лв"),
];

/// Names of more than one word. `W` stands for the unit that the words name.
static PHRASES: &[(&str, &str)] = &[
    ("nautical mile", "nautical mile"),
    ("nautical miles", "nautical mile"),
    ("light year", "light-year"),
    ("light years", "light-year"),
    ("light - years", "light-year"),
    ("light - year", "light-year"),
    ("astronomical units", "astronomical unit"),
    ("fluid ounce", "fluid ounce"),
    ("fluid ounces", "fluid ounce"),
    ("fl oz", "fluid ounce"),
    ("troy ounce", "ounce"),
    ("troy ounces", "ounce"),
    ("metric ton", "tonne"),
    ("metric tons", "tonne"),
    ("metric tonne", "tonne"),
    ("metric tonnes", "tonne"),
    ("short tons", "ton"),
    ("long tons", "ton"),
    ("watt hour", "watt hour"),
    ("watt hours", "watt hour"),
    ("watt - hours", "watt hour"),
    ("kilowatt hour", "kilowatt hour"),
    ("kilowatt hours", "kilowatt hour"),
    ("kilowatt - hour", "kilowatt hour"),
    ("kilowatt - hours", "kilowatt hour"),
    ("megawatt hour", "megawatt hour"),
    ("megawatt hours", "megawatt hour"),
    ("megawatt - hour", "megawatt hour"),
    ("megawatt - hours", "megawatt hour"),
    ("gigawatt hours", "gigawatt hour"),
    ("gigawatt - hours", "gigawatt hour"),
    ("terawatt hours", "terawatt hour"),
    ("terawatt - hours", "terawatt hour"),
    ("horse power", "horsepower"),
    ("british thermal units", "british thermal unit"),
    ("pound feet", "pound-foot"),
    ("pound - feet", "pound-foot"),
    ("pound - foot", "pound-foot"),
    ("foot pounds", "pound-foot"),
    ("parts per million", "parts per million"),
    ("parts per billion", "parts per billion"),
    ("per cent", "percent"),
    ("per cents", "percent"),
    ("per - cent", "percent"),
    ("percentage point", "percentage point"),
    ("percentage points", "percentage point"),
    ("percentage - point", "percentage point"),
    ("percent point", "percentage point"),
    ("percent points", "percentage point"),
    ("per cent point", "percentage point"),
    ("per cent points", "percentage point"),
    ("% points", "percentage point"),
    ("% point", "percentage point"),
    ("basis point", "basis point"),
    ("basis points", "basis point"),
    ("basis - point", "basis point"),
    ("degree celsius", "celsius"),
    ("degrees celsius", "celsius"),
    ("degree celcius", "celsius"),
    ("degrees celcius", "celsius"),
    ("degree centigrade", "celsius"),
    ("degrees centigrade", "celsius"),
    ("degrees c", "celsius"),
    ("degree c", "celsius"),
    ("deg c", "celsius"),
    ("deg celsius", "celsius"),
    ("degrees fahrenheit", "fahrenheit"),
    ("degree fahrenheit", "fahrenheit"),
    ("deg fahrenheit", "fahrenheit"),
    ("degrees farenheit", "fahrenheit"),
    ("degree farenheit", "fahrenheit"),
    ("degrees f", "fahrenheit"),
    ("degree f", "fahrenheit"),
    ("deg f", "fahrenheit"),
    ("degrees kelvin", "kelvin"),
    ("° celsius", "celsius"),
    ("° c", "celsius"),
    ("º c", "celsius"),
    ("˚ c", "celsius"),
    ("° fahrenheit", "fahrenheit"),
    ("° f", "fahrenheit"),
    ("º f", "fahrenheit"),
    ("sq mi", "square mile"),
    ("sq km", "square kilometre"),
    ("sq m", "square metre"),
    ("sq ft", "square foot"),
    ("sq . ft", "square foot"),
    ("sq . km", "square kilometre"),
    ("sq . m", "square metre"),
    ("sq . mi", "square mile"),
    ("cu ft", "cubic foot"),
    ("cu m", "cubic metre"),
    ("pounds sterling", "GBP"),
    ("pound sterling", "GBP"),
    ("british pound", "GBP"),
    ("british pounds", "GBP"),
    ("swiss franc", "CHF"),
    ("swiss francs", "CHF"),
    ("french francs", "French franc"),
    ("french franc", "French franc"),
    ("finnish markka", "Finnish markka"),
    ("deutsche mark", "Deutsche mark"),
    ("deutsche marks", "Deutsche mark"),
    ("german marks", "Deutsche mark"),
    ("german mark", "Deutsche mark"),
    ("west german marks", "Deutsche mark"),
    ("dutch guilders", "Netherlands guilder"),
    ("dutch guilder", "Netherlands guilder"),
    ("sri lankan rupees", "LKR"),
    ("sri lankan rupee", "LKR"),
    ("hong kong dollar", "HKD"),
    ("hong kong dollars", "HKD"),
    ("new zealand dollars", "NZD"),
    ("new zealand dollar", "NZD"),
    ("new taiwan dollars", "TWD"),
    ("taiwan dollars", "TWD"),
    ("u . s . dollars", "USD"),
    ("u . s . dollar", "USD"),
    ("united states dollars", "USD"),
    ("south korean won", "KRW"),
    ("korean won", "KRW"),
    ("saudi riyals", "SAR"),
    ("saudi riyal", "SAR"),
    ("uae dirhams", "AED"),
    ("emirati dirhams", "AED"),
    ("kuwaiti dinars", "KWD"),
    ("czech crowns", "CZK"),
    ("south african rand", "ZAR"),
    ("bangladeshi taka", "BDT"),
    ("egyptian pounds", "EGP"),
    ("philippine pesos", "PHP"),
    ("costa rican colones", "Costa Rican colón"),
];

/// Adjective, the words after it, the unit.
static OF_COUNTRIES: &[(&str, &str, &str)] = &[
    ("us american", "dollar dollars", "USD"),
    ("australian", "dollar dollars", "AUD"),
    ("canadian", "dollar dollars", "CAD"),
    ("singapore singaporean", "dollar dollars", "SGD"),
    ("indian", "rupee rupees", "INR"),
    ("pakistani pakistan", "rupee rupees", "PKR"),
    ("nepalese nepali", "rupee rupees", "Nepalese rupee"),
    ("japanese", "yen", "JPY"),
    ("chinese", "yuan renminbi", "CNY"),
    ("turkish", "lira liras", "TRY"),
    ("mexican", "peso pesos", "MXN"),
    ("brazilian", "real reais reals", "BRL"),
    ("argentine argentinian", "peso pesos", "ARS"),
    ("chilean", "peso pesos", "CLP"),
    ("colombian", "peso pesos", "COP"),
    ("swedish", "krona kronor crowns", "SEK"),
    ("danish", "krone kroner crowns", "DKK"),
    ("norwegian", "krone kroner crowns", "NOK"),
    ("russian", "ruble rubles rouble roubles", "RUB"),
    ("israeli", "shekel shekels", "ILS"),
    ("iranian", "rial rials", "IRR"),
];

/// Base unit, words, symbols, and the prefixes in use before it.
static PREFIXED: &[(&str, &str, &str, &str)] = &[
    ("metre", "metre metres meter meters", "m", "kilo centi milli micro nano pico femto atto deci"),
    ("gram", "gram grams gramme grammes", "g", "kilo milli micro nano mega"),
    ("litre", "litre litres liter liters", "l L", "milli centi deci kilo mega hecto micro"),
    ("watt", "watt watts", "W", "kilo mega giga tera milli"),
    ("joule", "joule joules", "J", "kilo mega giga tera"),
    ("calorie", "calorie calories", "cal", "kilo"),
    ("electronvolt", "electronvolt electronvolts", "eV", "kilo mega giga tera milli"),
    ("byte", "byte bytes", "B", "kilo mega giga tera peta exa zetta"),
    ("bit", "bit bits", "bit b", "kilo mega giga tera"),
    ("hertz", "hertz", "Hz", "kilo mega giga tera"),
    ("volt", "volt volts", "V", "kilo milli mega"),
    ("ampere", "ampere amperes amp amps", "A", "milli kilo"),
    ("pascal", "pascal pascals", "Pa", "kilo mega giga hecto"),
    ("newton", "newton newtons", "N", "kilo mega"),
    ("second", "second seconds", "s", "milli micro nano pico femto"),
    ("tonne", "tonne tonnes", "t", "mega kilo"),
    ("ton", "ton tons", "", "mega kilo giga"),
    ("sievert", "sievert sieverts", "Sv", "milli micro"),
    ("becquerel", "becquerel becquerels", "Bq", "mega giga tera peta kilo"),
    ("ohm", "ohm ohms", "Ω", "kilo mega"),
];

static PREFIXES: &[(&str, &str, i32)] = &[
    ("atto", "a", -18),
    ("femto", "f", -15),
    ("pico", "p", -12),
    ("nano", "n", -9),
    ("micro", "µ μ", -6),
    ("milli", "m", -3),
    ("centi", "c", -2),
    ("deci", "d", -1),
    ("hecto", "h", 2),
    ("kilo", "k", 3),
    ("mega", "M", 6),
    ("giga", "G", 9),
    ("tera", "T", 12),
    ("peta", "P", 15),
    ("exa", "E", 18),
    ("zetta", "Z", 21),
];

/// Symbols in looser spelling than the prefixes give.
static LOOSE: &[(&str, &str)] = &[
    ("kilometre", "Km KM kms Kms"),
    ("kilogram", "KGS kilogramme"),
    ("microgram", "mcg ug"),
    ("megabyte", "mbytes"),
    ("megabit", "mb"),
    ("gigabyte", "gb"),
    ("terabyte", "tb"),
    ("kilobyte", "KB"),
    ("megawatt", "mw"),
    ("gigahertz", "ghz Ghz"),
    ("megahertz", "mhz Mhz"),
    ("kilohertz", "KHz"),
    ("hectare", "Ha"),
    ("micrometre", "um"),
    ("centimetre", "cms"),
    ("millimetre", "mms"),
];

static UNITS: LazyLock<Units> = LazyLock::new(Units::build);

/// The table.
pub(crate) fn get() -> &'static Units {
    &UNITS
}

fn factor(text: &str) -> Option<Exact> {
    match text.split_once('/') {
        Some((a, b)) => Some(exact::parse(a)? / exact::parse(b)?),
        None => exact::parse(text),
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

impl Units {
    /// The place plus one of the unit with this canonical name.
    pub fn named(&self, name: &str) -> Option<u16> {
        self.names.get(name).copied()
    }

    /// The unit at a place plus one.
    pub fn at(&self, place: u16) -> &Unit {
        &self.list[usize::from(place) - 1]
    }

    fn build() -> Units {
        let mut units = Units {
            list: Vec::new(),
            words: Vec::new(),
            symbols: BTreeMap::new(),
            phrases: Vec::new(),
            names: BTreeMap::new(),
        };
        for (name, dimension, size, words, symbols) in ROWS {
            let place = units.add(name, *dimension, factor(size));
            units.written(place, words, symbols);
        }
        units.add_prefixed();
        units.add_powers();
        for (name, symbols) in LOOSE {
            let place = units.names[name];
            units.written(place, "", symbols);
        }
        for (words, name) in PHRASES {
            let place = units.names[name];
            units.phrases.push((words.split(' ').collect(), place));
        }
        for (adjectives, nouns, name) in OF_COUNTRIES {
            let place = units.names[name];
            for adjective in adjectives.split(' ') {
                units.phrases.extend(nouns.split(' ').map(|noun| (vec![adjective, noun], place)));
            }
        }
        units.phrases.sort_by(|a, b| a.0[0].cmp(b.0[0]).then(b.0.len().cmp(&a.0.len())).then(a.cmp(b)));
        units
    }

    fn add(&mut self, name: &'static str, dimension: Dimension, factor: Option<Exact>) -> u16 {
        if let Some(place) = self.names.get(name) {
            return *place;
        }
        self.list.push(Unit { name, dimension, factor });
        let place = self.list.len() as u16;
        self.names.insert(name, place);
        place
    }

    fn written(&mut self, place: u16, words: &'static str, symbols: &'static str) {
        self.words.extend(words.split_whitespace().map(|word| (word, place)));
        for symbol in symbols.split_whitespace() {
            self.symbols.entry(symbol).or_insert(place);
        }
    }

    fn add_prefixed(&mut self) {
        for (base, words, symbols, prefixes) in PREFIXED {
            let unit = self.at(self.names[base]).clone();
            for (prefix, short, power) in PREFIXES {
                if !prefixes.split(' ').any(|used| used == *prefix) {
                    continue;
                }
                let size = unit.factor.and_then(|size| Some(size * exact::scaled(1, *power)?));
                let place = self.add(leak(format!("{prefix}{base}")), unit.dimension, size);
                for word in words.split(' ') {
                    self.words.push((leak(format!("{prefix}{word}")), place));
                }
                for (short, symbol) in
                    short.split(' ').flat_map(|a| symbols.split_whitespace().map(move |b| (a, b)))
                {
                    self.symbols.entry(leak(format!("{short}{symbol}"))).or_insert(place);
                }
            }
        }
    }

    /// Square and cubic units of every length.
    fn add_powers(&mut self) {
        let lengths: Vec<Unit> = self.list.iter().filter(|unit| unit.dimension == Length).cloned().collect();
        for unit in lengths {
            let Some(size) = unit.factor else { continue };
            self.add(
                leak(format!("square {}", unit.name)),
                Area,
                num_traits::CheckedMul::checked_mul(&size, &size),
            );
            let cube = num_traits::CheckedMul::checked_mul(&size, &size)
                .and_then(|square| num_traits::CheckedMul::checked_mul(&square, &size));
            self.add(leak(format!("cubic {}", unit.name)), Volume, cube);
        }
    }
}
