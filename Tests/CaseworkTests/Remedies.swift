// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Does what the last steps of an explanation say, as an officer or a driver would read them.

import Casework
import Rulebook
import Weighing

extension Passage {
    /// Takes so many kg off some axles, counted from 1, from the heaviest first, leaving each at least
    /// 200 kg.
    ///
    /// Wheel loads go, because they would no longer fit their axles.
    mutating func lighten(_ axles: ClosedRange<Int>, by kilograms: Int) {
        leftLoads = []
        rightLoads = []
        var rest = kilograms
        while rest > 0 {
            let indices = axleLoads.indices.filter { axles.contains($0 + 1) }
            guard let heaviest = indices.max(by: { axleLoads[$0] < axleLoads[$1] }),
                axleLoads[heaviest] > 200
            else { return }
            // In parts, so that no axle ends far below its neighbours.
            let step = min(rest, max(1, (axleLoads[heaviest] - 200) / 4))
            axleLoads[heaviest] -= step
            rest -= step
        }
    }

    /// What some axles weigh together, kg.
    func load(_ axles: ClosedRange<Int>) -> Int {
        axleLoads.enumerated().filter { axles.contains($0.offset + 1) }.map(\.element).reduce(0, +)
    }

    /// Meets a condition on masses: so much less of what was measured, or at most so much.
    mutating func meet(_ step: ExplanationStep) {
        guard let most = step.number("at_most_kg") else { return }
        let axles =
            step.text("condition") == "gross"
            ? 1...axleLoads.count
            : (step.number("first_axle") ?? 1)...(step.number("last_axle") ?? axleLoads.count)
        lighten(axles, by: max(0, load(axles) - most))
    }

    /// Makes the reading one that is valid.
    mutating func makeValid(_ names: String, _ law: ValidityRule, now: Instant) {
        for name in names.split(separator: " ") {
            switch name {
            case "speed": speed = min(max(speed, law.speedMin), law.speedMax)
            case "axle_light": axleLoads = axleLoads.map { max($0, Int(law.axleMin)) }
            case "axle_heavy": axleLoads = axleLoads.map { min($0, Int(law.axleMax)) }
            case "spacing_short": spacings = spacings.map { max($0, Int(law.spacingMin)) }
            case "spacing_long": spacings = spacings.map { min($0, Int(law.spacingMax)) }
            case "clock", "no_rulebook": passedAt = now
            case "gross_heavy":
                lighten(1...axleLoads.count, by: axleLoads.reduce(-Int(law.grossMax), +))
            // Unlike sides go with the wheels.
            default: break
            }
        }
        leftLoads = []
        rightLoads = []
    }
}

extension VehicleFacts {
    /// Becomes what a condition on the registry asks.
    mutating func meet(_ step: ExplanationStep, passedAt: Instant) {
        switch step.text("fact") {
        case "air_suspension": hasAirSuspension = true
        case "no_single_tyres": singleTyreAxles = 0
        case "registered_gross": registeredGross = 100_000
        case "permit": permitUntil = passedAt.advanced(bySeconds: 3_600)
        default: break
        }
    }
}
