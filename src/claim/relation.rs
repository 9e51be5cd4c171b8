//! Relations between claims of a set: `direct <= total`, sums, ratios.
//!
//! Takes the rule as typed, gives an expression over claim ids. Working it out belongs to the spine, which has the
//! figures.

use std::ops::Range;

use crate::quantity::exact::Exact;

use super::Typed;

/// A relation that must hold between claims of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Unique over a claim set; a slug of the rule unless typed.
    pub id: String,
    /// The rule as typed (`a <= b`, `sum(a, b, c) <= d`, `a / b - 1 = c`, `a = b + c`).
    pub rule: Typed<String>,
    /// The rule as read.
    pub parsed: Rule,
    /// Why it must hold.
    pub because: Option<String>,
    /// Bytes of the `[[relation]]` header.
    pub span: Range<usize>,
}

/// A comparison of two expressions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What stands before the sign.
    pub left: Expression,
    /// The sign.
    pub comparison: Comparison,
    /// What stands behind the sign.
    pub right: Expression,
}

/// The sign of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<=`
    AtMost,
    /// `<`
    Less,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

/// An expression over the figures of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// The figure of a claim, with the bytes of the rule that name it.
    Claim(String, Range<usize>),
    /// A number; `35%` is 35/100.
    Number(Exact),
    /// `sum(a, b, c)`.
    Sum(Vec<Expression>),
    /// `a + b`, `a - b`, `a * b`, `a / b`.
    Binary(Box<Expression>, Operator, Box<Expression>),
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// Why a rule cannot be read, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the rule.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Rule {
    /// Reads a rule. Ids may hold hyphens, so a minus sign stands between spaces.
    ///
    /// # Errors
    /// What could not be read, with its place.
    pub fn parse(text: &str) -> Result<Rule, Mistake> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, end: text.len(), depth: 0 };
        let left = parser.sum()?;
        let comparison = match parser.next() {
            Some((Token::Sign("<="), _)) => Comparison::AtMost,
            Some((Token::Sign("<"), _)) => Comparison::Less,
            Some((Token::Sign("=" | "=="), _)) => Comparison::Equal,
            Some((Token::Sign(">="), _)) => Comparison::AtLeast,
            Some((Token::Sign(">"), _)) => Comparison::More,
            other => return Err(parser.expected("a comparison such as `<=` or `=`", other)),
        };
        let right = parser.sum()?;
        match parser.next() {
            None => Ok(Rule { left, comparison, right }),
            other => Err(parser.expected("the end of the rule", other)),
        }
    }

    /// Every claim the rule names, with the bytes of the rule, in order.
    pub fn claims(&self) -> Vec<(&str, Range<usize>)> {
        let mut named = Vec::new();
        self.left.collect(&mut named);
        self.right.collect(&mut named);
        named
    }
}

impl Expression {
    fn collect<'e>(&'e self, named: &mut Vec<(&'e str, Range<usize>)>) {
        match self {
            Expression::Claim(id, range) => named.push((id, range.clone())),
            Expression::Number(_) => {}
            Expression::Sum(terms) => terms.iter().for_each(|term| term.collect(named)),
            Expression::Binary(left, _, right) => {
                left.collect(named);
                right.collect(named);
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Number(&'t str),
    Sign(&'t str),
}

fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Mistake> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let width = if first.is_alphanumeric() {
            // A hyphen, dot or comma belongs to the word when another letter or digit follows at once.
            let mut width = 0;
            for (offset, character) in rest.char_indices() {
                let inside = character.is_alphanumeric() || character == '_';
                let next = rest[offset + character.len_utf8()..].chars().next();
                let joint = matches!(character, '-' | '.') && next.is_some_and(char::is_alphanumeric);
                if !inside && !joint {
                    break;
                }
                width = offset + character.len_utf8();
            }
            width + usize::from(rest[width..].starts_with('%'))
        } else {
            let signs = ["<=", ">=", "==", "<", ">", "=", "+", "-", "*", "/", "(", ")", ","];
            let sign = signs.iter().find(|sign| rest.starts_with(**sign));
            sign.map(|sign| sign.len()).ok_or_else(|| Mistake {
                range: at..at + first.len_utf8(),
                message: format!("`{first}` has no meaning in a rule"),
            })?
        };
        let word = &rest[..width];
        let token = if !first.is_alphanumeric() {
            Token::Sign(word)
        } else if word.trim_end_matches('%').chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_')) {
            Token::Number(word)
        } else {
            Token::Word(word)
        };
        tokens.push((token, at..at + width));
        at += width;
    }
    Ok(tokens)
}

/// Parentheses inside parentheses; a rule deeper than this is a slip or an attack.
const DEPTH_MAX: usize = 32;

struct Parser<'t> {
    tokens: Vec<(Token<'t>, Range<usize>)>,
    at: usize,
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<(Token<'t>, Range<usize>)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take(&mut self, signs: &[&str]) -> Option<&'t str> {
        match self.tokens.get(self.at) {
            Some((Token::Sign(sign), _)) if signs.contains(sign) => {
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn expected(&self, what: &str, found: Option<(Token<'_>, Range<usize>)>) -> Mistake {
        match found {
            Some((Token::Word(word) | Token::Number(word) | Token::Sign(word), range)) => {
                Mistake { range, message: format!("{what} must stand here, not `{word}`") }
            }
            None => Mistake { range: self.end..self.end, message: format!("{what} is missing at its end") },
        }
    }

    /// `product (+|- product)*`
    fn sum(&mut self) -> Result<Expression, Mistake> {
        let mut left = self.product()?;
        while let Some(sign) = self.take(&["+", "-"]) {
            let operator = if sign == "+" { Operator::Plus } else { Operator::Minus };
            left = Expression::Binary(Box::new(left), operator, Box::new(self.product()?));
        }
        Ok(left)
    }

    /// `term (*|/ term)*`
    fn product(&mut self) -> Result<Expression, Mistake> {
        let mut left = self.term()?;
        while let Some(sign) = self.take(&["*", "/"]) {
            let operator = if sign == "*" { Operator::Times } else { Operator::Over };
            left = Expression::Binary(Box::new(left), operator, Box::new(self.term()?));
        }
        Ok(left)
    }

    /// A claim, a number, `sum(…)` or a parenthesis.
    fn term(&mut self) -> Result<Expression, Mistake> {
        match self.next() {
            Some((Token::Word("sum"), range)) if self.take(&["("]).is_some() => {
                let mut terms = vec![self.nested(&range)?];
                while self.take(&[","]).is_some() {
                    terms.push(self.nested(&range)?);
                }
                self.close()?;
                Ok(Expression::Sum(terms))
            }
            Some((Token::Word(id), range)) => Ok(Expression::Claim(id.to_owned(), range)),
            Some((Token::Number(digits), range)) => {
                let number = number(digits);
                number
                    .map(Expression::Number)
                    .ok_or_else(|| Mistake { range, message: format!("`{digits}` is not a number") })
            }
            Some((Token::Sign("("), range)) => {
                let inner = self.nested(&range)?;
                self.close()?;
                Ok(inner)
            }
            other => Err(self.expected("a claim id or a number", other)),
        }
    }

    fn nested(&mut self, range: &Range<usize>) -> Result<Expression, Mistake> {
        if self.depth == DEPTH_MAX {
            return Err(Mistake { range: range.clone(), message: "it is nested too deeply".to_owned() });
        }
        self.depth += 1;
        let inner = self.sum();
        self.depth -= 1;
        inner
    }

    fn close(&mut self) -> Result<(), Mistake> {
        match self.next() {
            Some((Token::Sign(")"), _)) => Ok(()),
            other => Err(self.expected("`)`", other)),
        }
    }
}

/// A plain decimal, a percent sign dividing by 100.
fn number(digits: &str) -> Option<Exact> {
    let (plain, percent) = digits.strip_suffix('%').map_or((digits, false), |plain| (plain, true));
    let plain = plain.replace('_', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let scale = 10i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let numerator = format!("{whole}{decimals}").parse().ok()?;
    let denominator = if percent { scale.checked_mul(100)? } else { scale };
    Some(Exact::new(numerator, denominator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(expression: &Expression) -> String {
        match expression {
            Expression::Claim(id, _) => id.clone(),
            Expression::Number(number) => number.to_string(),
            Expression::Sum(terms) => {
                format!("sum({})", terms.iter().map(show).collect::<Vec<_>>().join(" "))
            }
            Expression::Binary(left, operator, right) => {
                format!("({operator:?} {} {})", show(left), show(right))
            }
        }
    }

    fn check(rule: &str, expected: &str) {
        let shown = match Rule::parse(rule) {
            Ok(rule) => format!("{} {:?} {}", show(&rule.left), rule.comparison, show(&rule.right)),
            Err(mistake) => format!("{}..{} {}", mistake.range.start, mistake.range.end, mistake.message),
        };
        assert_eq!(shown, expected, "{rule}");
    }

    #[test]
    fn rules_are_read() {
        check("jobs-direct <= jobs-total", "jobs-direct AtMost jobs-total");
        check("sum(a, b, c) <= d", "sum(a b c) AtMost d");
        check("a / b - 1 = c", "(Minus (Over a b) 1) Equal c");
        check("a = b + c", "a Equal (Plus b c)");
        check("a >= 94% * (b + c)", "a AtLeast (Times 47/50 (Plus b c))");
        check("cars-2024 - cars-2023 > 0", "(Minus cars-2024 cars-2023) More 0");
        check("sum = b", "sum Equal b");
    }

    #[test]
    fn mistakes_have_a_place() {
        check("a", "1..1 a comparison such as `<=` or `=` is missing at its end");
        check("a <= ", "5..5 a claim id or a number is missing at its end");
        check("a ? b", "2..3 `?` has no meaning in a rule");
        check("sum(a, b <= c", "9..11 `)` must stand here, not `<=`");
        check("a <= b c", "7..8 the end of the rule must stand here, not `c`");
        check("a = 1.2.3", "4..9 `1.2.3` is not a number");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let rule = format!("{}a{} = b", "(".repeat(500), ")".repeat(500));
        assert!(Rule::parse(&rule).is_err());
    }
}
