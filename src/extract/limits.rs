//! The caps in front of every parser; a cap that was met is a note of the document.

/// Caps on what one payload may cost. The defaults hold every page in ordinary use many times over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the payload that are read; the rest is left out. 64 MiB.
    pub bytes_max: usize,
    /// Open elements, as browsers cap them. 512.
    pub depth_max: usize,
    /// Attributes of one element. 256.
    pub attributes_max: usize,
    /// Nodes of the tree. 500,000.
    pub nodes_max: usize,
    /// Cells of one table after its spans are expanded. 200,000.
    pub cells_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes_max: 64 << 20,
            depth_max: 512,
            attributes_max: 256,
            nodes_max: 500_000,
            cells_max: 200_000,
        }
    }
}
