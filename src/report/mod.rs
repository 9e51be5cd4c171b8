//! Turns a check run into a report; one file a format. Pure.
