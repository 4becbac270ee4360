// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// An entry of a batch's site dictionary.
struct SiteEntry: Sendable {
    /// The code.
    var code: String
    /// Why no passage can have it; nil for a good code.
    var fault: PassageFault?

    /// Judges a code as `Passage.fault()` does.
    init(code: String) {
        self.code = code
        let byteCount = code.utf8.count
        if code.isEmpty {
            fault = .siteMissing
        } else if byteCount > Passage.siteByteCountMax {
            fault = .textLong("site", byteCount: byteCount)
        } else if code.utf8.contains(0) {
            fault = .textZeroByte("site")
        }
    }
}

/// What the text columns of a batch are, each as a whole.
struct TextColumns: Sendable {
    var plate: TextCheck
    var id: TextCheck
    var flags: TextCheck
}
