//! The spine: for a claim set finds captures, reads them, decides each claim, and gives one check run.
