// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Explanations in which the vehicle registry has a say, in full.
enum RegistryTexts {
    static let airSuspension = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 7,000 + 9,500 + 9,400 = 25,900 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2, class 3:1-2.
            A rigid vehicle, by its axle pattern.
            Limit of the axle pattern: 25,000 kg, by Article 3 item 5 (checked against the \
            official text).
            Registry: air suspension raises the limit to 26,000 kg, by remark 4 of the annex \
            (not yet checked against the official text).
            Gross limit: 26,000 kg, by remark 4 of the annex (not yet checked against the \
            official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axles 2 to 3): 18,900 kg, limit 18,000 kg, 900 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊25,900 × 950 ÷ 1,000⌋ = 24,605 kg; the deduction is 1,295 kg.
            Gross 25,900 kg is not over the limit of 26,000 kg, 100 kg to spare.
            Reason: limit changed by the registry.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: the gross mass is 100 kg under its limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：7000 + 9500 + 9400 = 25900千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            轴组1-2，车型3:1-2。
            按轴型认定为载货汽车。
            轴型的限值：25000千克，依据第三条第（五）项（已与官方文本核对）。
            车辆档案：装备空气悬架，限值提高到26000千克，依据附件备注四（尚未与官方文本核对）。
            总质量限值：26000千克，依据附件备注四（尚未与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2至3轴）：18900千克，限值18000千克，超出900千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊25900 × 950 ÷ 1000⌋ = 24605千克，扣减1295千克。
            总质量25900千克，未超过限值26000千克，余100千克。
            限值依车辆档案调整。
            结论：未超限。
            不立案：结论不是超限。
            合法：总质量距限值还余100千克。
            """
    )

    static let airSuspensionUnknown = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 7,000 + 9,500 + 9,400 = 25,900 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2, class 3:1-2.
            A rigid vehicle, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the suspension. The limit of the axle pattern holds.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 25,000 kg, by Article 3 item 5 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axles 2 to 3): 18,900 kg, limit 18,000 kg, 900 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊25,900 × 950 ÷ 1,000⌋ = 24,605 kg; the deduction is 1,295 kg.
            Gross 25,900 kg is over the limit of 25,000 kg by 900 kg, 3.6%.
            After the deduction 24,605 kg is not over 25,000 kg.
            Verdict: marginal, over a limit, but not after the deduction.
            No case: the verdict is not overload.
            No proposal: the gross mass is not over after the deduction.
            Lawful if measured with at least 900 kg less, at most 25,000 kg gross.
            With air suspension in the registry the limit would be 26,000 kg, and it would be \
            lawful.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：7000 + 9500 + 9400 = 25900千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            轴组1-2，车型3:1-2。
            按轴型认定为载货汽车。
            车辆档案中无此车。
            悬架情况未知：仍用轴型的限值。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：25000千克，依据第三条第（五）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2至3轴）：18900千克，限值18000千克，超出900千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊25900 × 950 ÷ 1000⌋ = 24605千克，扣减1295千克。
            总质量25900千克，超过限值25000千克，超限900千克，超限率3.6%。
            扣减后24605千克，未超过限值25000千克。
            结论：临界，超过限值，但扣减允许误差后不超过。
            不立案：结论不是超限。
            总质量扣减后未超限，无处罚建议。
            若要合法：实测总质量至少减少900千克，不超过25000千克。
            若档案登记有空气悬架：限值为26000千克，即为合法。
            """
    )

    static let permit = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 7,000 + 14,000 + 14,000 + 12,000 + 12,000 + 12,000 = 71,000 kg \
            gross.
            Axles 1 and 2 are 3,200 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axles 3 and 4 are 6,500 mm apart, not less than 1,800 mm: two groups.
            Axles 4 and 5 are 1,310 mm apart, less than 1,800 mm: one group.
            Axles 5 and 6 are 1,310 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2-3, class 6:1-2-3.
            A combination, by its axle pattern.
            Limit of the axle pattern: 49,000 kg, by Article 3 item 8 (checked against the \
            official text).
            Registry: a permit in force until 2026-06-01 00:00:00 allows 70,000 kg, by the \
            article on permits (not yet checked against the official text).
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 70,000 kg, by the article on permits (not yet checked against the \
            official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axles 2 to 3): 28,000 kg, limit 18,000 kg, 10,000 kg over.
            Group 3 (other group, axles 4 to 6): 36,000 kg, limit 24,000 kg, 12,000 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊71,000 × 950 ÷ 1,000⌋ = 67,450 kg; the deduction is 3,550 kg.
            Gross 71,000 kg is over the limit of 70,000 kg by 1,000 kg, 1.4%.
            After the deduction 67,450 kg is not over 70,000 kg.
            Reason: permit in force.
            Verdict: marginal, over a limit, but not after the deduction.
            No case: the verdict is not overload.
            Lawful if measured with at least 1,000 kg less, at most 70,000 kg gross.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：7000 + 14000 + 14000 + 12000 + 12000 + 12000 = 71000千克（总质量）。
            第1、2轴间距3200毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            第3、4轴间距6500毫米，不小于1800毫米：分属两个轴组。
            第4、5轴间距1310毫米，小于1800毫米：同一轴组。
            第5、6轴间距1310毫米，小于1800毫米：同一轴组。
            轴组1-2-3，车型6:1-2-3。
            按轴型认定为汽车列车。
            轴型的限值：49000千克，依据第三条第（八）项（已与官方文本核对）。
            车辆档案：超限运输许可有效至2026-06-01 00:00:00，许可总质量70000千克，依据许可条文（尚未与官方文本核对）。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：70000千克，依据许可条文（尚未与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2至3轴）：28000千克，限值18000千克，超出10000千克。
            第3组（其他轴组，第4至6轴）：36000千克，限值24000千克，超出12000千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊71000 × 950 ÷ 1000⌋ = 67450千克，扣减3550千克。
            总质量71000千克，超过限值70000千克，超限1000千克，超限率1.4%。
            扣减后67450千克，未超过限值70000千克。
            有超限运输许可。
            结论：临界，超过限值，但扣减允许误差后不超过。
            不立案：结论不是超限。
            若要合法：实测总质量至少减少1000千克，不超过70000千克。
            """
    )

    static let permitUnknownGross = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 9,000 + 12,000 = 21,000 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            Limit of the axle pattern: 18,000 kg, by Article 3 item 4 (checked against the \
            official text).
            Registry: a permit is in force until 2026-03-01 12:00:01; what it allows is not \
            known, so doubt favours the vehicle, which is not deemed over-limit, by the article \
            on permits (not yet checked against the official text).
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Not known: the registered gross mass. The limit of the axle count holds.
            Not known: what the permit allows. Decided for the vehicle.
            Gross limit: 18,000 kg, by Article 3 item 4 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 9,000 kg, limit 7,000 kg, 2,000 kg over.
            Group 2 (drive group, axle 2): 12,000 kg, limit 11,500 kg, 500 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊21,000 × 950 ÷ 1,000⌋ = 19,950 kg; the deduction is 1,050 kg.
            Gross 21,000 kg is over the limit of 18,000 kg by 3,000 kg, 16.6%.
            After the deduction 19,950 kg is still over 18,000 kg by 1,950 kg.
            Reason: permit in force.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: by its class or permit it is not deemed over-limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：9000 + 12000 = 21000千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            轴型的限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            车辆档案：超限运输许可有效至2026-03-01 12:00:01，许可质量不详，按有利于车辆处理，不认定超限，依据许可条文（尚未与官方文本核对）。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            行驶证记载总质量未知：仍用轴数的限值。
            许可质量未知：按有利于车辆处理。
            总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：9000千克，限值7000千克，超出2000千克。
            第2组（驱动轴组，第2轴）：12000千克，限值11500千克，超出500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊21000 × 950 ÷ 1000⌋ = 19950千克，扣减1050千克。
            总质量21000千克，超过限值18000千克，超限3000千克，超限率16.6%。
            扣减后19950千克，仍超过限值18000千克，超出1950千克。
            有超限运输许可。
            结论：未超限。
            不立案：结论不是超限。
            合法：依类别或许可不认定为超限。
            """
    )

    static let exempt = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 9,000 + 12,000 = 21,000 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            Limit of the axle pattern: 18,000 kg, by Article 3 item 4 (checked against the \
            official text).
            Registry: the class refrigerated is not deemed over-limit, by Article 3 paragraph 2 \
            item 5 (checked against the official text).
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Not known: the registered gross mass. The limit of the axle count holds.
            Gross limit: 18,000 kg, by Article 3 item 4 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 9,000 kg, limit 7,000 kg, 2,000 kg over.
            Group 2 (drive group, axle 2): 12,000 kg, limit 11,500 kg, 500 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊21,000 × 950 ÷ 1,000⌋ = 19,950 kg; the deduction is 1,050 kg.
            Gross 21,000 kg is over the limit of 18,000 kg by 3,000 kg, 16.6%.
            After the deduction 19,950 kg is still over 18,000 kg by 1,950 kg.
            Reason: class not deemed over-limit.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: by its class or permit it is not deemed over-limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：9000 + 12000 = 21000千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            轴型的限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            车辆档案：类别refrigerated，不认定为超限运输车辆，依据第三条第二款第（五）项（已与官方文本核对）。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            行驶证记载总质量未知：仍用轴数的限值。
            总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：9000千克，限值7000千克，超出2000千克。
            第2组（驱动轴组，第2轴）：12000千克，限值11500千克，超出500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊21000 × 950 ÷ 1000⌋ = 19950千克，扣减1050千克。
            总质量21000千克，超过限值18000千克，超限3000千克，超限率16.6%。
            扣减后19950千克，仍超过限值18000千克，超出1950千克。
            不认定超限的类别。
            结论：未超限。
            不立案：结论不是超限。
            合法：依类别或许可不认定为超限。
            """
    )

    static let singleTyres = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 6,500 + 8,500 + 8,500 + 8,500 + 8,500 + 8,500 = 49,000 kg \
            gross.
            Axles 1 and 2 are 3,200 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axles 3 and 4 are 6,500 mm apart, not less than 1,800 mm: two groups.
            Axles 4 and 5 are 1,310 mm apart, less than 1,800 mm: one group.
            Axles 5 and 6 are 1,310 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2-3, class 6:1-2-3.
            A combination, by its axle pattern.
            Limit of the axle pattern: 49,000 kg, by Article 3 item 8 (checked against the \
            official text).
            Registry: axles with single tyres: 2; they take 6,000 kg off the limit, which is \
            then 43,000 kg, by remark 2 of the annex (not yet checked against the official \
            text).
            Gross limit: 43,000 kg, by remark 2 of the annex (not yet checked against the \
            official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 6,500 kg, limit 7,000 kg, not over, 500 kg to spare.
            Group 2 (drive group, axles 2 to 3): 17,000 kg, limit 18,000 kg, not over, 1,000 kg \
            to spare.
            Group 3 (other group, axles 4 to 6): 25,500 kg, limit 24,000 kg, 1,500 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊49,000 × 950 ÷ 1,000⌋ = 46,550 kg; the deduction is 2,450 kg.
            Gross 49,000 kg is over the limit of 43,000 kg by 6,000 kg, 13.9%.
            After the deduction 46,550 kg is still over 43,000 kg by 3,550 kg.
            Reason: limit changed by the registry.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 3,550 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 1,500 yuan, by \
            Article 43 (checked against the official text).
            Lawful if measured with at least 6,000 kg less, at most 43,000 kg gross.
            With at least 3,736 kg less, at most 45,264 kg gross, it would not be over after \
            the deduction.
            With no axle with single tyres in the registry the limit would be 49,000 kg, and it \
            would be lawful.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：6500 + 8500 + 8500 + 8500 + 8500 + 8500 = 49000千克（总质量）。
            第1、2轴间距3200毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            第3、4轴间距6500毫米，不小于1800毫米：分属两个轴组。
            第4、5轴间距1310毫米，小于1800毫米：同一轴组。
            第5、6轴间距1310毫米，小于1800毫米：同一轴组。
            轴组1-2-3，车型6:1-2-3。
            按轴型认定为汽车列车。
            轴型的限值：49000千克，依据第三条第（八）项（已与官方文本核对）。
            车辆档案：每侧单胎的轴2根，限值减少6000千克，为43000千克，依据附件备注二（尚未与官方文本核对）。
            总质量限值：43000千克，依据附件备注二（尚未与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：6500千克，限值7000千克，未超出，余500千克。
            第2组（驱动轴组，第2至3轴）：17000千克，限值18000千克，未超出，余1000千克。
            第3组（其他轴组，第4至6轴）：25500千克，限值24000千克，超出1500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊49000 × 950 ÷ 1000⌋ = 46550千克，扣减2450千克。
            总质量49000千克，超过限值43000千克，超限6000千克，超限率13.9%。
            扣减后46550千克，仍超过限值43000千克，超出3550千克。
            限值依车辆档案调整。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限3550千克，每超1000千克罚款500元，不足一档不计，最高30000元，计1500元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少6000千克，不超过43000千克。
            实测总质量减少3736千克（不超过45264千克）时，扣减后即不超过限值。
            若档案登记无每侧单胎的轴：限值为49000千克，即为合法。
            """
    )

    static let sumOfGroups = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 7,000 + 10,000 + 8,000 + 8,000 = 33,000 kg gross.
            Axles 1 and 2 are 3,500 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 7,000 mm apart, not less than 1,800 mm: two groups.
            Axles 3 and 4 are 900 mm apart, less than 1,800 mm: one group.
            Axle groups 1-1-2, class 4:1-1-2.
            A combination, by its axle pattern.
            Limit of the axle pattern: 36,000 kg, by Article 3 item 6 (checked against the \
            official text).
            Registry: the tyres are known, and the limits of the axle groups together are \
            lower: 30,000 kg, by Article 3 paragraph 2 item 3 (checked against the official \
            text).
            Gross limit: 30,000 kg, by Article 3 paragraph 2 item 3 (checked against the \
            official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axle 2): 10,000 kg, limit 11,500 kg, not over, 1,500 kg to \
            spare.
            Group 3 (other group, axles 3 to 4): 16,000 kg, limit 11,500 kg, 4,500 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊33,000 × 950 ÷ 1,000⌋ = 31,350 kg; the deduction is 1,650 kg.
            Gross 33,000 kg is over the limit of 30,000 kg by 3,000 kg, 10%.
            After the deduction 31,350 kg is still over 30,000 kg by 1,350 kg.
            Reason: limit changed by the registry.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 1,350 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 500 yuan, by \
            Article 43 (checked against the official text).
            Lawful if measured with at least 3,000 kg less, at most 30,000 kg gross.
            With at least 1,421 kg less, at most 31,579 kg gross, it would not be over after \
            the deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：7000 + 10000 + 8000 + 8000 = 33000千克（总质量）。
            第1、2轴间距3500毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距7000毫米，不小于1800毫米：分属两个轴组。
            第3、4轴间距900毫米，小于1800毫米：同一轴组。
            轴组1-1-2，车型4:1-1-2。
            按轴型认定为汽车列车。
            轴型的限值：36000千克，依据第三条第（六）项（已与官方文本核对）。
            车辆档案：轮胎情况已知，各轴组限值之和较低，限值为30000千克，依据第三条第二款第（三）项（已与官方文本核对）。
            总质量限值：30000千克，依据第三条第二款第（三）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2轴）：10000千克，限值11500千克，未超出，余1500千克。
            第3组（其他轴组，第3至4轴）：16000千克，限值11500千克，超出4500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊33000 × 950 ÷ 1000⌋ = 31350千克，扣减1650千克。
            总质量33000千克，超过限值30000千克，超限3000千克，超限率10%。
            扣减后31350千克，仍超过限值30000千克，超出1350千克。
            限值依车辆档案调整。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限1350千克，每超1000千克罚款500元，不足一档不计，最高30000元，计500元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少3000千克，不超过30000千克。
            实测总质量减少1421千克（不超过31579千克）时，扣减后即不超过限值。
            """
    )

    static let registeredGross = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 6,000 + 9,000 = 15,000 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            Limit of the axle pattern: 18,000 kg, by Article 3 item 4 (checked against the \
            official text).
            Registry: the registered gross mass is 12,000 kg, the limit 12,000 kg, by Article 3 \
            item 4 (checked against the official text).
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 12,000 kg, by Article 3 item 4 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 6,000 kg, limit 7,000 kg, not over, 1,000 kg to \
            spare.
            Group 2 (drive group, axle 2): 9,000 kg, limit 11,500 kg, not over, 2,500 kg to \
            spare.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊15,000 × 950 ÷ 1,000⌋ = 14,250 kg; the deduction is 750 kg.
            Gross 15,000 kg is over the limit of 12,000 kg by 3,000 kg, 25%.
            After the deduction 14,250 kg is still over 12,000 kg by 2,250 kg.
            Reason: limit changed by the registry.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 2,250 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 1,000 yuan, by \
            Article 43 (checked against the official text).
            Lawful if measured with at least 3,000 kg less, at most 12,000 kg gross.
            With at least 2,368 kg less, at most 12,632 kg gross, it would not be over after \
            the deduction.
            With a registered gross mass that is not lower the limit would be 18,000 kg, and it \
            would be lawful.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：6000 + 9000 = 15000千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            轴型的限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            车辆档案：行驶证记载总质量12000千克，限值为12000千克，依据第三条第（四）项（已与官方文本核对）。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：12000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：6000千克，限值7000千克，未超出，余1000千克。
            第2组（驱动轴组，第2轴）：9000千克，限值11500千克，未超出，余2500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊15000 × 950 ÷ 1000⌋ = 14250千克，扣减750千克。
            总质量15000千克，超过限值12000千克，超限3000千克，超限率25%。
            扣减后14250千克，仍超过限值12000千克，超出2250千克。
            限值依车辆档案调整。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限2250千克，每超1000千克罚款500元，不足一档不计，最高30000元，计1000元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少3000千克，不超过12000千克。
            实测总质量减少2368千克（不超过12632千克）时，扣减后即不超过限值。
            若行驶证记载总质量不低于其他限值：限值为18000千克，即为合法。
            """
    )

    static let licensed = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 3,000 + 5,000 = 8,000 kg gross.
            Axles 1 and 2 are 2,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            Limit of the axle pattern: 18,000 kg, by Article 3 item 4 (checked against the \
            official text).
            Registry: for the class low_speed the registered gross mass of 4,500 kg counts, the \
            limit is 4,500 kg, by Article 3 paragraph 2 item 4 (checked against the official \
            text).
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 4,500 kg, by Article 3 paragraph 2 item 4 (checked against the \
            official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 3,000 kg, limit 7,000 kg, not over, 4,000 kg to \
            spare.
            Group 2 (drive group, axle 2): 5,000 kg, limit 11,500 kg, not over, 6,500 kg to \
            spare.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊8,000 × 950 ÷ 1,000⌋ = 7,600 kg; the deduction is 400 kg.
            Gross 8,000 kg is over the limit of 4,500 kg by 3,500 kg, 77.7%.
            After the deduction 7,600 kg is still over 4,500 kg by 3,100 kg.
            Reason: limit changed by the registry.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 3,100 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 1,500 yuan, by \
            Article 43 (checked against the official text).
            Lawful if measured with at least 3,500 kg less, at most 4,500 kg gross.
            With at least 3,263 kg less, at most 4,737 kg gross, it would not be over after the \
            deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：3000 + 5000 = 8000千克（总质量）。
            第1、2轴间距2500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            轴型的限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            车辆档案：类别low_speed，以行驶证记载总质量4500千克为准，限值为4500千克，依据第三条第二款第（四）项（已与官方文本核对）。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：4500千克，依据第三条第二款第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：3000千克，限值7000千克，未超出，余4000千克。
            第2组（驱动轴组，第2轴）：5000千克，限值11500千克，未超出，余6500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊8000 × 950 ÷ 1000⌋ = 7600千克，扣减400千克。
            总质量8000千克，超过限值4500千克，超限3500千克，超限率77.7%。
            扣减后7600千克，仍超过限值4500千克，超出3100千克。
            限值依车辆档案调整。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限3100千克，每超1000千克罚款500元，不足一档不计，最高30000元，计1500元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少3500千克，不超过4500千克。
            实测总质量减少3263千克（不超过4737千克）时，扣减后即不超过限值。
            """
    )
}
