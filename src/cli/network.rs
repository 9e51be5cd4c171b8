//! Flags of the commands that use the network, and the fetcher they ask for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use claim_verifier::capture::adapter;
use claim_verifier::capture::fetch::{Clock, Fetcher, Options};
use ipnet::IpNet;

use super::Context;

/// How to behave on the network.
#[derive(Debug, Clone, clap::Args)]
pub struct NetworkArgs {
    /// Allow addresses that are not public (127.0.0.1, 10.0.0.0/8 …); may be given again
    #[arg(long, value_name = "CIDR", value_parser = network, help_heading = "Network")]
    allow_network: Vec<IpNet>,
    /// Obey robots.txt, or go past it and say so in the capture
    #[arg(long, value_enum, default_value_t, help_heading = "Network")]
    robots: Robots,
    /// Requests to one host at once
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Network")]
    per_host: usize,
    /// Pause between requests to one host, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 500, help_heading = "Network")]
    gap: u64,
    /// Requests to all hosts at once
    #[arg(long, value_name = "N", default_value_t = 32, help_heading = "Network")]
    at_once: usize,
    /// Seconds until a request is given up
    #[arg(long, value_name = "S", default_value_t = 120, help_heading = "Network")]
    timeout: u64,
    /// Attempts after a failed one
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Network")]
    retries: u32,
    /// Most bytes of one document; what is longer is kept as truncated
    #[arg(long, value_name = "BYTES", default_value_t = 32 << 20, help_heading = "Network")]
    max_bytes: usize,
    /// Ask a public archive: for its copy of what is gone, or as a second witness of what is there
    #[arg(long, value_enum, default_value_t, help_heading = "Network")]
    archive: Archive,
    /// Ask another server on a route of an adapter (syndication, oembed, fxembed, wayback); may be given again
    #[arg(long, value_name = "ROUTE=URL", value_parser = route, help_heading = "Network")]
    route: Vec<(Route, String)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Archive {
    /// Never
    #[default]
    Never,
    /// Where the source is gone or cannot be reached
    Fallback,
    /// Always, to note whether it holds the same
    Witness,
}

/// A route of an adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Route {
    /// X's own JSON for embeds
    Syndication,
    /// X's documented embeds
    Oembed,
    /// A third party that repeats posts
    Fxembed,
    /// The public archive
    Wayback,
}

/// Reads `ROUTE=URL`.
fn route(text: &str) -> Result<(Route, String), String> {
    use clap::ValueEnum;
    let (name, url) = text.split_once('=').ok_or("write ROUTE=URL")?;
    let url = claim_verifier::capture::address::parse(url).map_err(|error| error.to_string())?;
    Ok((Route::from_str(name, false)?, url.as_str().trim_end_matches('/').to_owned()))
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Robots {
    /// Obey it
    #[default]
    Obey,
    /// Go past it, on record
    Ignore,
}

impl NetworkArgs {
    /// The fetcher, whose clock goes on from the moment taken for now.
    ///
    /// # Errors
    /// A network of the settings that cannot be read, or what the system says.
    pub fn fetcher(&self, context: &Context) -> anyhow::Result<Arc<Fetcher>> {
        Ok(Arc::new(Fetcher::new(self.options(context)?)?))
    }

    /// Posts JSON to an address, under the same guard as every fetch.
    ///
    /// # Errors
    /// What the guard or the network says.
    pub fn post(&self, context: &Context, url: &str, body: &str) -> anyhow::Result<()> {
        let fetcher = self.fetcher(context)?;
        let status = fetcher.post_json(url, body)?;
        anyhow::ensure!((200..300).contains(&status), "it answered {status}");
        Ok(())
    }

    fn options(&self, context: &Context) -> anyhow::Result<Options> {
        let (now, started) = (context.now, Instant::now());
        let clock: Clock = Arc::new(move || now + started.elapsed());
        let mut options = Options::new(clock);
        options.policy.allow.clone_from(&self.allow_network);
        for setting in &context.settings.allow_network {
            let allowed = network(&setting.value).map_err(|help| {
                anyhow::anyhow!("{}: `{}` is no network: {help}", setting.origin, setting.value)
            })?;
            options.policy.allow.push(allowed);
        }
        options.obey_robots = self.robots == Robots::Obey;
        options.per_host = self.per_host;
        options.gap = Duration::from_millis(self.gap);
        options.at_once = self.at_once;
        options.limits.total = Duration::from_secs(self.timeout);
        options.limits.head = options.limits.head.min(options.limits.total);
        options.limits.retries = self.retries;
        options.limits.bytes = self.max_bytes;
        options.archive = match self.archive {
            Archive::Never => adapter::Archive::Never,
            Archive::Fallback => adapter::Archive::Fallback,
            Archive::Witness => adapter::Archive::Witness,
        };
        for (route, url) in &self.route {
            let place = match route {
                Route::Syndication => &mut options.routes.syndication,
                Route::Oembed => &mut options.routes.oembed,
                Route::Fxembed => &mut options.routes.fxembed,
                Route::Wayback => &mut options.routes.wayback,
            };
            place.clone_from(url);
        }
        Ok(options)
    }
}

/// Reads a network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse::<std::net::IpAddr>().map(IpNet::from);
    text.parse::<IpNet>()
        .or_else(|_| single())
        .map_err(|_| "write it as 127.0.0.1, 10.0.0.0/8 or fd00::/8".to_owned())
}
