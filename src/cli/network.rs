//! Flags of the commands that use the network, and the fetcher they ask for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use claim_verifier::capture::fetch::{Clock, FetchError, Fetcher, Options};
use ipnet::IpNet;

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
    pub fn fetcher(&self, now: DateTime<Utc>) -> Result<Arc<Fetcher>, FetchError> {
        let started = Instant::now();
        let clock: Clock = Arc::new(move || now + started.elapsed());
        let mut options = Options::new(clock);
        options.policy.allow.clone_from(&self.allow_network);
        options.obey_robots = self.robots == Robots::Obey;
        options.per_host = self.per_host;
        options.gap = Duration::from_millis(self.gap);
        options.at_once = self.at_once;
        options.limits.total = Duration::from_secs(self.timeout);
        options.limits.head = options.limits.head.min(options.limits.total);
        options.limits.retries = self.retries;
        options.limits.bytes = self.max_bytes;
        Fetcher::new(options).map(Arc::new)
    }
}

/// Reads a network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse::<std::net::IpAddr>().map(IpNet::from);
    text.parse::<IpNet>()
        .or_else(|_| single())
        .map_err(|_| "write it as 127.0.0.1, 10.0.0.0/8 or fd00::/8".to_owned())
}
