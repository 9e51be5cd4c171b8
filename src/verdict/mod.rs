//! Decides a claim from statements: alignment, arithmetic, verdict and findings. Pure.
