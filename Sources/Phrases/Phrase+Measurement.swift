// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension Phrase {
    /// Which law a passage was judged by.
    ///
    /// - Parameters:
    ///   - zh: The rulebook's title in Chinese.
    ///   - en: The same in English.
    ///   - rulebook: The rulebook's name, `cn`.
    ///   - edition: The edition's name, `2016-09-21`.
    /// - Returns: The sentence.
    public static func law(zh: String, en: String, rulebook: String, edition: String) -> Phrase {
        Phrase(
            zh: "适用规则：\(zh)，规则库\(rulebook)，\(edition)版。",
            en: "Law: \(en); rulebook \(rulebook), edition of \(edition)."
        )
    }

    /// What the axles weigh, one by one and together.
    public static func measured(axles: [Int], gross: Mass) -> Phrase {
        Phrase(
            zh: "实测轴载：\(sum: axles) = \(gross)（总质量）。",
            en: "Measured axle loads: \(sum: axles) = \(gross) gross."
        )
    }

    /// Why axles 1 and 2 are a steer pair.
    public static func steerPair(
        first: Length,
        firstBelow: Length,
        second: Length,
        secondAtLeast: Length
    ) -> Phrase {
        Phrase(
            zh: """
                第1、2轴间距\(first)，小于\(firstBelow)；第2、3轴间距\(second)，\
                不小于\(secondAtLeast)：第1、2轴为双转向轴，单独成组。
                """,
            en: """
                Axles 1 and 2 are \(first) apart, less than \(firstBelow), and axles 2 and 3 \
                \(second), not less than \(secondAtLeast): axles 1 and 2 are the steer pair, a \
                group of their own.
                """
        )
    }

    /// Why two neighbouring axles are in one group or in two.
    ///
    /// - Parameters:
    ///   - axle: The one in front, from 1.
    ///   - distance: Between the two.
    ///   - joinedBelow: The joining distance.
    /// - Returns: The sentence.
    public static func spacing(after axle: Int, _ distance: Length, joinedBelow: Length) -> Phrase {
        distance.millimetres < joinedBelow.millimetres
            ? Phrase(
                zh: """
                    第\(number: axle)、\(number: axle + 1)轴间距\(distance)，小于\(joinedBelow)：\
                    同一轴组。
                    """,
                en: """
                    Axles \(number: axle) and \(number: axle + 1) are \(distance) apart, less than \
                    \(joinedBelow): one group.
                    """
            )
            : Phrase(
                zh: """
                    第\(number: axle)、\(number: axle + 1)轴间距\(distance)，不小于\(joinedBelow)：\
                    分属两个轴组。
                    """,
                en: """
                    Axles \(number: axle) and \(number: axle + 1) are \(distance) apart, not less \
                    than \(joinedBelow): two groups.
                    """
            )
    }

    /// The axle groups and the class that they make.
    public static func pattern(groups: String, vehicleClass: String) -> Phrase {
        Phrase(
            zh: "轴组\(groups)，车型\(vehicleClass)。",
            en: "Axle groups \(groups), class \(vehicleClass)."
        )
    }

    /// The name of the class in a scheme for counting traffic.
    public static func className(_ name: String, _ source: Source) -> Phrase {
        Phrase(
            zh: "交通量分类：\(name)，依据\(source)。",
            en: "Class for counting traffic: \(name), by \(source)."
        )
    }

    /// Whether the vehicle counts as a combination, by its axle pattern or by the type given.
    public static func combination(_ isCombination: Bool, isGiven: Bool) -> Phrase {
        switch (isCombination, isGiven) {
        case (true, false):
            Phrase(zh: "按轴型认定为汽车列车。", en: "A combination, by its axle pattern.")
        case (false, false):
            Phrase(zh: "按轴型认定为载货汽车。", en: "A rigid vehicle, by its axle pattern.")
        case (true, true):
            Phrase(zh: "按所给车辆类型认定为汽车列车。", en: "A combination, by the type given.")
        case (false, true):
            Phrase(zh: "按所给车辆类型认定为载货汽车。", en: "A rigid vehicle, by the type given.")
        }
    }
}
