// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Explanations of policies, penalties and laws of another kind, in full.
enum PolicyTexts {
    static let noCertificate = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 9,000 + 14,000 = 23,000 kg gross.
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
            Group 1 (steer group, axle 1): 9,000 kg, limit 7,000 kg, 2,000 kg over.
            Group 2 (drive group, axle 2): 14,000 kg, limit 11,500 kg, 2,500 kg over.
            The site had no valid certificate then; 5% is granted, by the verification \
            regulation (not yet checked against the official text).
            ⌊23,000 × 950 ÷ 1,000⌋ = 21,850 kg; the deduction is 1,150 kg.
            Gross 23,000 kg is over the limit of 18,000 kg by 5,000 kg, 27.7%.
            After the deduction 21,850 kg is still over 18,000 kg by 3,850 kg.
            Reason: no valid certificate.
            Verdict: overload, over a limit also after the deduction.
            No case: barred by the policy for no valid certificate.
            Proposal to the officer: excess after the deduction 3,850 kg, 500 yuan for every \
            1,000 kg, part steps do not count, at most 30,000 yuan: a fine of 1,500 yuan, by \
            Article 43 (checked against the official text).
            Proposal to the officer: height 3,000 mm, width 3,800 mm, length 8,000 mm are over \
            the limits of size: a fine of 1,000 yuan to 3,000 yuan, by Article 43 (checked \
            against the official text).
            Together a fine of 2,500 yuan to 4,500 yuan, at most 30,000 yuan.
            Lawful if measured with at least 5,000 kg less, at most 18,000 kg gross.
            With at least 4,052 kg less, at most 18,948 kg gross, it would not be over after \
            the deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：9000 + 14000 = 23000千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            车辆档案中无此车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            行驶证记载总质量未知：仍用轴数的限值。
            总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：9000千克，限值7000千克，超出2000千克。
            第2组（驱动轴组，第2轴）：14000千克，限值11500千克，超出2500千克。
            站点当时无有效检定证书，按5%扣减，依据检定规程（尚未与官方文本核对）。
            ⌊23000 × 950 ÷ 1000⌋ = 21850千克，扣减1150千克。
            总质量23000千克，超过限值18000千克，超限5000千克，超限率27.7%。
            扣减后21850千克，仍超过限值18000千克，超出3850千克。
            无有效检定证书。
            结论：超限，扣减允许误差后仍超过限值。
            不立案：无有效检定证书。
            处罚建议：扣减后超限3850千克，每超1000千克罚款500元，不足一档不计，最高30000元，计1500元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            处罚建议：高3000毫米、宽3800毫米、长8000毫米，超过外廓尺寸限值，罚款1000元至3000元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            合计罚款建议2500元至4500元，最高30000元。
            若要合法：实测总质量至少减少5000千克，不超过18000千克。
            实测总质量减少4052千克（不超过18948千克）时，扣减后即不超过限值。
            """
    )

    static let expiredPermit = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook cn, edition of 2016-09-21.
            Measured axle loads: 9,000 + 10,100 = 19,100 kg gross.
            Axles 1 and 2 are 4,500 mm apart, not less than 1,800 mm: two groups.
            Axle groups 1-1, class 2:1-1.
            A rigid vehicle, by its axle pattern.
            Not known: the tyres. Nothing is taken off for single tyres, and the limits of the \
            axle groups together do not count.
            Not known: the registered gross mass. The limit of the axle count holds.
            Gross limit: 18,000 kg, by Article 3 item 4 (checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); they are advisory only.
            Group 1 (steer group, axle 1): 9,000 kg, limit 7,000 kg, 2,000 kg over.
            Group 2 (drive group, axle 2): 10,100 kg, limit 11,500 kg, not over, 1,400 kg to \
            spare.
            The policy grants no error.
            ⌊19,100 × 1,000 ÷ 1,000⌋ = 19,100 kg; the deduction is 0 kg.
            Gross 19,100 kg is over the limit of 18,000 kg by 1,100 kg, 6.1%.
            After the deduction 19,100 kg is still over 18,000 kg by 1,100 kg.
            Verdict: overload, over a limit also after the deduction.
            No case: the excess after the deduction is not more than 10% of the limit, as the \
            policy asks.
            Proposal to the officer: excess after the deduction 1,100 kg, 500 yuan for every \
            1,000 kg, part steps count in proportion, at most 30,000 yuan: a fine of 550 yuan, \
            by Article 43 (checked against the official text).
            Lawful if measured with at least 1,100 kg less, at most 18,000 kg gross.
            With the permit still in force the limit would be 19,500 kg, and it would be lawful.
            """,
        zh: """
            适用规则：超限认定规则，规则库cn，2016-09-21版。
            实测轴载：9000 + 10100 = 19100千克（总质量）。
            第1、2轴间距4500毫米，不小于1800毫米：分属两个轴组。
            轴组1-1，车型2:1-1。
            按轴型认定为载货汽车。
            轮胎情况未知：不因单胎减少限值，各轴组限值之和也不适用。
            行驶证记载总质量未知：仍用轴数的限值。
            总质量限值：18000千克，依据第三条第（四）项（已与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），仅供参考，不影响结论。
            第1组（转向轴组，第1轴）：9000千克，限值7000千克，超出2000千克。
            第2组（驱动轴组，第2轴）：10100千克，限值11500千克，未超出，余1400千克。
            按执法政策不扣减误差。
            ⌊19100 × 1000 ÷ 1000⌋ = 19100千克，扣减0千克。
            总质量19100千克，超过限值18000千克，超限1100千克，超限率6.1%。
            扣减后19100千克，仍超过限值18000千克，超出1100千克。
            结论：超限，扣减允许误差后仍超过限值。
            不立案：扣减后的超限量不超过限值的10%（执法政策）。
            处罚建议：扣减后超限1100千克，每超1000千克罚款500元，不足一档按比例计，最高30000元，计550元，依据第四十三条（已与官方文本核对）；由执法人员决定。
            若要合法：实测总质量至少减少1100千克，不超过18000千克。
            若许可当时仍有效：限值为19500千克，即为合法。
            """
    )

    static let bridge = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook bridge, edition of 2016-09-21.
            Measured axle loads: 5,000 + 8,000 + 8,000 + 9,000 + 9,000 = 39,000 kg gross.
            Axles 1 and 2 are 3,700 mm apart, not less than 2,438 mm: two groups.
            Axles 2 and 3 are 1,300 mm apart, less than 2,438 mm: one group.
            Axles 3 and 4 are 5,500 mm apart, not less than 2,438 mm: two groups.
            Axles 4 and 5 are 1,250 mm apart, less than 2,438 mm: one group.
            Axle groups 1-2-2, class 5:1-2-2.
            Class for counting traffic: 9, by the classification table (not yet checked against \
            the official text).
            A combination, by its axle pattern.
            Limit of the axle pattern: 36,287 kg, by the gross mass clause (checked against the \
            official text).
            The outer axles are 11,750 mm apart, which allows 32,885 kg, less than the limit \
            above, by the bridge formula (not yet checked against the official text).
            Gross limit: 32,885 kg, by the bridge formula (not yet checked against the official \
            text).
            The limits of axle groups come from the axle clause (checked against the official \
            text); a group over its limit decides.
            Group 1 (steer group, axle 1): 5,000 kg, limit 9,071 kg, not over, 4,071 kg to \
            spare.
            Group 2 (drive group, axles 2 to 3): 16,000 kg, limit 15,422 kg, 578 kg over.
            Group 3 (other group, axles 4 to 5): 18,000 kg, limit 15,422 kg, 2,578 kg over.
            By length, axles 1 to 4, 10,500 mm long: 30,000 kg, limit 29,256 kg, 744 kg over.
            By length, axles 2 to 3, 1,300 mm long: 16,000 kg, limit 15,422 kg, 578 kg over.
            By length, axles 2 to 4, 6,800 mm long: 25,000 kg, limit 23,813 kg, 1,187 kg over.
            By length, axles 2 to 5, 8,050 mm long: 34,000 kg, limit 26,988 kg, 7,012 kg over.
            By length, axles 3 to 5, 6,750 mm long: 26,000 kg, limit 23,813 kg, 2,187 kg over.
            By length, axles 4 to 5, 1,250 mm long: 18,000 kg, limit 15,422 kg, 2,578 kg over.
            The policy grants 2% everywhere.
            ⌊39,000 × 980 ÷ 1,000⌋ = 38,220 kg; the deduction is 780 kg.
            Gross 39,000 kg is over the limit of 32,885 kg by 6,115 kg, 18.5%.
            After the deduction 38,220 kg is still over 32,885 kg by 5,335 kg.
            Of axles 2 to 3, 15,680 kg stay after the deduction, still over 15,422 kg.
            Of axles 4 to 5, 17,640 kg stay after the deduction, still over 15,422 kg.
            Of axles 1 to 4, 29,400 kg stay after the deduction, still over 29,256 kg.
            Of axles 2 to 4, 24,500 kg stay after the deduction, still over 23,813 kg.
            Of axles 2 to 5, 33,320 kg stay after the deduction, still over 26,988 kg.
            Of axles 3 to 5, 25,480 kg stay after the deduction, still over 23,813 kg.
            An axle group or stretch of axles is over its limit.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Lawful if measured with at least 6,115 kg less, at most 32,885 kg gross.
            Lawful if measured with at least 578 kg less on axles 2 to 3, at most 15,422 kg.
            Lawful if measured with at least 2,578 kg less on axles 4 to 5, at most 15,422 kg.
            Lawful if measured with at least 744 kg less on axles 1 to 4, at most 29,256 kg.
            Lawful if measured with at least 1,187 kg less on axles 2 to 4, at most 23,813 kg.
            Lawful if measured with at least 7,012 kg less on axles 2 to 5, at most 26,988 kg.
            Lawful if measured with at least 2,187 kg less on axles 3 to 5, at most 23,813 kg.
            With at least 5,443 kg less, at most 33,557 kg gross, it would not be over after \
            the deduction.
            With at least 263 kg less on axles 2 to 3, at most 15,737 kg, they would not be \
            over after the deduction.
            With at least 2,263 kg less on axles 4 to 5, at most 15,737 kg, they would not be \
            over after the deduction.
            With at least 146 kg less on axles 1 to 4, at most 29,854 kg, they would not be \
            over after the deduction.
            With at least 701 kg less on axles 2 to 4, at most 24,299 kg, they would not be \
            over after the deduction.
            With at least 6,461 kg less on axles 2 to 5, at most 27,539 kg, they would not be \
            over after the deduction.
            With at least 1,701 kg less on axles 3 to 5, at most 24,299 kg, they would not be \
            over after the deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库bridge，2016-09-21版。
            实测轴载：5000 + 8000 + 8000 + 9000 + 9000 = 39000千克（总质量）。
            第1、2轴间距3700毫米，不小于2438毫米：分属两个轴组。
            第2、3轴间距1300毫米，小于2438毫米：同一轴组。
            第3、4轴间距5500毫米，不小于2438毫米：分属两个轴组。
            第4、5轴间距1250毫米，小于2438毫米：同一轴组。
            轴组1-2-2，车型5:1-2-2。
            交通量分类：9，依据分类表（尚未与官方文本核对）。
            按轴型认定为汽车列车。
            轴型的限值：36287千克，依据总质量条文（已与官方文本核对）。
            首末轴间距11750毫米，允许32885千克，低于上述限值，依据桥梁公式（尚未与官方文本核对）。
            总质量限值：32885千克，依据桥梁公式（尚未与官方文本核对）。
            轴组限值依据轴荷条文（已与官方文本核对），超过即影响结论。
            第1组（转向轴组，第1轴）：5000千克，限值9071千克，未超出，余4071千克。
            第2组（驱动轴组，第2至3轴）：16000千克，限值15422千克，超出578千克。
            第3组（其他轴组，第4至5轴）：18000千克，限值15422千克，超出2578千克。
            第1至4轴，首末间距10500毫米：30000千克，限值29256千克，超出744千克（按长度）。
            第2至3轴，首末间距1300毫米：16000千克，限值15422千克，超出578千克（按长度）。
            第2至4轴，首末间距6800毫米：25000千克，限值23813千克，超出1187千克（按长度）。
            第2至5轴，首末间距8050毫米：34000千克，限值26988千克，超出7012千克（按长度）。
            第3至5轴，首末间距6750毫米：26000千克，限值23813千克，超出2187千克（按长度）。
            第4至5轴，首末间距1250毫米：18000千克，限值15422千克，超出2578千克（按长度）。
            按执法政策统一扣减2%。
            ⌊39000 × 980 ÷ 1000⌋ = 38220千克，扣减780千克。
            总质量39000千克，超过限值32885千克，超限6115千克，超限率18.5%。
            扣减后38220千克，仍超过限值32885千克，超出5335千克。
            第2至3轴扣减允许误差后为15680千克，仍超过限值15422千克。
            第4至5轴扣减允许误差后为17640千克，仍超过限值15422千克。
            第1至4轴扣减允许误差后为29400千克，仍超过限值29256千克。
            第2至4轴扣减允许误差后为24500千克，仍超过限值23813千克。
            第2至5轴扣减允许误差后为33320千克，仍超过限值26988千克。
            第3至5轴扣减允许误差后为25480千克，仍超过限值23813千克。
            有轴组超过限值。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            若要合法：实测总质量至少减少6115千克，不超过32885千克。
            若要合法：第2至3轴实测至少减少578千克，不超过15422千克。
            若要合法：第4至5轴实测至少减少2578千克，不超过15422千克。
            若要合法：第1至4轴实测至少减少744千克，不超过29256千克。
            若要合法：第2至4轴实测至少减少1187千克，不超过23813千克。
            若要合法：第2至5轴实测至少减少7012千克，不超过26988千克。
            若要合法：第3至5轴实测至少减少2187千克，不超过23813千克。
            实测总质量减少5443千克（不超过33557千克）时，扣减后即不超过限值。
            第2至3轴实测减少263千克（不超过15737千克）时，扣减后即不超过限值。
            第4至5轴实测减少2263千克（不超过15737千克）时，扣减后即不超过限值。
            第1至4轴实测减少146千克（不超过29854千克）时，扣减后即不超过限值。
            第2至4轴实测减少701千克（不超过24299千克）时，扣减后即不超过限值。
            第2至5轴实测减少6461千克（不超过27539千克）时，扣减后即不超过限值。
            第3至5轴实测减少1701千克（不超过24299千克）时，扣减后即不超过限值。
            """
    )

    static let wheelbase = ExpectedText(
        en: """
            Law: Over-limit rules; rulebook wheelbase, edition of 2016-09-21.
            Measured axle loads: 7,000 + 12,000 + 7,500 + 7,500 + 7,500 = 41,500 kg gross.
            Axles 1 and 2 are 2,900 mm apart, not less than 1,800 mm: two groups.
            Axles 2 and 3 are 3,600 mm apart, not less than 1,800 mm: two groups.
            Axles 3 and 4 are 1,200 mm apart, less than 1,800 mm: one group.
            Axles 4 and 5 are 1,200 mm apart, less than 1,800 mm: one group.
            Axle groups 1-1-3, class 5:1-1-3.
            A combination, by its axle pattern.
            Limit of the axle pattern: 42,000 kg, by the annex (not yet checked against the \
            official text).
            The outer axles are 8,900 mm apart, which allows 44,500 kg, not less than the limit \
            above, by remark 4 of the annex (not yet checked against the official text).
            Gross limit: 42,000 kg, by the annex (not yet checked against the official text).
            The limits of axle groups come from the axle load standard (not yet checked against \
            the official text); a group over its limit decides.
            Group 1 (steer group, axle 1): 7,000 kg, limit 7,000 kg, not over, 0 kg to spare.
            Group 2 (drive group, axle 2): 12,000 kg, limit 11,500 kg, 500 kg over.
            Group 3 (other group, axles 3 to 5): 22,500 kg, limit 21,000 kg, 1,500 kg over.
            Certificate HN-2026-001, accuracy class 5: permissible error 5%, by the \
            verification regulation (not yet checked against the official text).
            ⌊41,500 × 950 ÷ 1,000⌋ = 39,425 kg; the deduction is 2,075 kg.
            Gross 41,500 kg is not over the limit of 42,000 kg, 500 kg to spare.
            Of axle 2, 11,400 kg stay after the deduction, not over 11,500 kg.
            Of axles 3 to 5, 21,375 kg stay after the deduction, still over 21,000 kg.
            An axle group or stretch of axles is over its limit.
            Verdict: overload, over a limit also after the deduction.
            By the policy it becomes a case for review.
            Lawful if measured with at least 500 kg less on axle 2, at most 11,500 kg.
            Lawful if measured with at least 1,500 kg less on axles 3 to 5, at most 21,000 kg.
            With at least 394 kg less on axles 3 to 5, at most 22,106 kg, they would not be \
            over after the deduction.
            """,
        zh: """
            适用规则：超限认定规则，规则库wheelbase，2016-09-21版。
            实测轴载：7000 + 12000 + 7500 + 7500 + 7500 = 41500千克（总质量）。
            第1、2轴间距2900毫米，不小于1800毫米：分属两个轴组。
            第2、3轴间距3600毫米，不小于1800毫米：分属两个轴组。
            第3、4轴间距1200毫米，小于1800毫米：同一轴组。
            第4、5轴间距1200毫米，小于1800毫米：同一轴组。
            轴组1-1-3，车型5:1-1-3。
            按轴型认定为汽车列车。
            轴型的限值：42000千克，依据附件（尚未与官方文本核对）。
            首末轴间距8900毫米，允许44500千克，不低于上述限值，依据附件备注四（尚未与官方文本核对）。
            总质量限值：42000千克，依据附件（尚未与官方文本核对）。
            轴组限值依据轴荷标准（尚未与官方文本核对），超过即影响结论。
            第1组（转向轴组，第1轴）：7000千克，限值7000千克，未超出，余0千克。
            第2组（驱动轴组，第2轴）：12000千克，限值11500千克，超出500千克。
            第3组（其他轴组，第3至5轴）：22500千克，限值21000千克，超出1500千克。
            检定证书HN-2026-001，准确度等级5，最大允许误差5%，依据检定规程（尚未与官方文本核对）。
            ⌊41500 × 950 ÷ 1000⌋ = 39425千克，扣减2075千克。
            总质量41500千克，未超过限值42000千克，余500千克。
            第2轴扣减允许误差后为11400千克，不超过限值11500千克。
            第3至5轴扣减允许误差后为21375千克，仍超过限值21000千克。
            有轴组超过限值。
            结论：超限，扣减允许误差后仍超过限值。
            按执法政策立为待审案件。
            若要合法：第2轴实测至少减少500千克，不超过11500千克。
            若要合法：第3至5轴实测至少减少1500千克，不超过21000千克。
            第3至5轴实测减少394千克（不超过22106千克）时，扣减后即不超过限值。
            """
    )
}
