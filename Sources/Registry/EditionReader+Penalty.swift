// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension EditionReader {
    /// The most that a fine may be, in whole money.
    private static let money: ClosedRange<Int32> = 0...1_000_000_000

    /// What an offence costs.
    func penalty(_ value: YAMLValue) -> PenaltyRule {
        value.mapping { keys in
            PenaltyRule(
                currency: currency(keys.required("currency")),
                most: keys.required("at_most").integer(in: 1...Self.money.upperBound),
                mass: massPenalty(keys.required("mass")),
                size: keys.optional("size").map(sizePenalty),
                repetition: keys.optional("repetition").map(repetition)
            )
        }
    }

    private func currency(_ value: YAMLValue) -> String {
        let text = value.text()
        let isCode =
            text.utf8.count == 3
            && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")) ~= $0 }
        if !text.isEmpty, !isCode {
            value.fault("'currency' must be three capital letters such as CNY, not '\(text)'")
        }
        return text
    }

    private func massPenalty(_ value: YAMLValue) -> PenaltyRule.Mass {
        value.mapping { keys in
            PenaltyRule.Mass(
                warningUpTo: keys.mass("warning_up_to", in: 0...Self.groupLimits.upperBound),
                step: keys.mass("step", in: Self.groupLimits),
                perStep: keys.required("per_step").integer(in: Self.money),
                article: citation(keys)
            )
        }
    }

    private func repetition(_ value: YAMLValue) -> PenaltyRule.Repeat {
        value.mapping { keys in
            PenaltyRule.Repeat(
                records: keys.required("records").integer(in: 2...1_000, unit: "records"),
                months: keys.required("months").integer(in: 1...120, unit: "months"),
                carrierPermille: keys.required("carrier_permille").integer(
                    in: 0...1_000,
                    unit: "permille"
                ),
                article: citation(keys)
            )
        }
    }

    // MARK: - Size

    private func sizePenalty(_ value: YAMLValue) -> PenaltyRule.Size {
        value.mapping { keys in
            let list = keys.required("bands")
            let items = list.list()
            if items.isEmpty, list.isList || list.isEmpty {
                list.fault("'bands' must list at least one band")
            }
            var size = PenaltyRule.Size(
                allowed: PenaltyRule.Dimensions(height: 0, width: 0, length: 0),
                bands: [],
                article: citation(keys)
            )
            let isClean = value.faults.isClean {
                size.allowed = PenaltyRule.Dimensions(
                    height: keys.required("height_mm").size(),
                    width: keys.required("width_mm").size(),
                    length: keys.required("length_mm").size()
                )
                size.bands = items.enumerated().map { index, item in
                    sizeBand(item, isLast: index == items.count - 1)
                }
            }
            if isClean { faultFalling(size, items) }
            return size
        }
    }

    private func sizeBand(_ value: YAMLValue, isLast: Bool) -> PenaltyRule.Size.Band {
        value.mapping { keys in
            let names = ["height_up_to_mm", "width_up_to_mm", "length_up_to_mm"]
            let ends = isLast ? names.map(keys.optional) : names.map { keys.required($0) }
            if isLast, ends.contains(where: { $0 != nil }) {
                value.fault("the last band takes every larger size: no '…_up_to_mm'")
            }
            let sizes = ends.map { $0?.size() ?? .max }
            let upTo = keys.required("fine_up_to")
            var fine: (from: Int32, upTo: Int32) = (0, 0)
            let isClean = value.faults.isClean {
                fine.from = keys.required("fine_from").integer(in: Self.money)
                fine.upTo = upTo.integer(in: Self.money)
            }
            if isClean, fine.upTo < fine.from {
                upTo.fault("'fine_up_to' must not be below 'fine_from'")
            }
            return PenaltyRule.Size.Band(
                upTo: PenaltyRule.Dimensions(height: sizes[0], width: sizes[1], length: sizes[2]),
                fine: fine.from...max(fine.from, fine.upTo)
            )
        }
    }

    /// Notes bands into which nothing falls that the one above them, or what is allowed, leaves over.
    private func faultFalling(_ size: PenaltyRule.Size, _ items: [YAMLValue]) {
        var above = size.allowed
        for (band, item) in zip(size.bands, items) {
            if !above.fits(band.upTo) || band.upTo == above {
                item.fault(
                    "bands must rise: no size below that of the band above it or what is allowed, "
                        + "and one of them above it"
                )
            }
            above = band.upTo
        }
    }
}

extension YAMLValue {
    /// A height, width or length of a vehicle, mm.
    fileprivate func size() -> Int32 { integer(in: 1...Int32(Passage.dimensionMax), unit: "mm") }
}
