// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Explanations of every verdict, in full.
enum VerdictTexts {
    static let within = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 7,000 + 11,000 = 18,000 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Not known: the registered gross mass. The limit of the axle count holds.
            Gross limit: 18,000 kg, by Article 3 item 4 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axle 2): 11,000 kg, limit 11,500 kg, not over, 500 kg to \
            spare.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊18,000 × 950 ÷ 1,000⌋ = 17,100 kg; the deduction is 900 kg.
            Gross 18,000 kg is not over the limit of 18,000 kg, 0 kg to spare.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: the gross mass is 0 kg under its limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：7000 + 11000 = 18000千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            行驶证记载总质量未知：仍用轴数的限值。
            总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2轴）：11000千克，限值11500千克，未超出，余500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊18000 × 950 ÷ 1000⌋ = 17100千克，扣减900千克。
            总质量18000千克，未超过限值18000千克，余0千克。
            结论：未超限。
            不立案：结论不是超限。
            合法：总质量距限值还余0千克。
            """
    )

    static let overload = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 6,000 + 11,000 + 11,000 + 10,200 + 10,200 + 10,200 = 58,600 kg \
            gross.
            Axles 1 and 2 are 3,200 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axles 3 and 4 are 6,500 mm apart, not less than 1,800 mm: two groups.
            Axles 4 and 5 are 1,310 mm apart, less than 1,800 mm: one group.
            Axles 5 and 6 are 1,310 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2-3, class 6:1-2-3.
            A combination, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 49,000 kg, by Article 3 item 8 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 6,000 kg, limit 7,000 kg, not over, 1,000 kg to \
            spare.
            Group 2 (drive group, axles 2 to 3): 22,000 kg, limit 18,000 kg, 4,000 kg over.
            Group 3 (other group, axles 4 to 6): 30,600 kg, limit 24,000 kg, 6,600 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊58,600 × 950 ÷ 1,000⌋ = 55,670 kg; the deduction is 2,930 kg.
            Gross 58,600 kg is over the limit of 49,000 kg by 9,600 kg, 19.5%.
            After the deduction 55,670 kg is still over 49,000 kg by 6,670 kg.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 6,670 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 3,000 yuan, by \
            Article 43 (checked against the official text).
            Lawful if measured with at least 9,600 kg less, at most 49,000 kg gross.
            With at least 7,021 kg less, at most 51,579 kg gross, it would not be over after \
            the deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：6000 + 11000 + 11000 + 10200 + 10200 + 10200 = 58600千克（总质量）。
            第1、2轴间距3200毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            第3、4轴间距6500毫米，不小于1800毫米：分属两个轴组。
            第4、5轴间距1310毫米，小于1800毫米：同一轴组。
            第5、6轴间距1310毫米，小于1800毫米：同一轴组。
            轴组1-2-3，车型6:1-2-3。
            按轴型认定为汽车列车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：49000千克，依据第三条第（八）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：6000千克，限值7000千克，未超出，余1000千克。
            第2组（驱动轴组，第2至3轴）：22000千克，限值18000千克，超出4000千克。
            第3组（其他轴组，第4至6轴）：30600千克，限值24000千克，超出6600千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊58600 × 950 ÷ 1000⌋ = 55670千克，扣减2930千克。
            总质量58600千克，超过限值49000千克，超限9600千克，超限率19.5%。
            扣减后55670千克，仍超过限值49000千克，超出6670千克。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限6670千克，每超1000千克罚款500元，不足一档不计，最高30000元，计3000元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少9600千克，不超过49000千克。
            实测总质量减少7021千克（不超过51579千克）时，扣减后即不超过限值。
            """
    )

    static let marginal = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 6,000 + 9,000 + 9,000 + 9,000 + 9,000 + 9,000 = 51,000 kg \
            gross.
            Axles 1 and 2 are 3,200 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 1,350 mm apart, less than 1,800 mm: one group.
            Axles 3 and 4 are 6,500 mm apart, not less than 1,800 mm: two groups.
            Axles 4 and 5 are 1,310 mm apart, less than 1,800 mm: one group.
            Axles 5 and 6 are 1,310 mm apart, less than 1,800 mm: one group.
            Axle groups 1-2-3, class 6:1-2-3.
            A combination, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 49,000 kg, by Article 3 item 8 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 6,000 kg, limit 7,000 kg, not over, 1,000 kg to \
            spare.
            Group 2 (drive group, axles 2 to 3): 18,000 kg, limit 18,000 kg, not over, 0 kg to \
            spare.
            Group 3 (other group, axles 4 to 6): 27,000 kg, limit 24,000 kg, 3,000 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊51,000 × 950 ÷ 1,000⌋ = 48,450 kg; the deduction is 2,550 kg.
            Gross 51,000 kg is over the limit of 49,000 kg by 2,000 kg, 4%.
            After the deduction 48,450 kg is not over 49,000 kg.
            Verdict: marginal, over a limit, but not after the deduction.
            No case: the verdict is not overload.
            No proposal: the gross mass is not over after the deduction.
            Lawful if measured with at least 2,000 kg less, at most 49,000 kg gross.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：6000 + 9000 + 9000 + 9000 + 9000 + 9000 = 51000千克（总质量）。
            第1、2轴间距3200毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            第3、4轴间距6500毫米，不小于1800毫米：分属两个轴组。
            第4、5轴间距1310毫米，小于1800毫米：同一轴组。
            第5、6轴间距1310毫米，小于1800毫米：同一轴组。
            轴组1-2-3，车型6:1-2-3。
            按轴型认定为汽车列车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：49000千克，依据第三条第（八）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：6000千克，限值7000千克，未超出，余1000千克。
            第2组（驱动轴组，第2至3轴）：18000千克，限值18000千克，未超出，余0千克。
            第3组（其他轴组，第4至6轴）：27000千克，限值24000千克，超出3000千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊51000 × 950 ÷ 1000⌋ = 48450千克，扣减2550千克。
            总质量51000千克，超过限值49000千克，超限2000千克，超限率4%。
            扣减后48450千克，未超过限值49000千克。
            结论：临界，超过限值，但扣减允许误差后不超过。
            不立案：结论不是超限。
            总质量扣减后未超限，无处罚建议。
            若要合法：实测总质量至少减少2000千克，不超过49000千克。
            """
    )

    static let invalid = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 6,000 + 150 + 36,000 = 42,150 kg gross.
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
            Group 1 (steer group, axle 1): 6,000 kg, limit 7,000 kg, not over, 1,000 kg to \
            spare.
            Group 2 (drive group, axles 2 to 3): 36,150 kg, limit 18,000 kg, 18,150 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊42,150 × 950 ÷ 1,000⌋ = 40,042 kg; the deduction is 2,108 kg.
            Gross 42,150 kg is over the limit of 25,000 kg by 17,150 kg, 68.6%.
            After the deduction 40,042 kg is still over 25,000 kg by 15,042 kg.
            A speed of 4.5 km/h is not between 5 km/h and 120 km/h: not a valid reading.
            Axle 2 of 150 kg is under 200 kg: not a valid reading.
            Axle 3 of 36,000 kg is above 35,000 kg: not a valid reading.
            Left 35,075 kg and right 7,075 kg differ by more than 40% of both together: not a \
            valid reading.
            Verdict: invalid, not to be judged.
            No case: the verdict is not overload.
            To be judged it would need a valid reading, without: speed out of range, axle too \
            light, axle too heavy, sides too unlike.
            A valid reading of the gross mass may be at most 25,000 kg.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：6000 + 150 + 36000 = 42150千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距1350毫米，小于1800毫米：同一轴组。
            轴组1-2，车型3:1-2。
            按轴型认定为载货汽车。
            车辆档案中无此车。
            悬架情况未知：仍用轴型的限值。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：25000千克，依据第三条第（五）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：6000千克，限值7000千克，未超出，余1000千克。
            第2组（驱动轴组，第2至3轴）：36150千克，限值18000千克，超出18150千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊42150 × 950 ÷ 1000⌋ = 40042千克，扣减2108千克。
            总质量42150千克，超过限值25000千克，超限17150千克，超限率68.6%。
            扣减后40042千克，仍超过限值25000千克，超出15042千克。
            车速4.5公里/小时，不在5公里/小时至120公里/小时之间：测量无效。
            第2轴150千克，小于200千克：测量无效。
            第3轴36000千克，大于35000千克：测量无效。
            左侧35075千克，右侧7075千克，相差超过两侧之和的40%：测量无效。
            结论：无效，不作认定。
            不立案：结论不是超限。
            若要认定：需有效读数，排除：车速超出检定范围、轴载过轻、轴载过重、左右偏载过大。
            有效读数的总质量不得超过25000千克。
            """
    )

    static let steerPair = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 8,000 + 8,000 + 9,000 + 9,000 = 34,000 kg gross.
            Axles 1 and 2 are 2,000 mm apart, less than 2,600 mm, and axles 2 and 3 3,500 mm, \
            not less than 1,800 mm: axles 1 and 2 are the steer pair, a group of their own.
            Axles 3 and 4 are 1,350 mm apart, less than 1,800 mm: one group.
            Axle groups 2-2, class 4:2-2.
            A rigid vehicle, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the suspension. The limit of the axle pattern holds.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 31,000 kg, by Article 3 item 6 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer pair, axles 1 to 2): 16,000 kg, limit 14,000 kg, 2,000 kg over.
            Group 2 (drive group, axles 3 to 4): 18,000 kg, limit 18,000 kg, not over, 0 kg to \
            spare.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊34,000 × 950 ÷ 1,000⌋ = 32,300 kg; the deduction is 1,700 kg.
            Gross 34,000 kg is over the limit of 31,000 kg by 3,000 kg, 9.6%.
            After the deduction 32,300 kg is still over 31,000 kg by 1,300 kg.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Proposal to the officer: excess after the deduction 1,300 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 500 yuan, by \
            Article 43 (checked against the official text).
            Proposal to the officer: height 4,100 mm, width 2,550 mm, length 9,000 mm are over \
            the limits of size: a fine of 0 yuan to 200 yuan, by Article 43 (checked against \
            the official text).
            Together a fine of 500 yuan to 700 yuan, at most 30,000 yuan.
            Lawful if measured with at least 3,000 kg less, at most 31,000 kg gross.
            With at least 1,368 kg less, at most 32,632 kg gross, it would not be over after \
            the deduction.
            With air suspension in the registry the limit would be 32,000 kg, and it would \
            still be over.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：8000 + 8000 + 9000 + 9000 = 34000千克（总质量）。
            第1、2轴间距2000毫米，小于2600毫米；第2、3轴间距3500毫米，不小于1800毫米：第1、2轴为双转向轴，单独成组。
            第3、4轴间距1350毫米，小于1800毫米：同一轴组。
            轴组2-2，车型4:2-2。
            按轴型认定为载货汽车。
            车辆档案中无此车。
            悬架情况未知：仍用轴型的限值。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：31000千克，依据第三条第（六）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（双转向轴组，第1至2轴）：16000千克，限值14000千克，超出2000千克。
            第2组（驱动轴组，第3至4轴）：18000千克，限值18000千克，未超出，余0千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊34000 × 950 ÷ 1000⌋ = 32300千克，扣减1700千克。
            总质量34000千克，超过限值31000千克，超限3000千克，超限率9.6%。
            扣减后32300千克，仍超过限值31000千克，超出1300千克。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            处罚建议：扣减后超限1300千克，每超1000千克罚款500元，不足一档不计，最高30000元，计500元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            处罚建议：高4100毫米、宽2550毫米、长9000毫米，超过外廓尺寸限值，罚款0元至200元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            合计罚款建议500元至700元，最高30000元。
            若要合法：实测总质量至少减少3000千克，不超过31000千克。
            实测总质量减少1368千克（不超过32632千克）时，扣减后即不超过限值。
            若档案登记有空气悬架：限值为32000千克，仍超过限值。
            """
    )

    static let patternUnknown = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 9,000 + 9,000 + 9,000 = 27,000 kg gross.
            Axles 1 and 2 are 1,500 mm apart, less than 1,800 mm: one group.
            Axles 2 and 3 are 1,400 mm apart, less than 1,800 mm: one group.
            Axle groups 3, class 3:3.
            A combination, by its axle pattern.
            The vehicle registry does not know this vehicle.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 27,000 kg, by Article 3 item 5 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axles 1 to 3): 27,000 kg, limit 24,000 kg, 3,000 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊27,000 × 950 ÷ 1,000⌋ = 25,650 kg; the deduction is 1,350 kg.
            Gross 27,000 kg is not over the limit of 27,000 kg, 0 kg to spare.
            The law does not name this axle pattern: the highest limit of its axle count holds, \
            since doubt favours the vehicle.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: the gross mass is 0 kg under its limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：9000 + 9000 + 9000 = 27000千克（总质量）。
            第1、2轴间距1500毫米，小于1800毫米：同一轴组。
            第2、3轴间距1400毫米，小于1800毫米：同一轴组。
            轴组3，车型3:3。
            按轴型认定为汽车列车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：27000千克，依据第三条第（五）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1至3轴）：27000千克，限值24000千克，超出3000千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊27000 × 950 ÷ 1000⌋ = 25650千克，扣减1350千克。
            总质量27000千克，未超过限值27000千克，余0千克。
            规则未列出此轴型：按该轴数的最高限值，有利于车辆。
            结论：未超限。
            不立案：结论不是超限。
            合法：总质量距限值还余0千克。
            """
    )

    static let noRigidLimit = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 8,000 + 8,000 + 9,000 + 9,000 + 9,000 = 43,000 kg gross.
            Axles 1 and 2 are 2,000 mm apart, less than 2,600 mm, and axles 2 and 3 3,500 mm, \
            not less than 1,800 mm: axles 1 and 2 are the steer pair, a group of their own.
            Axles 3 and 4 are 1,350 mm apart, less than 1,800 mm: one group.
            Axles 4 and 5 are 1,350 mm apart, less than 1,800 mm: one group.
            Axle groups 2-3, class 5:2-3.
            A rigid vehicle, by the type given.
            The vehicle registry does not know this vehicle.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Gross limit: 43,000 kg, by Article 3 item 7 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer pair, axles 1 to 2): 16,000 kg, limit 14,000 kg, 2,000 kg over.
            Group 2 (drive group, axles 3 to 5): 27,000 kg, limit 24,000 kg, 3,000 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊43,000 × 950 ÷ 1,000⌋ = 40,850 kg; the deduction is 2,150 kg.
            Gross 43,000 kg is not over the limit of 43,000 kg, 0 kg to spare.
            The law has no limit for a rigid vehicle with so many axles: that of the axle \
            pattern holds.
            Verdict: within the law.
            No case: the verdict is not overload.
            Lawful: the gross mass is 0 kg under its limit.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：8000 + 8000 + 9000 + 9000 + 9000 = 43000千克（总质量）。
            第1、2轴间距2000毫米，小于2600毫米；第2、3轴间距3500毫米，不小于1800毫米：第1、2轴为双转向轴，单独成组。
            第3、4轴间距1350毫米，小于1800毫米：同一轴组。
            第4、5轴间距1350毫米，小于1800毫米：同一轴组。
            轴组2-3，车型5:2-3。
            按所给车辆类型认定为载货汽车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            总质量限值：43000千克，依据第三条第（七）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（双转向轴组，第1至2轴）：16000千克，限值14000千克，超出2000千克。
            第2组（驱动轴组，第3至5轴）：27000千克，限值24000千克，超出3000千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊43000 × 950 ÷ 1000⌋ = 40850千克，扣减2150千克。
            总质量43000千克，未超过限值43000千克，余0千克。
            规则对此轴数的载货汽车无限值：用轴型的限值。
            结论：未超限。
            不立案：结论不是超限。
            合法：总质量距限值还余0千克。
            """
    )
}
