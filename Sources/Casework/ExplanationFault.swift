// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Why there is no explanation: what would be explained is not what was judged.
public enum ExplanationFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The passage is one that is refused and not judged.
    case refused(PassageFault)
    /// The edition has no gross limit for so many axles.
    case noLimit(axles: Int)
    /// The edition cites an article that it does not list.
    case articleMissing(String)
    /// A number that was recomputed is not the judgement's.
    case differs(String, recomputed: String, judged: String)
    /// Neither certificate, standing, law nor policy gives the error that was granted.
    case grantUnexplained(permille: Int)

    /// The fault in one sentence, without the plate or any other personal data.
    public var description: String {
        switch self {
        case .refused(let fault): "the passage cannot be judged: \(fault)"
        case .noLimit(let axles): "the edition has no gross limit for \(axles) axles"
        case .articleMissing(let id): "article '\(id)' is cited but not listed"
        case .differs(let what, let recomputed, let judged):
            "\(what) is \(recomputed) when recomputed, but was judged as \(judged)"
        case .grantUnexplained(let permille):
            "nothing explains a permissible error of \(permille) permille"
        }
    }
}
