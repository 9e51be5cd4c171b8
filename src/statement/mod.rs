//! Reads statements out of a passage or a claim: quantity, measure, subject, period, scope, modality, attribution.
//!
//! The same code reads a claim and a source; deciding is comparing statements.
