// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// The error that was granted, why, and its arithmetic.
    mutating func writeDeduction() throws(ExplanationFault) {
        switch judged.policy.deduction {
        case .none: addGrant("policy", .errorNotGranted)
        case .fixed: addGrant("policy", .errorFixed(Share(permille: derived.permille)))
        case .certificate: try writeGrant()
        }
        let gross = derived.gross
        let kept = derived.kept(gross)
        add(
            .deduction,
            .deduction(
                gross: Mass(gross),
                permille: derived.permille,
                kept: Mass(kept),
                deduction: Mass(gross - kept)
            ),
            [
                "gross_kg": .number(gross), "permille": .number(derived.permille),
                "kept_kg": .number(kept), "kg": .number(gross - kept),
            ]
        )
    }

    /// Where the registry of sites decides: certificate, none, or an unknown site.
    private mutating func writeGrant() throws(ExplanationFault) {
        let rule = judged.law.edition.deduction
        let share = Share(permille: derived.permille)
        let source = try source(rule.article)
        let isCertified = !judged.standing.reasons.contains(.noCertificate)
        if let certificate = judged.certificate {
            let granted = rule.permille(of: certificate)
            if isCertified, granted.map({ Int($0) }) == derived.permille {
                return addGrant(
                    "certificate",
                    .certificate(
                        certificate.document,
                        accuracyClass: certificate.accuracyClass,
                        share,
                        isStated: certificate.permissibleErrorPermille != nil,
                        source
                    ),
                    certificate
                )
            }
            if !isCertified, granted == nil, derived.permille == rule.noCertificatePermille {
                return addGrant(
                    "certificate_class_unknown",
                    .certificateClassUnknown(
                        certificate.document,
                        accuracyClass: certificate.accuracyClass,
                        share,
                        source
                    ),
                    certificate
                )
            }
        } else if !isCertified, derived.permille == rule.noCertificatePermille {
            return addGrant("no_certificate", .noCertificate(share, source))
        } else if isCertified, derived.permille == rule.unknownSitePermille {
            return addGrant("unknown_site", .siteUnknown(share, source))
        }
        throw .grantUnexplained(permille: derived.permille)
    }

    private mutating func addGrant(
        _ by: String,
        _ phrase: Phrase,
        _ certificate: Certificate? = nil
    ) {
        var step = ExplanationStep(
            .permissibleError,
            phrase,
            [.init("permille", .number(derived.permille)), .init("by", .text(by))]
        )
        if by != "policy" {
            step.fields.append(.init("article", .text(judged.law.edition.deduction.article)))
        }
        if let certificate {
            step.fields.append(.init("class", .text(certificate.accuracyClass)))
            step.fields.append(.init("document", .text(certificate.document)))
        }
        add(step)
    }

    /// Masses against limits, before and after the deduction.
    mutating func writeComparison() {
        let (gross, limit) = (derived.gross, derived.limit)
        add(
            .excess,
            .excess(
                gross: Mass(gross),
                limit: Mass(limit),
                Share(permille: derived.excessPermille)
            ),
            [
                "gross_kg": .number(gross), "limit_kg": .number(limit),
                "kg": .number(gross - limit), "permille": .number(derived.excessPermille),
            ]
        )
        if gross > limit {
            let kept = derived.kept(gross)
            add(
                .excessAfterDeduction,
                .excessAfterDeduction(kept: Mass(kept), limit: Mass(limit)),
                [
                    "kept_kg": .number(kept), "limit_kg": .number(limit),
                    "kg": .number(kept - limit),
                ]
            )
        }
        for part in derived.partsOver {
            let kept = derived.kept(part.load)
            add(
                .partAfterDeduction,
                .partAfterDeduction(part.axles, Mass(kept), limit: Mass(part.limit)),
                [
                    "first_axle": .number(part.axles.first),
                    "last_axle": .number(part.axles.last), "kept_kg": .number(kept),
                    "limit_kg": .number(part.limit), "kg": .number(kept - part.limit),
                ]
            )
        }
    }
}
