// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// The error that a certificate grants.
    ///
    /// - Parameters:
    ///   - document: Its number.
    ///   - accuracyClass: Its accuracy class.
    ///   - share: The error.
    ///   - isStated: Whether the certificate states the error itself; else it comes from the class.
    ///   - source: The rule about errors of scales.
    /// - Returns: The sentence.
    public static func certificate(
        _ document: String,
        accuracyClass: String,
        _ share: Share,
        isStated: Bool,
        _ source: Source
    ) -> Phrase {
        isStated
            ? Phrase(
                zh: """
                    检定证书\(document)，准确度等级\(accuracyClass)，证书载明最大允许误差\(share)，\
                    依据\(source)。
                    """,
                en: """
                    Certificate \(document), accuracy class \(accuracyClass), states a permissible \
                    error of \(share), by \(source).
                    """
            )
            : Phrase(
                zh: """
                    检定证书\(document)，准确度等级\(accuracyClass)，最大允许误差\(share)，\
                    依据\(source)。
                    """,
                en: """
                    Certificate \(document), accuracy class \(accuracyClass): permissible error \
                    \(share), by \(source).
                    """
            )
    }

    /// No certificate was valid.
    public static func noCertificate(_ share: Share, _ source: Source) -> Phrase {
        Phrase(
            zh: "站点当时无有效检定证书，按\(share)扣减，依据\(source)。",
            en: "The site had no valid certificate then; \(share) is granted, by \(source)."
        )
    }

    /// A certificate of a class that the rulebook does not know.
    public static func certificateClassUnknown(
        _ document: String,
        accuracyClass: String,
        _ share: Share,
        _ source: Source
    ) -> Phrase {
        Phrase(
            zh: """
                检定证书\(document)的准确度等级\(accuracyClass)不在规则中，视同无证书，\
                按\(share)扣减，依据\(source)。
                """,
            en: """
                The rulebook does not know accuracy class \(accuracyClass) of certificate \
                \(document), which counts as none; \(share) is granted, by \(source).
                """
        )
    }

    /// The registry does not know the site.
    public static func siteUnknown(_ share: Share, _ source: Source) -> Phrase {
        Phrase(
            zh: "站点登记中无此站点，按\(share)扣减，依据\(source)。",
            en: "The registry does not know the site; \(share) is granted, by \(source)."
        )
    }

    /// The policy fixes the error.
    public static func errorFixed(_ share: Share) -> Phrase {
        Phrase(zh: "按执法政策统一扣减\(share)。", en: "The policy grants \(share) everywhere.")
    }

    /// The policy grants nothing.
    public static var errorNotGranted: Phrase {
        Phrase(zh: "按执法政策不扣减误差。", en: "The policy grants no error.")
    }

    /// The arithmetic of the deduction.
    public static func deduction(
        gross: Mass,
        permille: Int,
        kept: Mass,
        deduction: Mass
    ) -> Phrase {
        Phrase(
            zh: """
                ⌊\(number: gross.kilograms) × \(number: 1_000 - permille) ÷ \(number: 1_000)⌋ = \
                \(kept)，扣减\(deduction)。
                """,
            en: """
                ⌊\(number: gross.kilograms) × \(number: 1_000 - permille) ÷ \(number: 1_000)⌋ = \
                \(kept); the deduction is \(deduction).
                """
        )
    }

    /// The gross mass against its limit; the share is 0 where it is not over.
    public static func excess(gross: Mass, limit: Mass, _ share: Share) -> Phrase {
        let excess = gross.kilograms - limit.kilograms
        return excess > 0
            ? Phrase(
                zh: "总质量\(gross)，超过限值\(limit)，超限\(Mass(excess))，超限率\(share)。",
                en: "Gross \(gross) is over the limit of \(limit) by \(Mass(excess)), \(share)."
            )
            : Phrase(
                zh: "总质量\(gross)，未超过限值\(limit)，余\(Mass(-excess))。",
                en: "Gross \(gross) is not over the limit of \(limit), \(Mass(-excess)) to spare."
            )
    }

    /// What stays after the deduction against the limit.
    public static func excessAfterDeduction(kept: Mass, limit: Mass) -> Phrase {
        let excess = kept.kilograms - limit.kilograms
        return excess > 0
            ? Phrase(
                zh: "扣减后\(kept)，仍超过限值\(limit)，超出\(Mass(excess))。",
                en: "After the deduction \(kept) is still over \(limit) by \(Mass(excess))."
            )
            : Phrase(
                zh: "扣减后\(kept)，未超过限值\(limit)。",
                en: "After the deduction \(kept) is not over \(limit)."
            )
    }
}
