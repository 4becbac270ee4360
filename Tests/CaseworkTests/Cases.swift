// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

/// Vehicles whose explanations are compared in full; the spacings of the commonest ones.
enum Cases {
    private static let six = [3_200, 1_350, 6_500, 1_310, 1_310]
    private static let rigidThree = [4_500, 1_350]
    private static let tipper = [2_000, 3_500, 1_350]

    static let within = ExplainedCase([7_000, 11_000], [4_500])

    static let overload = ExplainedCase([6_000, 11_000, 11_000, 10_200, 10_200, 10_200], six)

    static let overloadCeil = ExplainedCase([6_000, 11_000, 11_000, 10_200, 10_200, 10_200], six) {
        $0.policy.rounding = .ceil
    }

    static let marginal = ExplainedCase([6_000, 9_000, 9_000, 9_000, 9_000, 9_000], six)

    static let invalid = ExplainedCase([6_000, 150, 36_000], rigidThree) {
        $0.passage.speed = 450
        $0.passage.leftLoads = [5_000, 75, 30_000]
        $0.passage.rightLoads = [1_000, 75, 6_000]
    }

    static let steerPair = ExplainedCase([8_000, 8_000, 9_000, 9_000], tipper) {
        $0.passage.height = 4_100
        $0.passage.width = 2_550
        $0.passage.length = 9_000
    }

    static let patternUnknown = ExplainedCase([9_000, 9_000, 9_000], [1_500, 1_400])

    static let noRigidLimit = ExplainedCase(
        [8_000, 8_000, 9_000, 9_000, 9_000],
        [2_000, 3_500, 1_350, 1_350]
    ) {
        $0.passage.vehicleType = .rigid
    }

    static let airSuspension = ExplainedCase([7_000, 9_500, 9_400], rigidThree) {
        $0.facts = known {
            $0.hasAirSuspension = true
            $0.singleTyreAxles = 0
            $0.axleCount = 3
        }
    }

    static let airSuspensionUnknown = ExplainedCase([7_000, 9_500, 9_400], rigidThree)

    static let permit = ExplainedCase([7_000, 14_000, 14_000, 12_000, 12_000, 12_000], six) {
        $0.facts = known {
            $0.permitUntil = CivilTime(year: 2026, month: 6, day: 1)
                .instant(offsetSeconds: 8 * 3_600)
            $0.permitGross = 70_000
        }
    }

    static let permitUnknownGross = ExplainedCase([9_000, 12_000], [4_500]) {
        $0.facts = known { $0.permitUntil = CaseLaws.noon.advanced(bySeconds: 1) }
    }

    static let exempt = ExplainedCase([9_000, 12_000], [4_500]) {
        $0.facts = known { $0.exemptClass = "refrigerated" }
    }

    static let singleTyres = ExplainedCase([6_500, 8_500, 8_500, 8_500, 8_500, 8_500], six) {
        $0.facts = known {
            $0.singleTyreAxles = 3
            $0.wideTyreAxles = 1
            $0.axleCount = 6
        }
    }

    static let sumOfGroups = ExplainedCase([7_000, 10_000, 8_000, 8_000], [3_500, 7_000, 900]) {
        $0.facts = known {
            $0.singleTyreAxles = 0
            $0.axleCount = 4
            $0.registeredGross = 40_000
        }
    }

    static let registeredGross = ExplainedCase([6_000, 9_000], [4_500]) {
        $0.facts = known {
            $0.registeredGross = 12_000
            $0.axleCount = 2
        }
    }

    static let licensed = ExplainedCase([3_000, 5_000], [2_500]) {
        $0.facts = known {
            $0.registeredGross = 4_500
            $0.exemptClass = "low_speed"
        }
    }

    static let noCertificate = ExplainedCase([9_000, 14_000], [4_500]) {
        $0.certificate = nil
        $0.standingReasons = .noCertificate
        $0.passage.width = 3_800
        $0.passage.length = 8_000
        $0.passage.height = 3_000
    }

    static let expiredPermit = ExplainedCase([9_000, 10_100], [4_500]) {
        $0.certificate = nil
        $0.facts = known {
            $0.permitUntil = CaseLaws.noon
            $0.permitGross = 19_500
        }
        $0.policy = CasePolicy(
            thresholdPermille: 100,
            deduction: .none,
            rounding: .proRata
        )
    }

    static let bridge = ExplainedCase(
        [5_000, 8_000, 8_000, 9_000, 9_000],
        [3_700, 1_300, 5_500, 1_250]
    ) {
        $0.book = CaseLaws.bridge
        $0.policy.deduction = .fixed(permille: 20)
    }

    static let wheelbase = ExplainedCase(
        [7_000, 12_000, 7_500, 7_500, 7_500],
        [2_900, 3_600, 1_200, 1_200]
    ) {
        $0.book = CaseLaws.wheelbase
    }
}
