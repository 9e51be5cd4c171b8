//! The one integration binary; every file beside this one is declared here.
